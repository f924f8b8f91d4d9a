import Catalog
import DHCP
import Leases
import NetworkValues
import Plan
import Testing

/// The options of an answer: whose word counts, and who is told.
struct OptionTests {
    private static let yaml = """
        options: {ntp-servers: [10.75.0.3], 224: {type: text, value: everybody}, 225: {type: text, value: forced, always: yes}}
        networks:
          lab:
            subnet: 10.75.0.0/16
            range: 10.75.0.100 - 10.75.0.109
            probe: no
            gateway: 10.75.0.1
            dns: [10.75.0.2]
            routes: [10.0.0.0/8 via 10.75.0.254]
            captive_portal: https://portal.example/api
            ipv6_only: 30m
            options: {224: {type: text, value: network}}
        hosts:
          n1: {mac: 52:54:00:00:00:01, options: {224: {type: text, value: host}, host-name: renamed}}
          n2: {mac: 52:54:00:00:00:02}
        """

    private func reply(_ machine: Machine, _ parameters: [UInt8]?, _ kind: DHCPFacts.Kind = .discover) throws -> DHCPReply {
        try #require(try Server(Self.yaml, documents: [:]).decision(kind, machine) { $0.parameters = parameters }.reply)
    }

    @Test(arguments: [(1, "host"), (2, "network"), (10, "network")])
    func theHostsWordCountsBeforeTheNetworksAndEverybodys(number: Int, value: String) throws {
        let reply = try reply(machine(number, .ordinary, nil), [224, 42])
        #expect(reply.text(DHCPOptionCode(rawValue: 224)) == value)
        #expect(reply.address(.networkTimeProtocolServers) == "10.75.0.3")
    }

    @Test func whoAsksForNothingIsToldWhatIsForced() throws {
        let reply = try reply(machine(10, .ordinary, nil), [1])
        #expect(reply.text(DHCPOptionCode(rawValue: 225)) == "forced")
        #expect(reply.options[DHCPOptionCode(rawValue: 224)] == nil)
        #expect(reply.options[.router] == nil)
        #expect(reply.options[.subnetMask] != nil)
    }

    @Test(
        arguments: [
            ([3, 121], false, true), ([121, 3], false, true), ([3], true, false), ([121], false, true), (nil, true, true),
        ] as [([UInt8]?, Bool, Bool)])
    func whoTakesClasslessRoutesNeedsNoRouter(parameters: [UInt8]?, hasRouter: Bool, hasRoutes: Bool) throws {
        let reply = try reply(machine(10, .ordinary, nil), parameters)
        #expect((reply.options[.router] != nil) == hasRouter)
        #expect((reply.options[.classlessStaticRoute] != nil) == hasRoutes)
        // 10.0.0.0/8 by 10.75.0.254, and the default route by the gateway.
        guard hasRoutes else { return }
        #expect(reply.options[.classlessStaticRoute].map(Array.init) == [8, 10, 10, 75, 0, 254, 0, 10, 75, 0, 1])
    }

    @Test(arguments: [([108], 1800), ([1, 3], nil), (nil, nil)] as [([UInt8]?, UInt32?)])
    func ipv6OnlyIsForThoseWhoAskForIt(parameters: [UInt8]?, seconds: UInt32?) throws {
        #expect(try reply(machine(10, .ordinary, nil), parameters).number(.ipv6OnlyPreferred) == seconds)
    }

