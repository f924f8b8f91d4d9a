import Catalog
import DHCP
import Leases
import NetworkValues
import Plan
import Testing

/// The check whether an address is in use that goes before an offer.
struct CheckTests {
    private let stranger = machine(10)

    private func found(_ address: IPv4Address, isInUse: Bool) -> (inout DHCPFacts) -> Void {
        { $0.checked = AddressFinding(address, isInUse: isInUse) }
    }

    @Test func anAddressThatNobodyHadIsLookedForBeforeItIsOffered() throws {
        var server = try Server()
        let first = server.step(.discover, stranger)
        #expect(first.reply == nil)
        #expect(first.check == "10.75.0.100")
        #expect(server.book.lease(at: "10.75.0.100")?.state == .probing)
        let second = server.step(.discover, stranger, found("10.75.0.100", isInUse: false))
        #expect(second.check == nil)
        #expect(second.reply?.yiaddr == "10.75.0.100")
        #expect(server.book.lease(at: "10.75.0.100")?.state == .offered)
        #expect(server.step(.discover, stranger).reply?.yiaddr == "10.75.0.100")
    }

    @Test func whileItIsLookedForNobodyElseGetsIt() throws {
        var server = try Server()
        server.step(.discover, stranger)
        #expect(server.step(.discover, machine(11)).check == "10.75.0.101")
    }

    @Test(arguments: [(0, nil), (1, "10.75.0.100")] as [(Int64, IPv4Address?)])
    func aMachineThatAsksAgainMeanwhileWaits(after seconds: Int64, check: IPv4Address?) throws {
        var server = try Server()
        server.step(.discover, stranger)
        server.now = server.now.advanced(by: seconds)
        let decision = server.step(.discover, stranger)
        #expect(decision.reply == nil)
        #expect(decision.check == check)
        #expect(decision.reasons == [.checking("10.75.0.100")])
    }

    @Test func anAddressInUseIsSetAsideAndTheNextOneIsTried() throws {
        var server = try Server()
        server.step(.discover, stranger)
        let finding = server.step(.discover, stranger, found("10.75.0.100", isInUse: true))
        #expect(finding.isFinding)
        #expect(finding.reply == nil && finding.check == nil)
        #expect(finding.reasons == [.foundInUse("10.75.0.100")])
        let setAside = try #require(server.book.lease(at: "10.75.0.100"))
        #expect(setAside.state == .inUse)
        #expect(setAside.expires == server.now.advanced(by: 86_400))
        #expect(finding.changes.allSatisfy { $0.isDurable })
        #expect(server.step(.discover, stranger).check == "10.75.0.101")
        server.now = server.now.advanced(by: 86_399)
        #expect(server.book.isHeld("10.75.0.100", at: server.now))
        server.now = server.now.advanced(by: 1)
        #expect(!server.book.isHeld("10.75.0.100", at: server.now))
    }

    @Test(
        arguments: [
            ("10.75.0.105", true), ("10.75.0.105", false), ("10.75.0.11", true), ("192.0.2.1", true), ("10.75.0.100", true),
        ] as [(IPv4Address, Bool)])
    func findingsThatNobodyAskedForChangeNothing(address: IPv4Address, isInUse: Bool) throws {
        var server = try Server(leases: [lease("10.75.0.105", of: 99)])
        let before = server.book.leases(limit: .max)
        let decision = server.step(.discover, stranger, found(address, isInUse: isInUse))
        #expect(decision.check == "10.75.0.100")
        #expect(!decision.isFinding)
        #expect(server.book.leases(limit: .max).filter { $0.address != "10.75.0.100" } == before)
    }

    @Test func aFindingThatComesTooLateIsLookedForAgain() throws {
        var server = try Server()
        server.step(.discover, stranger)
        server.now = server.now.advanced(by: 5)
        server.book.expire(at: server.now)
        #expect(server.step(.discover, stranger, found("10.75.0.100", isInUse: false)).check == "10.75.0.100")
    }

    @Test func hostsWithAnAddressAndFormerHoldersAreOfferedAtOnce() throws {
        var server = try Server(leases: [lease("10.75.0.103", of: 10, until: 5)])
        #expect(server.step(.discover, machine(1)).reply?.yiaddr == "10.75.0.11")
        #expect(server.step(.discover, stranger).reply?.yiaddr == "10.75.0.103")
        #expect(server.step(.discover, stranger).reply?.yiaddr == "10.75.0.103")
    }

