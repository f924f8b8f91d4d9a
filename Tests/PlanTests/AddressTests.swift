import Catalog
import DHCP
import Leases
import NetworkValues
import Plan
import Testing

@Suite struct AddressTests {
    // MARK: Which network

    @Test(
        arguments: [
            (machine(10), "lab"),
            (machine(10, relay: relay), "remote"),
            (machine(10, client: "10.76.0.105"), "remote"),
            (machine(10, client: "192.0.2.1"), "lab"),
            (machine(3), "lab"),
            (machine(10, relay: "192.0.2.1"), nil),
        ] as [(Machine, String?)])
    func theNetworkIsWhereTheMachineIs(machine: Machine, network: String?) throws {
        #expect(try Server().makePlan(machine).network?.name == network)
    }

    @Test func aHostsAddressChoosesAmongTheNetworksOfAnInterface() throws {
        var host = machine(3)
        host.attachment.addresses = [ourAddress, "10.76.0.1"]
        let plan = try Server().makePlan(host)
        #expect(plan.network?.name == "remote")
        #expect(plan.address == .fixed("10.76.0.13"))
        #expect(plan.server == "10.76.0.1")
    }

    @Test func nobodyIsAnsweredWhereNoNetworkIs() throws {
        let server = try Server("{}", documents: [:])
        for kind in [.discover, .request, .inform] as [DHCPFacts.Kind] {
            let decision = server.decision(kind, machine(10)) { $0.requested = "10.75.0.100" }
            #expect(decision.reply == nil)
            #expect(decision.changes.isEmpty)
        }
        #expect(server.makePlan(machine(10)).reasons.contains(.noNetworkOnInterface("eth0")))
    }

    @Test(arguments: [(ourAddress, []), ("10.76.0.1", ["10.76.0.1"])] as [(IPv4Address, [IPv4Address])])
    func aRelayThatIsOurselvesIsNotAnswered(relay: IPv4Address, elsewhere: [IPv4Address]) throws {
        var client = machine(10, relay: relay)
        client.attachment.elsewhere = elsewhere
        let decision = try Server().decision(.discover, client)
        #expect(decision.reply == nil)
        #expect(decision.changes.isEmpty)
        #expect(decision.reasons == [.relayIsOurs(relay)])
    }

    @Test func whoeverIsToldOfUsIsToldTheConfiguredServer() throws {
        let server = try Server(configuration + "\nserver: 10.75.0.7")
        #expect(server.makePlan(machine(10)).server == "10.75.0.7")
        let offer = server.decision(.discover, machine(10)).reply
        #expect(offer?.address(.serverIdentifier) == "10.75.0.7")
        #expect(offer?.siaddr == "10.75.0.7")
    }

    // MARK: Which host

    @Test func aHostIsKnownByItsMACBeforeItsUUID() throws {
        var client = machine(1)
        client.uuid = MachineUUID("12345678-1234-5678-9abc-def011223344")
        #expect(try Server().makePlan(client).host?.name == "node1")
        client.mac = mac(10)
        let plan = try Server().makePlan(client)
        #expect(plan.host?.name == "node2")
        #expect(plan.profile?.name == "bare")
        #expect(plan.address == .dynamic("10.75.0.100"))
    }

    /// Firmware tells the UUID, the system that it boots does not.
    @Test func aHostWithoutAMACStaysTheHostThatItWasInFirmware() throws {
        var server = try Server(
            """
            networks: {lab: {subnet: 10.75.0.0/16, range: 10.75.0.100 - 10.75.0.109}}
            hosts: {node2: {uuid: 12345678-1234-5678-9abc-def011223344, address: 10.75.0.12}}
            """, documents: [:])
        var firmware = machine(10)
        firmware.uuid = MachineUUID("12345678-1234-5678-9abc-def011223344")
        #expect(server.boot(firmware) == "10.75.0.12")
        #expect(server.boot(machine(10, .ordinary, nil)) == "10.75.0.12")
        #expect(server.makePlan(machine(10)).host?.name == "node2")
        // Another board in the same machine is another machine.
        firmware.uuid = MachineUUID("00000000-0000-0000-0000-000000000001")
        #expect(server.makePlan(firmware).host == nil)
        #expect(server.makePlan(machine(11)).host == nil)
    }

