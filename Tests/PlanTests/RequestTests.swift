import DHCP
import Leases
import NetworkValues
import Plan
import Testing

/// REQUEST in its four states (RFC 2131 section 4.3.2).
@Suite struct RequestTests {
    // MARK: Selecting

    @Test func anAcceptedOfferIsALease() throws {
        var server = try Server()
        #expect(server.boot(machine(10)) == "10.75.0.100")
        let lease = try #require(server.book.lease(at: "10.75.0.100"))
        #expect(lease.state == .bound)
        #expect(lease.expires == server.now.advanced(by: 12 * 3600))
        #expect(lease.hardware == mac(10))
    }

    @Test func anAcceptedOfferOfAnotherServerFreesOurs() throws {
        var server = try Server()
        server.answer(.discover, machine(10))
        let decision = server.answer(.request, machine(10)) {
            $0.requested = "10.75.9.9"
            $0.server = "10.75.0.9"
        }
        #expect(decision.reply == nil)
        #expect(decision.reasons == [.otherServer("10.75.0.9")])
        #expect(decision.changes.map(\.isDurable) == [false])
        #expect(!server.book.isHeld("10.75.0.100", at: server.now))
    }

    /// The offer lay over a lease that had run out; the machine keeps its claim to it.
    @Test func whatLayUnderAnOfferStaysWhenAnotherServerIsChosen() throws {
        let former = lease("10.75.0.105", of: 10, until: 500)
        var server = try Server(leases: [former])
        #expect(server.answer(.discover, machine(10)).reply?.yiaddr == "10.75.0.105")
        server.answer(.request, machine(10)) {
            $0.server = "10.75.0.9"; $0.requested = "10.75.9.9"
        }
        server.book.expire(at: server.now)
        #expect(server.book.lease(at: "10.75.0.105") == former)
    }

    @Test func aLeaseStaysWhenAnotherServerIsChosen() throws {
        let held = lease("10.75.0.105", of: 10)
        var server = try Server(leases: [held])
        let decision = server.answer(.request, machine(10)) {
            $0.server = "10.75.0.9"; $0.requested = "10.75.9.9"
        }
        #expect(decision.changes.isEmpty)
    }

    @Test(arguments: ["10.75.0.1", "10.75.0.2", "10.77.0.1"] as [IPv4Address])
    func anyOfOurAddressesIsUs(named: IPv4Address) throws {
        var server = try Server()
        var client = machine(10)
        client.attachment.addresses = [ourAddress, "10.75.0.2"]
        client.attachment.elsewhere = ["10.77.0.1"]
        server.answer(.discover, client)
        let reply = server.answer(.request, client) {
            $0.server = named; $0.requested = "10.75.0.100"
        }.reply
        #expect(reply?.kind == .ack)
    }

    /// A restart forgets offers; what it offered is given all the same while nobody else has it.
    @Test func anOfferFromBeforeARestartIsGood() throws {
        let server = try Server()
        let decision = server.decision(.request, machine(10)) {
            $0.server = ourAddress; $0.requested = "10.75.0.107"
        }
        #expect(decision.reply?.kind == .ack)
        #expect(decision.reply?.yiaddr == "10.75.0.107")
    }

    @Test(
        arguments: [
            // held by another machine; excluded; outside the range; another network's; a host's own
            "10.75.0.103", "10.75.0.1", "10.75.7.7", "10.76.0.100", "10.75.0.11",
        ] as [IPv4Address])
    func whatCannotBeGivenIsRefused(address: IPv4Address) throws {
        let server = try Server(leases: [lease("10.75.0.103", of: 11)])
        let decision = server.decision(.request, machine(10)) {
            $0.server = ourAddress; $0.requested = address
        }
        #expect(decision.reply?.kind == .nak)
        #expect(decision.changes.isEmpty)
    }

    @Test func aHostGetsItsOwnAddressOnly() throws {
        let server = try Server()
        let own = server.decision(.request, machine(1)) {
            $0.server = ourAddress; $0.requested = "10.75.0.11"
        }
        #expect(own.reply?.kind == .ack)
        let other = server.decision(.request, machine(1)) {
            $0.server = ourAddress; $0.requested = "10.75.0.100"
        }
        #expect(other.reply?.kind == .nak)
    }