    @Test func anAddressThatAnotherHeldIsLookedFor() throws {
        var server = try Server(
            leases: (0...9).map { lease(IPv4Address(rawValue: 0x0A4B_0064 + $0), of: 20 + Int($0), until: 5) })
        #expect(server.step(.discover, stranger).check == "10.75.0.100")
    }

    @Test(
        arguments: [
            (nil, nil, true), (nil, relay, false), ("yes", nil, true), ("yes", relay, true), ("no", nil, false),
            ("no", relay, false),
        ] as [(String?, IPv4Address?, Bool)])
    func checksAreForLinksOfOursUnlessConfigured(probe: String?, relay: IPv4Address?, checks: Bool) throws {
        let key = probe.map { ", probe: \($0)" } ?? ""
        var server = try Server(
            """
            networks:
              lab: {subnet: 10.75.0.0/16, range: 10.75.0.100 - 10.75.0.109\(key)}
              remote: {subnet: 10.76.0.0/24, range: 10.76.0.100 - 10.76.0.109\(key)}
            """, documents: [:])
        let decision = server.step(.discover, machine(10, relay: relay))
        #expect((decision.check != nil) == checks)
        #expect((decision.reply != nil) == !checks)
    }

    @Test func declinesAndFindsAreBoundedAndItIsSaid() throws {
        var server = try Server()
        var reasons: [Reason] = []
        for number in 0..<8 {
            guard let address = server.step(.discover, machine(10 + number)).check else { break }
            reasons += server.step(.discover, machine(10 + number), found(address, isInUse: true)).reasons
        }
        let setAside = server.book.leases(limit: .max).filter { $0.state == .inUse && $0.isHeld(at: server.now) }
        #expect(setAside.count == 2)
        let network = try #require(server.catalog.networks.first)
        #expect(reasons.contains(.comesBack("10.75.0.100", network)))
        #expect("\(Reason.comesBack("10.75.0.100", network))".contains("/etc/bootd/bootd.yaml:2:"))
    }

    @Test(arguments: ["10m", "48h"])
    func theTimeThatAnAddressIsSetAsideIsConfigured(time: String) throws {
        var server = try Server(
            "networks: {lab: {subnet: 10.75.0.0/16, range: 10.75.0.100 - 10.75.0.109, probe: no, set_aside: \(time)}}",
            documents: [:])
        server.boot(stranger)
        let decision = server.answer(.decline, stranger) { $0.requested = "10.75.0.100" }
        #expect(decision.reply == nil)
        let held = try #require(server.book.lease(at: "10.75.0.100"))
        #expect(held.state == .declined)
        #expect(server.now.distance(to: held.expires) == (time == "10m" ? 600 : 48 * 3600))
    }

    @Test func anotherServersOfferTakesACheckedAddressBackToo() throws {
        var server = try Server()
        server.step(.discover, stranger)
        server.answer(.request, stranger) {
            $0.requested = "10.75.0.200"
            $0.server = "10.75.0.9"
        }
        server.book.expire(at: server.now)
        #expect(server.book.count == 0)
    }

    // MARK: REQUEST

    private static let authoritative = """
        networks:
          lab: {subnet: 10.75.0.0/16, range: 10.75.0.100 - 10.75.0.109, authoritative: yes, probe: yes}
        hosts:
          node1: {mac: 52:54:00:00:00:01, address: 10.75.0.11}
        """

    private func ask(
        _ address: IPv4Address, of server: IPv4Address? = nil, _ more: @escaping (inout DHCPFacts) -> Void = { _ in }
    ) -> (inout DHCPFacts) -> Void {
        { facts in
            facts.requested = address
            facts.server = server
            more(&facts)
        }
    }

