import JSON
import Templates
import Testing

@testable import Catalog

@Suite struct DocumentTests {
    private static let yaml = """
        paths: {matchbox: /srv/boot}
        profiles:
          a: {kernel: /k, ignition: sub/b.ign}
          b: {kernel: /k, ignition: sub/b.ign}
          c: {kernel: /k, ignition: a.ign}
          d: {kernel: /k}
        """

    @Test func theDraftTellsWhichDocumentsToRead() {
        let draft = ConfigurationDraft(files(Self.yaml))
        #expect(draft.documents == ["/srv/boot/ignition/a.ign", "/srv/boot/ignition/sub/b.ign"])
    }

    @Test func documentsAreTemplates() throws {
        let draft = ConfigurationDraft(files(Self.yaml))
        let catalog = try draft.catalog(
            documents: ["/srv/boot/ignition/a.ign": [], "/srv/boot/ignition/sub/b.ign": Array("<{{.role}}>".utf8)],
            generation: 3)
        let profile = try #require(catalog.profiles["a"])
        let document = try #require(catalog.ignition(of: profile))
        #expect(document.name == "sub/b.ign")
        #expect(document.path == "/srv/boot/ignition/sub/b.ign")
        #expect(try document.template.render(["role": "node"]) == "<node>")
        #expect(catalog.documents.count == 2)
        #expect(catalog.profiles["d"].flatMap(catalog.ignition(of:)) == nil)
    }

    @Test func whatIsWrongInADocumentIsSaidAtItsPlace() {
        let documents = ["/srv/boot/ignition/sub/b.ign": "{\n  \"a\": {{if}}x{{end}}\n}"]
        let found = problems(Self.yaml, documents: documents)
        #expect(found.count == 2)
        #expect(found.first == "5:29: profile c: ignition: there is no file /srv/boot/ignition/a.ign")
        #expect(found.last?.hasPrefix("/srv/boot/ignition/sub/b.ign:2:") == true)
        #expect(found.last?.contains("profile a: ") == true)
    }

    @Test func documentsMustBeUTF8() throws {
        let draft = ConfigurationDraft(files("profiles: {p: {kernel: /k, ignition: x}}"))
        let error = try #require(throws: ConfigurationInvalid.self) {
            try draft.catalog(documents: ["/var/lib/bootd/ignition/x": [0xC3]], generation: 1)
        }
        #expect(
            error.problems.map(\.description) == ["/var/lib/bootd/ignition/x:1:1: profile p: the text is not UTF-8"])
    }
}
