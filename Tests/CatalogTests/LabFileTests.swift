import DHCP
import JSON
import NetworkValues
import Testing

@testable import Catalog

@Suite struct LabFileTests {
    @Test func theWholeLabIsRead() throws {
        let catalog = try Catalog.read(files(lab, documents: labDocuments), generation: 7)
        #expect(catalog.generation == 7)
        #expect(catalog.server == IPv4Address(10, 75, 0, 1))
        #expect(catalog.paths.tftp == "/var/lib/bootd/tftp")
        #expect(catalog.paths.assets == "/var/lib/bootd/assets")
        #expect(catalog.paths.matchbox == "/var/lib/bootd")
        #expect(catalog.http.port == 8080)

        let boot = catalog.boot
        #expect(boot.loaders.mapValues(\.description) == [.x86BIOS: "undionly.kpxe", .x64UEFI: "ipxe.efi"])
        #expect(boot.script.filled(server: IPv4Address(10, 0, 0, 1), port: 81) == "http://10.0.0.1:81/boot.ipxe")

        let network = try #require(catalog.networks.first)
        #expect(catalog.networks.count == 1)
        #expect(
            network.shared.value
                == NetworkFacts(
                    name: "cloud",
                    mark: Mark(file: mainFile, line: 2, column: 3),
                    marks: network.marks,
                    subnet: try #require(IPv4Subnet("10.75.0.0/16")),
                    link: nil,
                    mode: .server,
                    ranges: [try #require(IPv4Range("10.75.0.2 - 10.75.255.254"))],
                    gateway: IPv4Address(10, 75, 0, 1),
                    dns: [IPv4Address(10, 75, 0, 1)],
                    domain: nil,
                    routes: [],
                    captivePortal: nil,
                    ipv6OnlySeconds: nil,
                    isKnownOnly: false,
                    leasing: LeasePolicy(),
                    options: ConfiguredOptions(),
                    boot: BootOverrides(),
                ))

        let profile = try #require(catalog.profiles["node"])
        #expect(catalog.profiles.count == 1)
        #expect(profile.kernel.description == "/assets/vmlinuz")
        #expect(profile.initrd.map(\.description) == ["/assets/initrd.img"])
        #expect(
            profile.args.map { $0.filled(server: IPv4Address(10, 75, 0, 1), port: 8080) } == [
                "console=ttyS0",
                "ignition.config.url=http://10.75.0.1:8080/ignition?uuid=${uuid}&mac=${mac:hexhyp}",
            ])
        #expect(profile.ignition == "node.ign")

