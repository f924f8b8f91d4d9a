import NetworkValues
import Plan
import Testing

@Suite struct CandidateTests {
    private func found(_ name: String) throws -> [FileCandidate] {
        candidates(try Server().makePlan(machine(10)), Array(name.utf8))
    }

    @Test(arguments: [
        ("undionly.kpxe", ["undionly.kpxe"]),
        ("/ipxe.efi", ["ipxe.efi"]),
        ("//a\\b/../c", ["a/c"]),
        ("ipxe.efi\u{1}", ["ipxe.efi"]),
    ])
    func aNameIsAFileOfTheRoot(name: String, paths: [String]) throws {
        #expect(try found(name) == paths.map { .file(root: "tftp", path: $0) })
    }

    @Test(arguments: [
        ("", "the file name is empty"),
        ("../etc/passwd", "the file name leads out of the served directory"),
        ("\u{1}", "the file name is not text"),
    ])
    func whatIsNoNameIsAnError(name: String, text: String) throws {
        #expect(try found(name) == [.error(text)])
    }
}
