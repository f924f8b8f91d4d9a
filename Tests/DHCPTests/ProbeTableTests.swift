import NetworkValues
import Testing

@testable import DHCP

private let other = MACAddress(rawValue: 0x5254_0000_0099)
private let ours = MACAddress(rawValue: 0x5254_0000_00FE)
private let onLink = ProbeTable.Target(given, .arp(interface: 2))
private let routed = ProbeTable.Target(given, .icmp)
private let asking = ProbeTable.Client(client, interface: 2, relay: .any)
private let duration = 400

/// Milliseconds after a moment that lies on no round number.
private func at(_ milliseconds: UInt64) -> BootTime { BootTime(microseconds: 1_003_000 + milliseconds * 1000) }

private func machine(_ number: UInt64) -> ProbeTable.Client {
    ProbeTable.Client(MACAddress(rawValue: 0x5254_0100_0000 + number), interface: 2, relay: .any)
}

private func address(_ number: UInt32) -> IPv4Address { IPv4Address(rawValue: IPv4Address(10, 75, 1, 0).rawValue + number) }

private func reply(_ address: IPv4Address, from hardware: MACAddress) -> ARPPacket {
    ARPPacket(.reply, senderHardware: hardware, sender: address, targetHardware: ours, target: .any)
}

/// The table by reference, for `#expect` calls what it checks on a constant.
private final class Checks {
    private(set) var table = ProbeTable(identifier: 7)

    func begin(
        _ target: ProbeTable.Target, for client: ProbeTable.Client = asking, taking milliseconds: Int = duration,
        at now: BootTime
    ) -> ProbeTable.Action? {
        table.begin(target, for: client, taking: milliseconds, at: now)
    }

    func heard(_ packet: ARPPacket, on interface: UInt32 = 2) -> ProbeTable.Action? {
        table.heard(packet, on: interface, own: ours)
    }

    func heard(_ echo: ICMPEcho, from source: IPv4Address) -> ProbeTable.Action? { table.heard(echo, from: source) }
    func timePassed(at now: BootTime) -> [ProbeTable.Action] { table.timePassed(at: now) }

    var deadline: BootTime? { table.deadline }
    var count: Int { table.count }
}

@Suite struct ProbeTableTests {
    private let checks = Checks()
    private let first = ICMPEcho(identifier: 7, sequence: 1)

    @Test func anAddressThatNobodyAnswersForIsFree() {
        #expect(checks.deadline == nil)
        #expect(checks.begin(onLink, at: at(0)) == .ask(onLink, first))
        #expect(checks.deadline == at(157))
        #expect(checks.timePassed(at: at(156)) == [])
        #expect(checks.timePassed(at: at(157)) == [.ask(onLink, first)])
        #expect(checks.deadline == at(407))
        #expect(checks.count == 1)
        #expect(checks.timePassed(at: at(407)) == [.finish(asking, onLink, inUse: false)])
        #expect(checks.deadline == nil)
        #expect(checks.count == 0)
    }

    @Test func aMomentThatIsRoundStaysAsItIs() {
        _ = checks.begin(onLink, at: BootTime(microseconds: 10_000))
        #expect(checks.deadline == BootTime(microseconds: 160_000))
    }

    /// A look that comes late finds the end, and asks nobody any more.
    @Test func whoIsLateAsksNotAgain() {
        _ = checks.begin(onLink, at: at(0))
        #expect(checks.timePassed(at: at(2000)) == [.finish(asking, onLink, inUse: false)])
    }

    @Test func aCheckThatEndsBeforeItsRepetitionHasNone() {
        _ = checks.begin(onLink, taking: 100, at: at(0))
        #expect(checks.timePassed(at: at(107)) == [.finish(asking, onLink, inUse: false)])
    }

    @Test(arguments: [(Int.min, 57), (0, 57), (Int.max, 1007)] as [(Int, UInt64)])
    func whatACheckMayTakeIsBounded(asked: Int, taken: UInt64) {
        _ = checks.begin(onLink, taking: asked, at: at(0))
        _ = checks.timePassed(at: at(taken - 1))
        #expect(checks.count == 1)
        #expect(checks.timePassed(at: at(taken)) == [.finish(asking, onLink, inUse: false)])
    }

    @Test func whoeverAnswersHasTheAddress() {
        _ = checks.begin(onLink, at: at(0))
        #expect(checks.heard(reply(given, from: other)) == .finish(asking, onLink, inUse: true))
        #expect(checks.count == 0)
        #expect(checks.deadline == nil)
        #expect(checks.heard(reply(given, from: other)) == nil)
    }