        let host = try #require(catalog.hosts.first)
        #expect(catalog.hosts.count == 1)
        #expect(
            host.shared.value
                == HostFacts(
                    name: "node1",
                    mark: Mark(file: mainFile, line: 21, column: 3),
                    marks: host.marks,
                    mac: MACAddress(rawValue: 0x5254_0000_0001),
                    uuid: nil,
                    clientID: nil,
                    relayPort: nil,
                    addresses: [IPv4Address(10, 75, 0, 11)],
                    addressMarks: [Mark(file: mainFile, line: 21, column: 44)],
                    profile: "node",
                    metadata: JSONObject([("role", "control")]),
                    options: ConfiguredOptions(),
                    boot: BootOverrides(),
                ))
    }

    @Test func valuesKeepTheirPlaces() throws {
        let catalog = try catalog(lab, documents: labDocuments)
        let network = try #require(catalog.networks.first)
        #expect(network.marks["lease"] == Mark(file: mainFile, line: 7, column: 12))
        #expect(network.marks["domain"] == nil)
        #expect(catalog.boot.marks["script"]?.description == "/etc/bootd/bootd.yaml:13:11")
        #expect(catalog.boot.loaderMarks["x64-uefi"]?.description == "/etc/bootd/bootd.yaml:12:48")
        #expect(catalog.http.marks["port"]?.column == 14)
        let host = try #require(catalog.hosts.first)
        #expect(host.marks["address"]?.column == 44)
    }

    @Test func whatIsNotWrittenHasADefault() throws {
        let catalog = try catalog("networks: {cloud: {subnet: 10.75.0.0/16}}")
        #expect(catalog.server == nil)
        #expect(catalog.paths == Paths())
        #expect(catalog.paths.matchbox == "/var/lib/bootd")
        #expect(catalog.http.port == 8080)
        #expect(catalog.boot.loaders.isEmpty)
        #expect(catalog.boot.script.description == "http://{server}:{port}/boot.ipxe")
        let network = try #require(catalog.networks.first)
        #expect(network.ranges.isEmpty)
        #expect(network.gateway == nil)
        #expect(network.mode == .server)
        #expect(!network.isKnownOnly)
        let leasing = network.leasing
        #expect(leasing.key == .mac)
        #expect(leasing.times.usual == 43200)
        #expect(leasing.times.least == 120)
        #expect(leasing.times.most == 43200)
        #expect(leasing.times.firmware == nil)
        #expect(leasing.offerSeconds == 120)
        #expect(leasing.setAsideSeconds == 86400)
        #expect(leasing.probes == nil)
        #expect(!leasing.isAuthoritative)
        #expect(!leasing.hasRapidCommit)
        #expect(!leasing.hasBOOTP)
        #expect(!catalog.sharesPort)
        #expect(catalog.limits.interface == 1000)
        #expect(catalog.limits.relayPort == 20)
        #expect(catalog.options.isEmpty)
    }

    @Test(arguments: [
        "", "\n", "# nothing yet\n", "---\n", "--- ~\n", "networks:\nhosts:\nprofiles:\npaths:\nhttp:\nboot:\n",
    ])
    func anEmptyFileIsValidAndServesNobody(_ yaml: String) throws {
        let catalog = try catalog(yaml)
        #expect(catalog.networks.isEmpty)
        #expect(catalog.hosts.isEmpty)
        #expect(catalog.profiles.isEmpty)
        #expect(catalog.boot.script.description == "http://{server}:{port}/boot.ipxe")
    }

    @Test func lookupsFindHostsAndNetworks() throws {
        let catalog = try catalog(
            """
            networks:
              b: {subnet: 10.2.0.0/16}
              a: {subnet: 10.1.0.0/24}
            profiles: {p: {kernel: /k}}
            hosts:
              one: {mac: 52:54:00:00:00:01, address: 10.2.0.9}
              two: {uuid: 4C4C4544-0035-3010-8051-B8C04F4E3432, profile: p}
            """)
        let uuid = try #require(MachineUUID("4c4c4544-0035-3010-8051-b8c04f4e3432"))
        #expect(catalog.host(mac: MACAddress(rawValue: 0x5254_0000_0001))?.name == "one")
        #expect(catalog.host(mac: MACAddress(rawValue: 0x5254_0000_0002)) == nil)
        #expect(catalog.host(uuid: uuid)?.name == "two")
        #expect(catalog.host(address: IPv4Address(10, 2, 0, 9))?.name == "one")
        #expect(catalog.host(name: "two")?.uuid == uuid)
        #expect(catalog.host(name: "two").flatMap(catalog.profile(of:))?.name == "p")
        #expect(catalog.host(name: "one").flatMap(catalog.profile(of:)) == nil)
        #expect(catalog.network(containing: IPv4Address(10, 1, 0, 255))?.name == "a")
        #expect(catalog.network(containing: IPv4Address(10, 1, 1, 0)) == nil)
        #expect(catalog.network(containing: IPv4Address(10, 2, 255, 255))?.name == "b")
        #expect(catalog.network(containing: IPv4Address(10, 0, 255, 255)) == nil)
        #expect(catalog.network(containing: .broadcast) == nil)
        #expect(catalog.networks.map(\.name) == ["b", "a"])
    }
}