    @Test func aDeclinedAddressIsRefusedToWhoDeclinedIt() throws {
        let server = try Server(leases: [lease("10.75.0.104", of: 10, .declined)])
        let decision = server.decision(.request, machine(10)) {
            $0.server = ourAddress; $0.requested = "10.75.0.104"
        }
        #expect(decision.reply?.kind == .nak)
    }

    @Test func aRequestThatNamesNoAddressIsNotAnswered() throws {
        let decision = try Server().decision(.request, machine(10)) { $0.server = ourAddress }
        #expect(decision.reply == nil)
        #expect(decision.reasons == [.nothingAsked])
    }

    // MARK: INIT-REBOOT

    @Test func aKnownMachineComesBack() throws {
        let server = try Server(leases: [lease("10.75.0.105", of: 10)])
        let decision = server.decision(.request, machine(10)) { $0.requested = "10.75.0.105" }
        #expect(decision.reply?.kind == .ack)
        #expect(decision.changes.first?.put?.expires == server.now.advanced(by: 12 * 3600))
    }

    @Test func anUnknownMachineIsMetWithSilence() throws {
        let decision = try Server().decision(.request, machine(10)) { $0.requested = "10.75.0.105" }
        #expect(decision.reply == nil)
        #expect(decision.changes.isEmpty)
        #expect(decision.reasons == [.unknownAddress("10.75.0.105")])
    }

    /// An address that nobody has, outside of what we lease, may be another server's.
    @Test func anAddressThatWeDoNotLeaseIsMetWithSilence() throws {
        let server = try Server(leases: [lease("10.75.0.105", of: 10)])
        #expect(server.decision(.request, machine(10)) { $0.requested = "10.75.200.1" }.reply == nil)
    }

    private static let authoritative = """
        networks:
          lab: {subnet: 10.75.0.0/16, range: 10.75.0.100 - 10.75.0.109, authoritative: yes}
        """

    @Test(arguments: [("10.75.0.105", .ack), ("10.75.200.1", .nak)] as [(IPv4Address, DHCPReply.Kind)])
    func theAuthorityAnswersUnknownMachines(address: IPv4Address, kind: DHCPReply.Kind) throws {
        let server = try Server(Self.authoritative, documents: [:])
        #expect(server.decision(.request, machine(10)) { $0.requested = address }.reply?.kind == kind)
    }

    @Test(
        arguments: [
            ("10.77.0.5", .wrongNetwork("10.77.0.5")),
            ("10.75.255.255", .addressOfAnother("10.75.255.255")),
            ("10.75.0.103", .addressOfAnother("10.75.0.103")),
            ("10.75.0.11", .addressOfAnother("10.75.0.11")),
            ("10.75.0.1", .addressOfAnother("10.75.0.1")),
        ] as [(IPv4Address, Reason)])
    func wrongNetworksAndOthersAddressesAreRefused(address: IPv4Address, reason: Reason) throws {
        let server = try Server(leases: [lease("10.75.0.103", of: 11)])
        let decision = server.decision(.request, machine(10)) { $0.requested = address }
        #expect(decision.reply?.kind == .nak)
        #expect(decision.reasons == [reason])
        #expect(decision.changes.isEmpty)
    }

    @Test func anotherMachinesFormerAddressIsNotRefused() throws {
        let server = try Server(leases: [lease("10.75.0.103", of: 11, until: 500)])
        #expect(server.decision(.request, machine(10)) { $0.requested = "10.75.0.103" }.reply == nil)
    }

    @Test func aHostComesBackToItsAddressWithoutALease() throws {
        let decision = try Server().decision(.request, machine(1)) { $0.requested = "10.75.0.11" }
        #expect(decision.reply?.kind == .ack)
    }

    /// Whoever has a second network's address on the same interface is where it should be.
    @Test func anAddressOfASecondNetworkOnTheInterfaceIsInPlace() throws {
        var server = try Server()
        var client = machine(10)
        client.attachment.addresses = [ourAddress, "10.76.0.1"]
        #expect(server.answer(.discover, client) { $0.requested = "10.76.0.105" }.reply?.yiaddr == "10.76.0.105")
        let reply = server.answer(.request, client) { $0.requested = "10.76.0.105" }.reply
        #expect(reply?.kind == .ack)
        #expect(reply?.address(.subnetMask) == "255.255.255.0")
    }

    // MARK: RENEWING and REBINDING

