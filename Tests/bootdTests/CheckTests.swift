import Contract
import JSON
import Testing

@testable import bootd

/// What `bootctl check` is told to look at.
@Suite struct CheckTests {
    private static let configuration = """
        server: 10.75.0.1
        http: {port: 81}
        boot:
          loaders: {x64-uefi: efi/boot.efi, arm64-uefi: "http://{server}:{port}/assets/arm.efi", x64-uefi-http: ipxe.efi, x86-uefi: "http://other/x"}
        networks:
          lab: {subnet: 10.75.0.0/16, boot: {loaders: {arm64-uefi: lab.efi}}}
        hosts:
          node1: {mac: 52:54:00:00:00:01, boot: {loaders: {x86-bios: one.kpxe}}}
        profiles:
          node: {kernel: /assets/vmlinuz, initrd: ["http://{server}:{port}/assets/a/initrd.img", "/assets/${mac}.img"]}
          other: {kernel: "http://mirror/vmlinuz"}
        """

    private let server: TestServer

    init() throws { server = try TestServer(Self.configuration) }

    private func check() throws -> JSONValue { try server.control().call("io.bootd.Control.Check").parameters }

    @Test func whatIsConfiguredIsToldWithItsPlaces() throws {
        let report = try check()
        let file = "\(server.scratch.path)/bootd.yaml"
        #expect(report["configuration"] == .string(file))
        #expect(report["server"] == "10.75.0.1")
        #expect(report["httpPort"] == 81)
        #expect(report["httpPortSource"] == .string("\(file):2:14"))
        #expect(report["tftp"] == "/var/lib/bootd/tftp")
        #expect(report["state"] == .string(server.scratch.path))
        #expect(report["networks"] == [["name": "lab", "subnet": "10.75.0.0/16", "source": .string("\(file):6:3")]])
        #expect([report["isCurrent"], report["isStandalone"]] == [true, false])
        #expect([report["problems"], report["notices"], report["workers"]] == [[], [], []])
    }

    @Test func filesThatMachinesLoadFromUsAreTold() throws {
        let files = try check()["files"]?.arrayValue ?? []
        func texts(_ isIncluded: (JSONValue) -> Bool) -> [String] {
            files.filter(isIncluded).map { file in
                ["use", "name", "role", "path"].map { file[$0]?.stringValue ?? "" }.joined(separator: " ")
            }
        }
        #expect(
            Set(texts { $0["source"] != nil }) == [
                "loader x64-uefi tftp efi/boot.efi", "loader arm64-uefi http arm.efi", "loader x64-uefi-http http ipxe.efi",
                "loader arm64-uefi tftp lab.efi", "loader x86-bios tftp one.kpxe",
                "kernel node http vmlinuz", "initrd node http a/initrd.img",
            ])
        #expect(texts { $0["source"] == nil }.contains("loader x86-bios tftp undionly.kpxe"))
        #expect(texts { $0["source"] == nil }.allSatisfy { $0.hasPrefix("loader ") && $0.contains(" tftp ") })
        #expect(files.first { $0["use"] == "kernel" }?["source"] == .string("\(server.scratch.path)/bootd.yaml:10:18"))
    }

    @Test func whatMenusLoadIsToldToo() throws {
        let server = try TestServer(
            """
            boot: {menu: {entries: [{text: Install, loader: i.kpxe}, {text: Disk, local: yes}]}}
            networks: {lab: {subnet: 10.75.0.0/16, boot: {menu: {entries: {text: Two, loader: {x64-uefi: a.efi, x86-bios: b}}}}}}
            """)
        let files = try server.control().call("io.bootd.Control.Check").rows("files").filter { $0["source"] != nil }
        #expect(files.map { $0["name"] } == ["Install", "Two", "Two"])
        #expect(files.map { $0["path"] } == ["i.kpxe", "b", "a.efi"])
        #expect(files.first?["source"] == .string("\(server.scratch.path)/bootd.yaml:1:14"))
    }

    @Test func aConfigurationThatHasChangedIsReadAndNotUsed() throws {
        try server.scratch.write(Self.configuration.replacing("port: 81", with: "port: 82"), to: "bootd.yaml")
        let report = try check()
        #expect([report["isCurrent"], report["httpPort"], report["generation"]] == [false, 81, 1])
        #expect(report["problems"] == [])
        #expect(try server.control().call("io.bootd.Control.Info").parameters["generation"] == 1)
    }

    @Test func aConfigurationThatWouldBeRefusedIsToldAndNotNoted() throws {
        try server.scratch.write("hots: {}", to: "bootd.yaml")
        let report = try check()
        #expect(report["isCurrent"] == false)
        #expect(report["problems"]?.arrayValue?.map { $0["line"] } == [1])
        #expect(try server.control().call("io.bootd.Control.Info").parameters["problems"] == [])
        #expect(server.log.entries("configuration refused, the old one goes on").isEmpty)
    }
}
