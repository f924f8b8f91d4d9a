import Catalog
import DHCP
import Leases
import NetworkValues
import Plan
import Testing

/// BOOTREQUESTs (RFC 951, RFC 1534).
@Suite struct BOOTPTests {
    private static let yaml = """
        networks:
          lab: {subnet: 10.75.0.0/16, range: 10.75.0.100 - 10.75.0.109, gateway: 10.75.0.1, bootp: yes, lease: 12h}
        hosts:
          node1: {mac: 52:54:00:00:00:01, address: 10.75.0.11, boot: {loaders: {x86-bios: vmunix}}}
        """

    private func client(_ number: Int) -> Machine {
        var machine = machine(number)
        machine.speaksBOOTP = true
        return machine
    }

    @Test func anAddressIsLeasedForEverAfterACheck() throws {
        var server = try Server(Self.yaml, documents: [:])
        let first = server.step(.bootp, client(10))
        #expect(first.check == "10.75.0.100")
        #expect(first.reply == nil)
        #expect(first.isForStranger)
        let decision = server.step(.bootp, client(10)) { $0.checked = AddressFinding("10.75.0.100", isInUse: false) }
        let reply = try #require(decision.reply)
        #expect((reply.kind, reply.yiaddr, reply.siaddr) == (.ack, "10.75.0.100", ourAddress))
        #expect(reply.fileText == "undionly.kpxe")
        #expect(reply.address(.router) == "10.75.0.1")
        #expect(reply.options[.leaseTime] == nil)
        let lease = try #require(decision.changes.first?.put)
        #expect((lease.state, lease.expires) == (.bound, .distantFuture))
        server.now = server.now.advanced(by: 100 * 365 * 86400)
        #expect(server.answer(.bootp, client(10)).reply?.yiaddr == "10.75.0.100")
        #expect(server.answer(.bootp, client(11)).reply?.yiaddr == "10.75.0.101")
    }

    @Test func anAddressFoundInUseIsNotGiven() throws {
        var server = try Server(Self.yaml, documents: [:])
        server.step(.bootp, client(10))
        let decision = server.step(.bootp, client(10)) { $0.checked = AddressFinding("10.75.0.100", isInUse: true) }
        #expect(decision.isFinding)
        #expect(server.answer(.bootp, client(10)).reply?.yiaddr == "10.75.0.101")
    }

    @Test func aHostHasItsOwnAddressAndFileAndNoLeaseForEver() throws {
        let decision = try Server(Self.yaml, documents: [:]).decision(.bootp, client(1))
        #expect(decision.reply?.yiaddr == "10.75.0.11")
        #expect(decision.reply?.fileText == "vmunix")
        // Another machine may become that host.
        #expect(decision.changes.first?.put?.expires == WallTime(seconds: 1_043_200))
    }

    @Test func aClientThatHasAnAddressIsToldWhatToLoad() throws {
        let decision = try Server(Self.yaml, documents: [:]).decision(.bootp, client(10)) { $0.clientAddress = "10.75.0.200" }
        #expect(decision.reply?.kind == .ack)
        #expect(decision.reply?.yiaddr == .any)
        #expect(decision.reply?.fileText == "undionly.kpxe")
        #expect(decision.changes.isEmpty)
    }

    @Test func theSameMachineHasTheSameAddressByDHCP() throws {
        var server = try Server(Self.yaml, documents: [:])
        server.answer(.bootp, client(10))
        #expect(server.boot(machine(10, .ordinary, nil)) == "10.75.0.100")
        #expect(server.book.lease(at: "10.75.0.100")?.expires == WallTime(seconds: 1_043_200))
        server.answer(.bootp, client(10))
        #expect(server.book.lease(at: "10.75.0.100")?.expires == .distantFuture)
    }

    @Test func aHostThatHadADynamicAddressGivesItBack() throws {
        let before = lease("10.75.0.105", of: 1, until: .distantFuture)
        var server = try Server(Self.yaml, documents: [:], leases: [before])
        #expect(server.answer(.bootp, client(1)).reply?.yiaddr == "10.75.0.11")
        #expect(server.book.lease(at: "10.75.0.105")?.state == .released)
    }

    @Test func withoutTheKeyThereIsSilenceWithAReason() throws {
        let decision = try Server().decision(.bootp, client(10))
        #expect(decision.reply == nil)
        #expect(decision.check == nil)
        #expect(decision.changes.isEmpty)
        let reason = try #require(decision.reasons.first?.description)
        #expect(reason.contains("network lab does not answer without bootp: yes (/etc/bootd/bootd.yaml:2:3)"))
        #expect(try Server().decision(.bootp, client(1)).reply == nil, "hosts neither")
    }

    @Test func ofTwoNetworksOnALinkTheOneWithTheKeyAnswers() throws {
        let yaml = """
            networks:
              dhcp: {subnet: 10.75.0.0/16, link: rack, range: 10.75.0.100 - 10.75.0.109}
              old: {subnet: 10.76.0.0/16, link: rack, range: 10.76.0.100 - 10.76.0.109, bootp: yes}
            """
        var server = try Server(yaml, documents: [:])
        #expect(server.answer(.bootp, client(10)).reply?.yiaddr == "10.76.0.100")
    }

    @Test func neitherAProxyNorTheBootServersPortAnswers() throws {
        let proxy = try Server("networks: {lab: {subnet: 10.75.0.0/16, mode: proxy}}", documents: [:])
        #expect(proxy.decision(.bootp, client(10)).reply == nil)
        #expect(try Server(Self.yaml, documents: [:]).decision(.bootp, client(10)) { $0.port = 4011 }.reply == nil)
    }
}
