import Catalog
import LinuxIO
import Testing

@testable import bootd

@Suite struct ConfigurationSourceTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.write("networks: {lab: {subnet: 10.75.0.0/16}}", to: "bootd.yaml")
    }

    private var source: ConfigurationSource { ConfigurationSource(path: "\(scratch.path)/bootd.yaml") }

    private func problems() -> [String] {
        do throws(ConfigurationInvalid) {
            _ = try source.read(generation: 1)
            return []
        } catch {
            return error.problems.map { "\($0)".replacing("\(scratch.path)/", with: "") }
        }
    }

    @Test func theMainFileIsEnough() throws {
        let catalog = try source.read(generation: 7)
        #expect(catalog.networks.map(\.name) == ["lab"])
        #expect(catalog.generation == 7)
    }

    @Test func dropInsAreReadInTheOrderOfTheirNames() throws {
        try scratch.write("hosts: {b: {mac: 52:54:00:00:00:02}}", to: "conf.d/20-b.yaml")
        try scratch.write("hosts: {a: {mac: 52:54:00:00:00:01}}", to: "conf.d/10-a.yaml")
        for name in ["30-c.yml", "30-c.yaml~", ".30-c.yaml", "README"] { try scratch.write("hosts: {", to: "conf.d/\(name)") }
        try scratch.makeDirectory("conf.d/40-d.yaml")
        #expect(try source.read(generation: 1).hosts.map(\.name) == ["a", "b"])
    }

    @Test func documentsAreReadToo() throws {
        try scratch.write("{}", to: "ignition/node.ign")
        try scratch.write(
            "paths: {matchbox: \(scratch.path)}\nprofiles: {p: {kernel: /k, ignition: node.ign}}", to: "bootd.yaml")
        #expect(try source.read(generation: 1).documents.keys.sorted() == ["node.ign"])
    }

    @Test func aMissingMainFileIsAProblem() throws {
        try scratch.remove("bootd.yaml")
        #expect(problems() == ["bootd.yaml:1:1: cannot be read: No such file or directory"])
    }

    /// A directory in the place of a file cannot be read, by root neither.
    @Test func everyFileThatCannotBeReadIsAProblem() throws {
        try scratch.remove("bootd.yaml")
        try scratch.makeDirectory("bootd.yaml")
        try scratch.write("", to: "conf.d")
        #expect(problems() == ["bootd.yaml:1:1: cannot be read: Is a directory"])
        try scratch.remove("conf.d")
        try FileLink.make("\(scratch.path)/loop.yaml", at: "\(scratch.path)/loop.yaml")
        try scratch.makeDirectory("conf.d")
        try FileLink.make("\(scratch.path)/loop.yaml", at: "\(scratch.path)/conf.d/1.yaml")
        #expect(
            problems() == [
                "bootd.yaml:1:1: cannot be read: Is a directory",
                "conf.d/1.yaml:1:1: cannot be read: Too many levels of symbolic links",
            ])
    }

    @Test func aDocumentThatCannotBeReadIsAProblem() throws {
        try scratch.makeDirectory("ignition/node.ign")
        try scratch.write(
            "paths: {matchbox: \(scratch.path)}\nprofiles: {p: {kernel: /k, ignition: node.ign}}", to: "bootd.yaml")
        #expect(problems() == ["ignition/node.ign:1:1: cannot be read: Is a directory"])
    }

    @Test func aMissingDocumentIsAProblemOfItsProfile() throws {
        try scratch.write(
            "paths: {matchbox: \(scratch.path)}\nprofiles: {p: {kernel: /k, ignition: node.ign}}", to: "bootd.yaml")
        #expect(problems() == ["bootd.yaml:2:38: profile p: ignition: there is no file ignition/node.ign"])
    }

    @Test(arguments: [("bootd.yaml", "conf.d"), ("/bootd.yaml", "/conf.d"), ("/etc/bootd/bootd.yaml", "/etc/bootd/conf.d")])
    func dropInsLieBesideTheMainFile(path: String, directory: String) {
        #expect(ConfigurationSource(path: path).directory == directory)
    }
}