    @Test func aRenewalGetsMoreTime() throws {
        let server = try Server(leases: [lease("10.75.0.105", of: 10)])
        let decision = server.decision(.request, machine(10, client: "10.75.0.105")) { $0.clientAddress = "10.75.0.105" }
        #expect(decision.reply?.kind == .ack)
        #expect(decision.changes.first?.put?.expires == server.now.advanced(by: 12 * 3600))
    }

    @Test(arguments: [.bound, .released] as [LeaseState])
    func aFormerLeaseThatNobodyTookIsRenewed(state: LeaseState) throws {
        let server = try Server(leases: [lease("10.75.0.105", of: 10, state, until: 500)])
        let decision = server.decision(.request, machine(10, client: "10.75.0.105")) { $0.clientAddress = "10.75.0.105" }
        #expect(decision.reply?.kind == .ack)
        #expect(decision.changes.first?.put?.state == .bound)
    }

    @Test func aRenewalOfWhatAnotherHasIsRefused() throws {
        let server = try Server(leases: [lease("10.75.0.105", of: 11)])
        let decision = server.decision(.request, machine(10, client: "10.75.0.105")) { $0.clientAddress = "10.75.0.105" }
        #expect(decision.reply?.kind == .nak)
    }

    @Test func aRenewalThatWeKnowNothingOfIsMetWithSilence() throws {
        let decision = try Server().decision(.request, machine(10, client: "10.75.0.105")) { $0.clientAddress = "10.75.0.105" }
        #expect(decision.reply == nil)
    }

    @Test func aRenewalFromAnotherNetworkOfOursIsOfThatNetwork() throws {
        var server = try Server()
        let booting = machine(10, relay: relay)
        #expect(server.boot(booting) == "10.76.0.100")
        let decision = server.decision(.request, machine(10, client: "10.76.0.100")) { $0.clientAddress = "10.76.0.100" }
        #expect(decision.reply?.kind == .ack)
        #expect(decision.changes.first?.put?.network == "remote")
    }

    @Test func aDeclinedAddressIsNotRenewed() throws {
        let server = try Server(leases: [lease("10.75.0.105", of: 10, .declined)])
        let decision = server.decision(.request, machine(10, client: "10.75.0.105")) { $0.clientAddress = "10.75.0.105" }
        #expect(decision.reply?.kind != .ack)
        #expect(decision.changes.isEmpty)
    }

    // MARK: One machine, one address

    /// The administrator gave the machine an address while it had one of the range.
    @Test func aNewAddressOfItsHostEndsTheFormerLease() throws {
        let former = lease("10.75.0.105", of: 1)
        var server = try Server(leases: [former])
        let renewal = server.answer(.request, machine(1, client: "10.75.0.105")) { $0.clientAddress = "10.75.0.105" }
        #expect(renewal.reply?.kind == .nak)
        #expect(renewal.reasons == [.fixedAddress("10.75.0.11")])
        #expect(server.boot(machine(1)) == "10.75.0.11")
        #expect(
            server.book.leases(of: .hardware(mac(1)), in: "lab").filter { $0.isHeld(at: server.now) }.map(\.address) == [
                "10.75.0.11"
            ])
        #expect(server.book.lease(at: "10.75.0.105")?.state == .released)
    }

    /// What another server gave to our host is not ours to refuse.
    @Test func aHostsAddressOfAnotherServerIsMetWithSilence() throws {
        #expect(try Server().decision(.request, machine(1)) { $0.requested = "10.75.0.105" }.reply == nil)
    }

    @Test func aNewLeaseEndsOffersToo() throws {
        var server = try Server(leases: [lease("10.75.0.104", of: 10, .offered), lease("10.75.0.105", of: 10)])
        let reply = server.answer(.request, machine(10)) {
            $0.server = ourAddress; $0.requested = "10.75.0.106"
        }.reply
        #expect(reply?.kind == .ack)
        let held = server.book.leases(limit: 10).filter { $0.isHeld(at: server.now) }
        #expect(held.map(\.address) == ["10.75.0.106"])
    }

    /// A book of a few addresses under a storm of machines: nobody's address is ever given to another.
    @Test func noAddressIsHeldTwice() throws {
        var server = try Server()
        var owners: [IPv4Address: Int] = [:]
        for number in 10..<40 {
            guard let address = server.boot(machine(number)) else { continue }
            #expect(owners.updateValue(number, forKey: address) == nil)
        }
        #expect(owners.count == 10)
        #expect(server.makePlan(machine(50)).address == .none)
    }
}
