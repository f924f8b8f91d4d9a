import Catalog
import DHCP
import Leases
import NetworkValues
import Plan
import Testing

/// Which network a machine gets its address in, where several are to be had.
struct LinkTests {
    private static let yaml = """
        networks:
          small: {subnet: 10.75.0.0/24, range: 10.75.0.100 - 10.75.0.101, link: rack, probe: no}
          large: {subnet: 10.76.0.0/24, range: 10.76.0.100 - 10.76.0.109, link: rack, probe: no}
          known: {subnet: 10.77.0.0/24, range: 10.77.0.100 - 10.77.0.109, known_only: yes, probe: no}
          third: {subnet: 10.78.0.0/24, range: 10.78.0.100 - 10.78.0.109, probe: no}
        hosts:
          n1: {mac: 52:54:00:00:00:01, address: [10.75.0.11, 10.76.0.11]}
          n2: {mac: 52:54:00:00:00:02, address: 10.76.0.12}
          n3: {mac: 52:54:00:00:00:03}
        """

    private func server(_ leases: [Lease] = []) throws -> Server {
        try Server(Self.yaml, documents: [:], leases: leases)
    }

    private func at(
        _ number: Int, relay: IPv4Address? = nil, link: IPv4Address? = nil, subnet: IPv4Address? = nil,
        client: IPv4Address? = nil,
        addresses: [IPv4Address] = [ourAddress]
    ) -> Machine {
        var machine = machine(number, relay: relay, client: client)
        machine.attachment.addresses = addresses
        machine.attachment.linkSelection = link
        machine.attachment.subnetSelection = subnet
        return machine
    }

