import DHCP
import Leases
import NetworkValues
import Plan
import Testing

/// DECLINE, RELEASE and INFORM (RFC 2131 sections 4.3.3 to 4.3.5).
@Suite struct ReturnTests {
    // MARK: DECLINE

    @Test func aDeclinedAddressIsSetAsideForADay() throws {
        var server = try Server()
        let booted = server.boot(machine(10))
        let address = try #require(booted)
        let decision = server.answer(.decline, machine(10)) {
            $0.requested = address; $0.server = ourAddress
        }
        #expect(decision.reply == nil)
        let lease = try #require(server.book.lease(at: address))
        #expect(lease.state == .declined)
        #expect(lease.expires == server.now.advanced(by: 24 * 3600))
        #expect(server.boot(machine(10)) == "10.75.0.101")
        #expect(server.boot(machine(11)) == "10.75.0.102")
    }

    /// Its machine would find it in use again and again.
    @Test func aHostWhoseAddressIsInUseGetsAnotherForAWhile() throws {
        var server = try Server()
        #expect(server.boot(machine(1)) == "10.75.0.11")
        let decision = server.answer(.decline, machine(1)) { $0.requested = "10.75.0.11" }
        #expect(decision.reasons == [.fixedAddressDeclined("10.75.0.11")])
        #expect(server.boot(machine(1)) == "10.75.0.100")
        #expect(server.makePlan(machine(1)).reasons.contains(.fixedAddressSetAside("10.75.0.11")))
        server.now = server.now.advanced(by: 600)
        #expect(server.boot(machine(1)) == "10.75.0.11")
        #expect(server.book.lease(at: "10.75.0.100")?.isHeld(at: server.now) == false)
    }

    @Test(arguments: ["10.75.0.103", "10.75.0.104", "10.75.0.109", "10.77.0.1"] as [IPv4Address])
    func nobodyDeclinesWhatItDoesNotHold(address: IPv4Address) throws {
        let server = try Server(leases: [lease("10.75.0.103", of: 11), lease("10.75.0.104", of: 10, until: 500)])
        let decision = server.decision(.decline, machine(10)) { $0.requested = address }
        #expect(decision.changes.isEmpty)
        #expect(decision.reasons == [.notItsLease(address)])
    }

    @Test func aDeclineForAnotherServerIsNotOurs() throws {
        let server = try Server(leases: [lease("10.75.0.105", of: 10)])
        let decision = server.decision(.decline, machine(10)) {
            $0.requested = "10.75.0.105"; $0.server = "10.75.0.9"
        }
        #expect(decision.changes.isEmpty)
        #expect(decision.reasons == [.otherServer("10.75.0.9")])
    }

    @Test func aDeclineThatNamesNothingChangesNothing() throws {
        let decision = try Server(leases: [lease("10.75.0.105", of: 10)]).decision(.decline, machine(10))
        #expect(decision.changes.isEmpty)
        #expect(decision.reasons == [.nothingAsked])
    }

    // MARK: RELEASE

    @Test func aReleasedAddressIsFreeAndRemembered() throws {
        var server = try Server()
        let booted = server.boot(machine(10))
        let address = try #require(booted)
        let decision = server.answer(.release, machine(10, client: address)) {
            $0.clientAddress = address; $0.server = ourAddress
        }
        #expect(decision.reply == nil)
        #expect(decision.changes.map(\.isDurable) == [true])
        #expect(!server.book.isHeld(address, at: server.now))
        #expect(server.boot(machine(10)) == address)
    }

    @Test(arguments: ["10.75.0.103", "10.75.0.104", "10.75.0.109"] as [IPv4Address])
    func nobodyReleasesWhatItDoesNotHave(address: IPv4Address) throws {
        let server = try Server(leases: [lease("10.75.0.103", of: 11), lease("10.75.0.104", of: 10, .declined)])
        let decision = server.decision(.release, machine(10, client: address)) { $0.clientAddress = address }
        #expect(decision.changes.isEmpty)
        #expect(decision.reasons == [.notItsLease(address)])
    }

    @Test func aReleaseToAnotherServerIsNotOurs() throws {
        let server = try Server(leases: [lease("10.75.0.105", of: 10)])
        let decision = server.decision(.release, machine(10)) {
            $0.clientAddress = "10.75.0.105"; $0.server = "10.75.0.9"
        }
        #expect(decision.changes.isEmpty)
    }

    @Test func aReleaseWithoutAnAddressChangesNothing() throws {
        let decision = try Server(leases: [lease("10.75.0.105", of: 10)]).decision(.release, machine(10))
        #expect(decision.changes.isEmpty)
        #expect(decision.reasons == [.nothingAsked])
    }

    // MARK: INFORM

    @Test func whoHasAnAddressIsToldTheRest() throws {
        let decision = try Server().decision(.inform, machine(10, .ordinary, nil, client: "10.75.9.9")) {
            $0.clientAddress = "10.75.9.9"
        }
        let reply = try #require(decision.reply)
        #expect(reply.kind == .ack)
        #expect(reply.yiaddr == .any)
        #expect(reply.options[.leaseTime] == nil)
        #expect(reply.options[.renewalTime] == nil)
        #expect(reply.options[.rebindingTime] == nil)
        #expect(reply.address(.router) == "10.75.0.1")
        #expect(decision.changes.isEmpty)
    }
}
