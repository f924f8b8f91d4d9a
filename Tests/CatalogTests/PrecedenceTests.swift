import DHCP
import NetworkValues
import Testing

@testable import Catalog

/// What counts for one machine: its host's word over its network's over that for everybody.
@Suite struct PrecedenceTests {
    private let catalog: Catalog

    init() throws {
        catalog = try Catalog.read(
            files(
                """
                options: {ntp-servers: [10.75.0.1], routers: [10.0.0.1], root-path: /everybody, 224: text a}
                boot: {loaders: {x86-bios: a, x64-uefi: a, arm64-uefi: a}, script: http://a/}
                networks:
                  plain: {subnet: 10.74.0.0/16}
                  lab:
                    subnet: 10.75.0.0/16
                    gateway: 10.75.0.254
                    dns: [10.75.0.1, 10.75.0.2]
                    domain: lab.org
                    routes: 10.0.0.0/8 via 10.75.0.253
                    captive_portal: https://p/
                    options: {root-path: /lab, interface-mtu: 9000}
                    boot: {loaders: {x64-uefi: b, arm64-uefi: b}, script: http://b/}
                hosts:
                  n: {mac: 525400000001, options: {root-path: /n, domain-name: n.org}, boot: {loaders: {arm64-uefi: c}}}
                  m: {mac: 525400000002}
                """), generation: 1)
    }

    private func network(_ name: String) -> Network? { catalog.networks.first { $0.name == name } }

    private func options(_ network: String?, _ host: String? = nil) -> [UInt8: String] {
        let options = catalog.options(on: network.flatMap(self.network), for: host.flatMap { catalog.host(name: $0) })
        return Dictionary(options.map { ($0.code.rawValue, Hex.text(of: $0.octets)) }) { first, _ in first }
    }

    private func boot(_ network: String?, _ host: String? = nil) -> [String] {
        let boot = catalog.boot(on: network.flatMap(self.network), for: host.flatMap { catalog.host(name: $0) })
        let loaders: [ClientArchitecture] = [.x86BIOS, .x64UEFI, .arm64UEFI]
        return loaders.map { boot.loaders[$0]?.description ?? "" } + [boot.script.description]
    }

    private func text(_ text: String) -> String { Hex.text(of: Array(text.utf8)) }

    @Test func optionByOption() {
        let everybody = [42: "0a4b0001", 3: "0a000001", 17: text("/everybody"), 224: text("a")] as [UInt8: String]
        #expect(options(nil) == everybody)
        #expect(options("plain") == everybody)
        #expect(options("plain", "m") == everybody)
        var lab = everybody
        lab[3] = "0a4b00fe"
        lab[6] = "0a4b00010a4b0002"
        lab[15] = text("lab.org")
        lab[17] = text("/lab")
        lab[26] = "2328"
        lab[114] = text("https://p/")
        lab[121] = "080a0a4b00fd000a4b00fe"
        #expect(options("lab") == lab)
        #expect(options("lab", "m") == lab)
        lab[15] = text("n.org")
        lab[17] = text("/n")
        #expect(options("lab", "n") == lab)
        #expect(options(nil, "n")[17] == text("/n"))
    }

    @Test func architectureByArchitecture() throws {
        #expect(boot(nil) == ["a", "a", "a", "http://a/"])
        #expect(boot("plain") == ["a", "a", "a", "http://a/"])
        #expect(boot("lab") == ["a", "b", "b", "http://b/"])
        #expect(boot("lab", "m") == ["a", "b", "b", "http://b/"])
        #expect(boot("lab", "n") == ["a", "b", "c", "http://b/"])
        #expect(boot(nil, "n") == ["a", "a", "c", "http://a/"])
        let settings = catalog.boot(on: network("lab"), for: catalog.host(name: "n"))
        #expect(settings.loaderMarks["x86-bios"]?.line == 2)
        #expect(settings.loaderMarks["x64-uefi"]?.line == 13)
        #expect(settings.loaderMarks["arm64-uefi"]?.line == 15)
        #expect(settings.marks["script"]?.line == 13)
    }

    /// RFC 3442: who takes option 121 ignores option 3.
    @Test(arguments: [
        ("gateway: 10.75.0.254, routes: 10.0.0.0/8 via 10.75.0.253", "080a0a4b00fd000a4b00fe"),
        ("gateway: 10.75.0.254, routes: 0.0.0.0/0 via 10.75.0.253", "000a4b00fd"),
        ("routes: 10.0.0.0/8 via 10.75.0.253", "080a0a4b00fd"), ("gateway: 10.75.0.254", nil),
    ])
    func theDefaultRouteIsAmongTheRoutes(_ keys: String, _ wire: String?) throws {
        let catalog = try Catalog.read(files("networks: {a: {subnet: 10.75.0.0/16, \(keys)}}"), generation: 1)
        let option = catalog.options(on: catalog.networks.first, for: nil)[.classlessStaticRoute]
        #expect(option.map { Hex.text(of: $0.octets) } == wire)
    }

    @Test func optionsOfSeveralFilesAreComparedToo() throws {
        let both = try Catalog.read(
            files("options: {ntp-servers: 10.75.0.1}", dropIns: [("a.yaml", "options: {log-servers: 10.75.0.1}")]), generation: 1)
        #expect(both.options.map(\.code.rawValue) == [42, 7])
        #expect(
            problems("options: {ntp-servers: 10.75.0.1}", dropIns: [("a.yaml", "options: {42: 10.75.0.1}")]) == [
                "/etc/bootd/conf.d/a.yaml:1:11: options.42: option 42 is already set in /etc/bootd/bootd.yaml:1:11"
            ])
    }
}