    @Test func anUnknownMachineSaysWhatItIsKnownBy() throws {
        var client = machine(10)
        client.uuid = MachineUUID("00000000-0000-0000-0000-000000000001")
        let reasons = try Server().makePlan(client).reasons.map(\.description)
        #expect(
            reasons.first == "no host has the MAC 52:54:00:00:00:0a or the UUID 00000000-0000-0000-0000-000000000001")
        client.mac = nil
        client.uuid = nil
        #expect("\(Reason.unknownMachine(client.mac, client.uuid))" == "it tells neither MAC nor UUID, and no lease tells them")
    }

    // MARK: Which address

    @Test func aHostHasItsOwnAddress() throws {
        let server = try Server()
        #expect(server.makePlan(machine(1)).address == .fixed("10.75.0.11"))
        #expect(server.decision(.discover, machine(1)).reply?.yiaddr == "10.75.0.11")
    }

    @Test func aHostElsewhereGetsAnAddressOfTheRange() throws {
        let plan = try Server().makePlan(machine(1, relay: relay))
        #expect(plan.address == .dynamic("10.76.0.100"))
        #expect(plan.reasons.contains { if case .fixedAddressElsewhere("10.75.0.11", _) = $0 { true } else { false } })
    }

    @Test func aHostWaitsForWhoeverHoldsItsAddress() throws {
        var server = try Server(leases: [lease("10.75.0.11", of: 20)])
        let plan = server.makePlan(machine(1))
        #expect(plan.address == .dynamic("10.75.0.100"))
        #expect(plan.reasons.contains(.fixedAddressHeld("10.75.0.11", by: mac(20))))
        server.now = 2_000_000
        #expect(server.makePlan(machine(1)).address == .fixed("10.75.0.11"))
    }

    @Test func aReturningMachineGetsItsAddressAgain() throws {
        var server = try Server()
        let first = server.boot(machine(10))
        server.boot(machine(11))
        server.now = server.now.advanced(by: 30 * 24 * 3600)
        #expect(server.boot(machine(10)) == first)
        #expect(server.boot(machine(10, .ipxe)) == first)
    }

    @Test func anOfferIsHeldForTwoMinutes() throws {
        var server = try Server()
        #expect(server.answer(.discover, machine(10)).reply?.yiaddr == "10.75.0.100")
        #expect(server.answer(.discover, machine(11)).reply?.yiaddr == "10.75.0.101")
        server.now = server.now.advanced(by: 119)
        #expect(server.book.isHeld("10.75.0.100", at: server.now))
        server.now = server.now.advanced(by: 1)
        #expect(!server.book.isHeld("10.75.0.100", at: server.now))
    }

    /// The lease of a machine that boots again must not shrink to the time of an offer.
    @Test func anOfferToAHolderLeavesItsLease() throws {
        let server = try Server(leases: [lease("10.75.0.105", of: 10)])
        let decision = server.decision(.discover, machine(10))
        #expect(decision.reply?.yiaddr == "10.75.0.105")
        #expect(decision.changes.isEmpty)
    }

    @Test func anExhaustedNetworkSaysSo() throws {
        let leases = (100...109).map { lease(IPv4Address(10, 75, 0, $0), of: Int($0)) }
        let server = try Server(leases: leases)
        #expect(server.decision(.discover, machine(10)).reply == nil)
        let reasons = server.makePlan(machine(10)).reasons.map(\.description)
        #expect(
            reasons.last { $0.contains("free") }
                == "network lab has no free address: widen its range or shorten its leases (/etc/bootd/bootd.yaml:4:12)")
        #expect(server.decision(.discover, machine(1)).reply?.yiaddr == "10.75.0.11")
    }

    @Test func aNetworkWithoutARangeIsForHostsOnly() throws {
        let server = try Server(
            """
            networks:
              lab: {subnet: 10.75.0.0/16}
            hosts:
              node1: {mac: 52:54:00:00:00:01, address: 10.75.0.11}
            """, documents: [:])
        #expect(server.makePlan(machine(1)).address == .fixed("10.75.0.11"))
        let stranger = server.makePlan(machine(10))
        #expect(stranger.address == .none)
        #expect(stranger.reasons.contains { if case .hostsOnly = $0 { true } else { false } })
        #expect(!stranger.reasons.contains { if case .exhausted = $0 { true } else { false } })
    }

    // MARK: Lease times

    @Test(
        arguments: [
            (nil, 43200), (600, 600), (120, 120), (119, 120), (0, 120), (43200, 43200), (86400, 43200), (.max, 43200),
        ] as [(UInt32?, UInt32)])
    func aLeaseIsAsLongAsAskedWithinReason(asked: UInt32?, given: UInt32) throws {
        let decision = try Server().decision(.request, machine(1)) {
            $0.requested = "10.75.0.11"
            $0.leaseSeconds = asked
        }
        let reply = try #require(decision.reply)
        #expect(reply.number(.leaseTime) == given)
        #expect(reply.number(.renewalTime) == given / 2)
        #expect(reply.number(.rebindingTime) == given - given / 8)
        #expect(decision.changes.first?.put?.expires == WallTime(seconds: 1_000_000 + Int64(given)))
    }

    @Test func aNetworksShortLeaseIsNotMadeLonger() throws {
        let server = try Server(
            "networks: {lab: {subnet: 10.75.0.0/16, range: 10.75.0.100 - 10.75.0.109, lease: 60s}}", documents: [:])
        let offer = server.decision(.discover, machine(10)) { $0.leaseSeconds = 30 }.reply
        #expect(offer?.number(.leaseTime) == 60)
    }
}