    @Test func theLinkIsToldByTheRelayThenByTheMachineThenByAddresses() throws {
        let server = try server()
        let third: IPv4Address = "10.78.0.1"
        let everything: IPv4Address = "10.75.0.7"
        let rows: [(Machine, String?)] = [
            (at(10, relay: everything, link: third, subnet: everything, client: everything), "third"),
            (at(10, relay: everything, subnet: third, client: everything), "third"),
            (at(10, relay: third, client: everything), "third"),
            (at(10, client: third), "third"),
            (at(10), "small"),
            (at(10, addresses: [third]), "third"),
            (at(10, relay: everything, link: "192.0.2.1"), nil),
            (at(10, relay: everything, subnet: "192.0.2.1"), nil),
            (at(10, relay: "192.0.2.1"), nil),
            (at(10, client: "192.0.2.1"), "small"),
            (at(10, addresses: ["192.0.2.1"]), nil),
        ]
        for (machine, network) in rows { #expect(server.makePlan(machine).network?.name == network) }
        #expect(server.makePlan(rows[6].0).reasons.contains(.noNetworkForLink("192.0.2.1")))
        #expect(server.makePlan(rows[7].0).reasons.contains(.noNetworkForSubnet("192.0.2.1")))
    }

    @Test func theFirstNetworkOfALinkThatHasAnAddressWins() throws {
        var server = try server()
        let addresses = (10...22).map { server.boot(machine($0)) }
        #expect(addresses.prefix(2) == ["10.75.0.100", "10.75.0.101"])
        #expect(addresses[2] == "10.76.0.100")
        #expect(addresses[11] == "10.76.0.109")
        #expect(addresses[12] == nil)
        let reasons = server.makePlan(machine(22)).reasons
        let names = reasons.compactMap { reason -> String? in
            if case .exhausted(let network) = reason { network.name } else { nil }
        }
        #expect(names == ["small", "large"])
    }

    @Test func theSecondNetworkIsExplained() throws {
        var server = try server()
        for number in 10...11 { server.boot(machine(number)) }
        let plan = server.makePlan(machine(12))
        #expect(plan.network?.name == "large")
        let small = try #require(server.catalog.networks.first)
        let large = try #require(plan.network)
        #expect(plan.reasons.contains(.networkOnLink(large, small)))
        let text = "\(Reason.networkOnLink(large, small))"
        #expect(text.contains("rack") && text.contains("/etc/bootd/bootd.yaml:3:"))
    }

    @Test func networksOfOneInterfaceAreOneLink() throws {
        var server = try server()
        let both: [IPv4Address] = [ourAddress, "10.78.0.1"]
        let addresses = (10...22).map { server.boot(at($0, addresses: both)) }
        #expect(addresses[12] == "10.78.0.100")
    }

    @Test func ofTheNetworksTheHostsThenTheLeasesThenTheAskedOneComesFirst() throws {
        let held = Lease(
            address: "10.76.0.105", key: .hardware(mac(10)), hardware: mac(10), network: "large", state: .released, start: 0,
            expires: 10)
        let server = try server([held])
        #expect(server.makePlan(machine(2)).address == .fixed("10.76.0.12"))
        #expect(server.makePlan(machine(2)).network?.name == "large")
        #expect(server.makePlan(machine(1)).address == .fixed("10.75.0.11"))
        #expect(server.makePlan(machine(1), requested: "10.76.0.11").address == .fixed("10.76.0.11"))
        #expect(server.makePlan(machine(10)).address == .dynamic("10.76.0.105"))
        #expect(server.makePlan(machine(10), requested: "10.75.0.100").address == .dynamic("10.76.0.105"))
        #expect(server.makePlan(machine(11), requested: "10.76.0.107").address == .dynamic("10.76.0.107"))
        #expect(server.makePlan(machine(11)).address == .dynamic("10.75.0.100"))
    }

    @Test func aRequestIsAnsweredInTheNetworkOfItsAddress() throws {
        var server = try server()
        server.boot(machine(10))
        let unknown = server.decision(.request, machine(10)) { $0.requested = "10.76.0.105" }
        #expect(unknown.reply == nil)
        #expect(unknown.reasons == [.unknownAddress("10.76.0.105")])
        let elsewhere = server.decision(.request, machine(10)) { $0.requested = "10.78.0.105" }
        #expect(elsewhere.reply?.kind == .nak)
        #expect(elsewhere.reasons == [.wrongNetwork("10.78.0.105")])
    }

    // MARK: Known hosts only

    @Test(arguments: [(3, IPv4Address("10.77.0.100")), (10, nil)])
    func aNetworkForHostsGivesOthersNothing(number: Int, address: IPv4Address?) throws {
        var server = try server()
        let machine = at(number, addresses: ["10.77.0.1"])
        #expect(server.answer(.discover, machine).reply?.yiaddr == address)
        for kind in [DHCPFacts.Kind.request, .inform] {
            let reply = server.decision(kind, machine) { $0.requested = "10.77.0.100" }.reply
            #expect((reply != nil) == (address != nil))
        }
        let network = try #require(server.makePlan(machine).network)
        #expect(server.makePlan(machine).reasons.contains(.knownOnly(network)) == (address == nil))
        #expect("\(Reason.knownOnly(network))".contains("/etc/bootd/bootd.yaml:4:"))
    }

    @Test func aStrangerStillGivesBackWhatItHas() throws {
        let held = Lease(
            address: "10.77.0.105", key: .hardware(mac(10)), hardware: mac(10), network: "known", state: .bound, start: 0,
            expires: 9_000_000)
        var server = try server([held])
        server.answer(.release, at(10, client: "10.77.0.105", addresses: ["10.77.0.1"])) { $0.clientAddress = "10.77.0.105" }
        #expect(server.book.lease(at: "10.77.0.105")?.state == .released)
    }

    // MARK: A relay's own word for us

    @Test func theRelaysIdentifierIsEchoedAndAcceptedAsOurs() throws {
        var server = try server()
        var machine = at(10, relay: "10.78.0.1")
        machine.attachment.identifierOverride = "10.78.0.254"
        let offer = try #require(server.answer(.discover, machine).reply)
        #expect(offer.address(.serverIdentifier) == "10.78.0.254")
        #expect(offer.siaddr == ourAddress)
        let ack = server.answer(.request, machine) {
            $0.requested = offer.yiaddr
            $0.server = "10.78.0.254"
        }.reply
        #expect(ack?.kind == .ack)
        #expect(ack?.address(.serverIdentifier) == "10.78.0.254")
    }

    @Test func aMachineOnTheLinkDoesNotNameUs() throws {
        var server = try server()
        var machine = machine(10)
        machine.attachment.identifierOverride = "10.78.0.254"
        #expect(server.answer(.discover, machine).reply?.address(.serverIdentifier) == ourAddress)
        let request = server.answer(.request, machine) {
            $0.requested = "10.75.0.100"
            $0.server = "10.78.0.254"
        }
        #expect(request.reasons == [.otherServer("10.78.0.254")])
    }
}