    @Test func whoeverProbesForItTooWantsIt() {
        _ = checks.begin(onLink, at: at(0))
        #expect(
            checks.heard(.probe(for: given, from: other)) == .finish(asking, onLink, inUse: true))
    }

    @Test func whatTellsNothingOfTheAddressIsPassedOver() {
        _ = checks.begin(onLink, at: at(0))
        // The client itself, we ourselves, another address, another link.
        #expect(checks.heard(reply(given, from: client)) == nil)
        #expect(checks.heard(.probe(for: given, from: client)) == nil)
        #expect(checks.heard(.probe(for: given, from: ours)) == nil)
        #expect(checks.heard(reply(server, from: other)) == nil)
        #expect(checks.heard(reply(given, from: other), on: 3) == nil)
        // A router that looks for the address's last holder, and a ping that nobody sent.
        let question = ARPPacket(
            .request, senderHardware: other, sender: server, targetHardware: MACAddress(rawValue: 0), target: given)
        #expect(checks.heard(question) == nil)
        #expect(checks.heard(first, from: given) == nil)
        #expect(checks.count == 1)
    }

    @Test func anEchoIsKnownByItsIdentifierItsSequenceAndItsSource() {
        #expect(checks.begin(routed, at: at(0)) == .ask(routed, first))
        #expect(checks.heard(ICMPEcho(identifier: 8, sequence: 1), from: given) == nil)
        #expect(checks.heard(ICMPEcho(identifier: 7, sequence: 2), from: given) == nil)
        #expect(checks.heard(first, from: server) == nil)
        #expect(checks.heard(reply(given, from: other)) == nil)
        #expect(checks.heard(first, from: given) == .finish(asking, routed, inUse: true))
    }

    @Test func everyCheckHasASequenceOfItsOwnAlsoWhenTheyBeginAnew() {
        var seen: [UInt16] = []
        for _ in 0...UInt32(UInt16.max) + 1 {
            guard case .ask(_, let echo)? = checks.begin(routed, at: at(0)) else { break }
            seen.append(echo.sequence)
            _ = checks.heard(echo, from: given)
        }
        #expect(seen.count == 65_537)
        #expect(Set(seen).count == 65_536)
        #expect(seen.last == 1)
    }

    @Test func aClientAndAnAddressHaveOneCheckAtATime() {
        _ = checks.begin(onLink, at: at(0))
        #expect(checks.begin(.init(server, .icmp), at: at(1)) == nil)
        #expect(checks.begin(onLink, for: machine(1), at: at(1)) == nil)
        // The same machine behind a relay, or on another link, is a client of its own.
        let elsewhere = ProbeTable.Client(client, interface: 2, relay: server)
        #expect(checks.begin(routed, for: elsewhere, at: at(1)) != nil)
        #expect(checks.count == 2)
    }

    @Test func noMoreThanSoManyAreOut() {
        for number in 0..<ProbeTable.capacity {
            let target = ProbeTable.Target(address(UInt32(number)), .arp(interface: 2))
            #expect(checks.begin(target, for: machine(UInt64(number)), at: at(0)) != nil)
        }
        #expect(checks.begin(onLink, at: at(0)) == nil)
        #expect(checks.count == ProbeTable.capacity)
        #expect(checks.timePassed(at: at(157)).count == ProbeTable.capacity)
        #expect(checks.timePassed(at: at(407)).count == ProbeTable.capacity)
        #expect(checks.begin(onLink, at: at(408)) != nil)
    }

    @Test func checksOfDifferentAgesEachTakeTheirOwnTime() {
        let late = ProbeTable.Target(address(1), .icmp)
        _ = checks.begin(onLink, at: at(0))
        _ = checks.begin(late, for: machine(1), at: at(100))
        let second = ICMPEcho(identifier: 7, sequence: 2)
        #expect(checks.timePassed(at: at(157)) == [.ask(onLink, first)])
        #expect(checks.deadline == at(257))
        #expect(checks.timePassed(at: at(257)) == [.ask(late, second)])
        #expect(checks.timePassed(at: at(407)) == [.finish(asking, onLink, inUse: false)])
        #expect(checks.timePassed(at: at(507)) == [.finish(machine(1), late, inUse: false)])
    }

    /// One that is over early leaves a deadline behind that brings nothing, and then the right one.
    @Test func aDeadlineThatHasLostItsCheckBringsNothing() {
        let late = ProbeTable.Target(address(1), .icmp)
        _ = checks.begin(onLink, at: at(0))
        _ = checks.begin(late, for: machine(1), at: at(100))
        _ = checks.heard(reply(given, from: other))
        #expect(checks.timePassed(at: at(157)) == [])
        #expect(checks.deadline == at(257))
    }
}