    @Test func whoCanDoWithoutIPv4IsToldSoByAFullNetworkToo() throws {
        var server = try Server(Self.yaml, documents: [:])
        for number in 20..<30 { #expect(server.boot(machine(number)) != nil) }
        let reply = try #require(server.answer(.discover, machine(10, .ordinary, nil)) { $0.parameters = [1, 108] }.reply)
        #expect(reply.kind == .offer)
        #expect(reply.yiaddr == .any)
        #expect(reply.number(.ipv6OnlyPreferred) == 1800)
        #expect(reply.address(.serverIdentifier) == ourAddress)
        #expect(reply.options[.leaseTime] == nil)
        #expect(server.answer(.discover, machine(10, .ordinary, nil)) { $0.parameters = [1] }.reply == nil)
        // Firmware would take it for a proxy's offer.
        #expect(server.answer(.discover, machine(10)) { $0.parameters = [1, 108] }.reply == nil)
        #expect(server.book.count == 10)
    }

    @Test(arguments: [([1, 108], .offer), ([1], .ack)] as [([UInt8], DHCPReply.Kind)])
    func whoIsToldToDoWithoutIPv4GetsNoLeaseUnasked(parameters: [UInt8], kind: DHCPReply.Kind) throws {
        let yaml = Self.yaml.replacing("ipv6_only: 30m", with: "ipv6_only: 30m\n    rapid_commit: yes")
        var server = try Server(yaml, documents: [:])
        let decision = server.answer(.discover, machine(10, .ordinary, nil)) { facts in
            facts.parameters = parameters
            facts.takesRapidCommit = true
        }
        #expect(decision.reply?.kind == kind)
    }

    @Test func theCaptivePortalIsNamed() throws {
        #expect(try reply(machine(10, .ordinary, nil), [114]).text(.captivePortal) == "https://portal.example/api")
        #expect(try reply(machine(10, .ordinary, nil), [1]).options[.captivePortal] == nil)
    }

    @Test(arguments: [(1, "renamed"), (2, "n2"), (10, nil)] as [(Int, String?)])
    func aHostIsToldItsName(number: Int, name: String?) throws {
        #expect(try reply(machine(number, .ordinary, nil), [12]).text(.hostName) == name)
    }

    @Test func anInformGetsTheSameAndNoLease() throws {
        let reply = try reply(machine(1, .ordinary, nil, client: "10.75.0.77"), [3, 42, 51, 224], .inform)
        #expect(reply.yiaddr == .any)
        #expect(reply.options[.leaseTime] == nil)
        #expect(reply.text(DHCPOptionCode(rawValue: 224)) == "host")
        #expect(reply.address(.router) == "10.75.0.1")
    }

    // MARK: What booting machines are told

    @Test func anotherTFTPServerStandsInTheFieldToo() throws {
        let server = try Server(configuration + "\noptions: {tftp-server-name: 10.75.0.9}")
        let reply = try #require(server.decision(.discover, machine(10)) { $0.parameters = [66, 67] }.reply)
        #expect(reply.siaddr == "10.75.0.9")
        #expect(reply.text(.tftpServerName) == "10.75.0.9")
        #expect(reply.text(.bootFileName) == "undionly.kpxe")
    }

    @Test(
        arguments: [("", [0xB0, 1, 1]), ("\noptions: {175: {type: hex, value: \"01:01:05\"}}", [1, 1, 5, 0xB0, 1, 1])]
            as [(String, [UInt8])])
    func iPXEsOwnOptionsStandBesideOurs(options: String, value: [UInt8]) throws {
        let server = try Server(configuration + options)
        let reply = try #require(server.decision(.discover, machine(10, .ipxe)) { $0.parameters = [175] }.reply)
        #expect(reply.options[.ipxeEncapsulation].map(Array.init) == value)
    }

    @Test func theBootFileIsTheWordOfTheSectionBootAlone() throws {
        let server = try Server(configuration + "\noptions: {boot-file-name: other}")
        let firmware = try #require(server.decision(.discover, machine(10)).reply)
        #expect(firmware.text(.bootFileName) == "undionly.kpxe")
        #expect(firmware.fileText == "undionly.kpxe")
        let ordinary = try #require(server.decision(.discover, machine(10, .ordinary, nil)).reply)
        #expect(ordinary.text(.bootFileName) == "other")
        #expect(ordinary.file.isEmpty)
    }

    @Test(
        arguments: [
            (1, .x64UEFI, "host.efi"), (10, .x64UEFI, "network.efi"), (1, .x86BIOS, "everybody.kpxe"),
            (10, .arm64UEFI, "snponly-arm64.efi"),
        ] as [(Int, ClientArchitecture, String)])
    func loadersAreOverriddenByArchitecture(number: Int, architecture: ClientArchitecture, file: String) throws {
        let server = try Server(
            """
            boot: {loaders: {x64-uefi: everybody.efi, x86-bios: everybody.kpxe}}
            networks:
              lab: {subnet: 10.75.0.0/16, range: 10.75.0.100 - 10.75.0.109, boot: {loaders: {x64-uefi: network.efi}}}
            hosts:
              n1: {mac: 52:54:00:00:00:01, boot: {loaders: {x64-uefi: host.efi}}}
            """, documents: [:])
        #expect(server.decision(.discover, machine(number, .pxe, architecture)).reply?.fileText == file)
    }

    @Test(
        arguments: [
            ("http://{server}/undionly.kpxe", true), ("tftp://{server}/boot/ipxe.efi?x=1", true),
            ("http://{server}/mine.efi", true),
            ("http://{server}/boot.ipxe", false), ("http://{server}/ipxe.efi/menu.ipxe", false),
        ])
    func aLoaderIsNeverChainedToItself(script: String, isLoader: Bool) throws {
        let server = try Server(configuration + "\nboot: {script: \"\(script)\", loaders: {x64-uefi: mine.efi}}")
        let plan = server.makePlan(machine(10, .ipxe, .x64UEFI))
        #expect((plan.loader == .none) == isLoader)
        let told = plan.reasons.contains { if case .scriptIsLoader = $0 { true } else { false } }
        #expect(told == isLoader)
        #expect(plan.reasons.contains { "\($0)".contains("/etc/bootd/bootd.yaml:") })
    }
}
