import DHCP
import Leases
import NetworkValues
import Plan
import Testing

/// What machines get after the leases were lost at 1,000,000; leases last 43,200 seconds.
struct RecoveryTests {
    private func server(at now: WallTime = 1_000_000, leases: [Lease] = []) throws -> Server {
        var server = try Server(leases: leases)
        server.book.recovered = 1_000_000
        server.now = now
        return server
    }

    private func renewal(_ address: IPv4Address, of number: Int = 10, _ server: Server) -> DHCPDecision {
        server.decision(.request, machine(number, client: address)) { $0.clientAddress = address }
    }

    @Test(arguments: [(999_999, nil), (1_000_000, .ack), (1_043_199, .ack), (1_043_200, nil)] as [(WallTime, DHCPReply.Kind?)])
    func renewalsAreHonouredUntilALeaseGivenBeforeHasRunOut(now: WallTime, kind: DHCPReply.Kind?) throws {
        let decision = try renewal("10.75.0.105", server(at: now))
        #expect(decision.reply?.kind == kind)
        #expect(decision.reasons == [kind == nil ? .unknownAddress("10.75.0.105") : .leaseLost("10.75.0.105")])
        #expect(decision.changes.map(\.put?.state) == (kind == nil ? [] : [.bound]))
    }

    @Test func aMachineThatStartsAgainIsMetWithSilence() throws {
        #expect(try server().decision(.request, machine(10)) { $0.requested = "10.75.0.105" }.reply == nil)
    }

    @Test(arguments: ["10.75.0.103", "10.75.0.11", "10.75.0.1"] as [IPv4Address])
    func whatAnotherHasIsRefused(address: IPv4Address) throws {
        let decision = try renewal(address, server(leases: [lease("10.75.0.103", of: 11)]))
        #expect(decision.reply?.kind == .nak)
    }

    @Test func anAddressThatWeDoNotLeaseIsMetWithSilence() throws {
        #expect(try renewal("10.75.200.1", server()).reply == nil)
    }
}