    @Test(arguments: [ourAddress, nil] as [IPv4Address?])
    func whatWasNeverOfferedIsLookedForBeforeItIsLeased(named: IPv4Address?) throws {
        var server = try Server(Self.authoritative, documents: [:], leases: [lease("10.75.0.104", of: 11, until: 500)])
        for address: IPv4Address in ["10.75.0.103", "10.75.0.104"] {
            let first = server.step(.request, stranger, ask(address, of: named))
            #expect(first.check == address)
            #expect(first.reply == nil)
            #expect(first.isForStranger == (address == "10.75.0.103"))
            #expect(first.changes.allSatisfy { !$0.isDurable })
            let again = server.step(.request, stranger, ask(address, of: named))
            #expect(again.reply == nil && again.check == nil)
            let second = server.step(.request, stranger, ask(address, of: named, found(address, isInUse: false)))
            #expect(second.reply?.kind == .ack)
            #expect(second.reply?.yiaddr == address)
        }
        #expect(server.book.leases(limit: .max).filter { $0.isHeld(at: server.now) }.map(\.address) == ["10.75.0.104"])
    }

    @Test(arguments: [ourAddress, nil] as [IPv4Address?])
    func whatIsInUseIsSetAsideAndRefused(named: IPv4Address?) throws {
        var server = try Server(Self.authoritative, documents: [:])
        server.step(.request, stranger, ask("10.75.0.103", of: named))
        let finding = server.step(.request, stranger, ask("10.75.0.103", of: named, found("10.75.0.103", isInUse: true)))
        #expect(finding.isFinding)
        #expect(server.book.lease(at: "10.75.0.103")?.state == .inUse)
        #expect(server.step(.request, stranger, ask("10.75.0.103", of: named)).reply?.kind == .nak)
    }

    @Test func whoHoldsAnAddressOrHadItLastIsNotLookedFor() throws {
        var server = try Server(
            Self.authoritative, documents: [:], leases: [lease("10.75.0.103", of: 10), lease("10.75.0.104", of: 12, until: 500)])
        #expect(server.step(.request, stranger, ask("10.75.0.103")).reply?.kind == .ack)
        #expect(server.step(.request, machine(12), ask("10.75.0.104")).reply?.kind == .ack)
        #expect(server.step(.request, machine(1), ask("10.75.0.11")).reply?.kind == .ack)
        #expect(server.answer(.discover, machine(13)).reply?.yiaddr == "10.75.0.100")
        #expect(server.step(.request, machine(13), ask("10.75.0.100", of: ourAddress)).reply?.kind == .ack)
    }

    @Test func aRequestBeforeTheCheckOfTheOfferIsOverWaits() throws {
        var server = try Server()
        #expect(server.step(.discover, stranger).check == "10.75.0.100")
        #expect(server.step(.request, stranger, ask("10.75.0.100", of: ourAddress)).reasons == [.checking("10.75.0.100")])
        #expect(server.step(.request, stranger, ask("10.75.0.100")).reply == nil)
    }

    @Test func aMachineHasOneAddressLookedForAtATime() throws {
        var server = try Server(Self.authoritative, documents: [:])
        for address: IPv4Address in ["10.75.0.103", "10.75.0.104", "10.75.0.105"] {
            #expect(server.step(.request, stranger, ask(address)).check == address)
            server.book.expire(at: server.now)
        }
        #expect(server.book.leases(limit: .max).map(\.address) == ["10.75.0.105"])
    }

    @Test func aRenewalOfALostLeaseIsLookedForOnItsLinkOnly() throws {
        let address: IPv4Address = "10.75.0.105"
        for (attachment, checks) in [
            (Place(interface: "eth0", local: ourAddress, client: address), true),
            (Place(interface: "eth0", local: ourAddress, addresses: ["10.77.0.1"], client: address), false),
            (Place(interface: "eth0", local: ourAddress, relay: "10.75.0.7", client: address), false),
        ] {
            var server = try Server(Self.authoritative, documents: [:])
            server.book.recovered = server.now
            var client = stranger
            client.attachment = attachment
            let first = server.step(.request, client) { $0.clientAddress = address }
            #expect(first.check == (checks ? address : nil))
            let last = server.step(.request, client) { facts in
                facts.clientAddress = address
                facts.checked = AddressFinding(address, isInUse: false)
            }
            #expect(last.reply?.kind == .ack)
            #expect(last.reasons == (checks ? [.leaseLost(address)] : []))
        }
    }

    /// Whoever found it in use has no claim to it.
    @Test func anAddressThatWasSetAsideIsLookedForWhoeverAsks() throws {
        var server = try Server(
            leases: (0...9).map { lease(IPv4Address(rawValue: 0x0A4B_0064 + $0), of: 10, .declined, until: 5) })
        #expect(server.step(.discover, stranger).check == "10.75.0.100")
    }
}
