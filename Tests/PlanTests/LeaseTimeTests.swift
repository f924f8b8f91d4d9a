import Catalog
import DHCP
import Leases
import NetworkValues
import Plan
import Testing

/// How long leases and offers last, and who is answered at all.
struct LeaseTimeTests {
    private func server(_ keys: String, _ more: String = "", leases: [Lease] = []) throws -> Server {
        try Server(
            "networks: {lab: {subnet: 10.75.0.0/16, range: 10.75.0.100 - 10.75.0.109, probe: no, \(keys)}}\n\(more)",
            documents: [:], leases: leases)
    }

    @Test(
        arguments: [
            (nil, 7200), (60, 600), (600, 600), (5000, 5000), (86_400, 86_400), (90_000, 86_400), (UInt32.max, 86_400), (0, 600),
        ] as [(UInt32?, UInt32)])
    func whatAClientAsksForIsBounded(asked: UInt32?, given: UInt32) throws {
        let server = try server("lease: {default: 2h, least: 10m, most: 24h}")
        let reply = server.decision(.discover, machine(10, .ordinary, nil)) { $0.leaseSeconds = asked }.reply
        #expect(reply?.number(.leaseTime) == given)
        #expect(reply?.number(.renewalTime) == given / 2)
        #expect(reply?.number(.rebindingTime) == given - given / 8)
    }

    @Test(arguments: [(.pxe, 900), (.http, 900), (.ipxe, 900), (.ordinary, 43_200)] as [(BootClient.Kind, UInt32)])
    func aMachineInItsFirmwareGetsAShortLease(kind: BootClient.Kind, seconds: UInt32) throws {
        var server = try server("lease: {default: 12h, firmware: 15m}")
        let machine = machine(10, kind, .x64UEFI)
        #expect(server.answer(.discover, machine).reply?.number(.leaseTime) == seconds)
        server.boot(machine)
        let lease = try #require(server.book.lease(at: "10.75.0.100"))
        #expect(server.now.distance(to: lease.expires) == Int64(seconds))
    }

    @Test(arguments: [(10_000, 10_000), (900, 900), (100, 900), (90_000, 43_200)] as [(Int64, UInt32)])
    func aLongerLeaseStays(left: Int64, given: UInt32) throws {
        let held = lease("10.75.0.105", of: 10, until: WallTime(seconds: 1_000_000 + left))
        var server = try server("lease: {default: 12h, firmware: 15m}", leases: [held])
        let reply = server.answer(.discover, machine(10)).reply
        #expect(reply?.yiaddr == "10.75.0.105")
        #expect(reply?.number(.leaseTime) == given)
        server.boot(machine(10))
        let after = try #require(server.book.lease(at: "10.75.0.105"))
        #expect(server.now.distance(to: after.expires) == Int64(given))
    }

    @Test func anOfferIsHeldForTheConfiguredTime() throws {
        var server = try server("offer: 30s")
        server.answer(.discover, machine(10))
        let offer = try #require(server.book.lease(at: "10.75.0.100"))
        #expect(server.now.distance(to: offer.expires) == 30)
    }

    // MARK: Strangers

    @Test func aFloodOfStrangersCannotTakeTheRangeFromHostsAndFormerHolders() throws {
        var server = try server(
            "lease: 12h", "hosts: {n1: {mac: 52:54:00:00:00:01}}", leases: [lease("10.75.0.105", of: 10, until: 5)])
        for number in 1000..<2000 { server.answer(.discover, machine(number)) }
        #expect(server.answer(.discover, machine(5000)).reply != nil)
        #expect(server.boot(machine(1)) != nil)
        #expect(server.boot(machine(10)) != nil)
        #expect(server.boot(machine(6000, .ordinary, nil)) != nil)
    }

    @Test func whatStrangersWereOfferedIsForTheNextOne() throws {
        var server = try server("lease: 12h")
        #expect(server.answer(.discover, machine(10)).isForStranger)
        #expect(server.book.lease(at: "10.75.0.100")?.isRecyclable == true)
        server.boot(machine(10))
        #expect(server.book.lease(at: "10.75.0.100")?.isRecyclable == false)
        server.now = server.now.advanced(by: 90_000)
        #expect(!server.answer(.discover, machine(10)).isForStranger)
        #expect(server.book.lease(at: "10.75.0.100")?.isRecyclable == false)
        #expect(!server.answer(.discover, machine(10)).isForStranger)
    }

    @Test func whoAsksForAnAddressWithoutAnOfferIsAStrangerToo() throws {
        var server = try server("lease: 12h")
        let ask: (inout DHCPFacts) -> Void = {
            $0.requested = "10.75.0.100"
            $0.server = ourAddress
        }
        #expect(server.decision(.request, machine(10), ask).isForStranger)
        server.answer(.discover, machine(10))
        #expect(!server.answer(.request, machine(10), ask).isForStranger)
        #expect(!server.answer(.request, machine(10), ask).isForStranger)
    }

    // MARK: Others on our port

    @Test(arguments: [("server", "no", false), ("server", "yes", true), ("proxy", "no", true)])
    func besideAnotherServerOfThisHostWeAreSilentUnlessTold(mode: String, share: String, isAnswered: Bool) throws {
        let range = mode == "server" ? ", range: 10.75.0.100 - 10.75.0.109" : ""
        let server = try Server(
            "share_port: \(share)\nnetworks: {lab: {subnet: 10.75.0.0/16, mode: \(mode)\(range)}}", documents: [:])
        var machine = machine(10)
        #expect(server.decision(.discover, machine).reply != nil)
        machine.attachment.isShared = true
        let decision = server.decision(.discover, machine)
        #expect((decision.reply != nil) == isAnswered)
        #expect(decision.reasons.contains(.portIsShared) == !isAnswered)
        if !isAnswered { #expect(decision.changes.isEmpty && decision.check == nil) }
    }

    // MARK: Rapid commit

    @Test(arguments: [("yes", true, true), ("yes", false, false), ("no", true, false)])
    func aLeaseAtOnceIsForThoseWhoAskWhereItIsConfigured(configured: String, asks: Bool, commits: Bool) throws {
        var server = try server("rapid_commit: \(configured)")
        let decision = server.answer(.discover, machine(10)) { $0.takesRapidCommit = asks }
        #expect(decision.reply?.kind == (commits ? .ack : .offer))
        #expect(decision.reply?.options.contains(.rapidCommit) == commits)
        #expect(server.book.lease(at: "10.75.0.100")?.state == (commits ? .bound : .offered))
        #expect(decision.changes.contains { $0.isDurable } == commits)
    }
}
