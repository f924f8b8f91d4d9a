import Contract
import NetworkValues
import Testing

@testable import bootd

/// What is remembered by reference, for `#expect` calls what it checks on a constant.
private final class Memory {
    private(set) var neighbours = Neighbours()

    func note(_ server: IPv4Address, on interface: String = "eth0", gives address: IPv4Address? = nil, at second: UInt64) -> Bool
    {
        neighbours.note(OtherServerInfo(server: server, interface: interface, address: address), at: time(second))
    }

    func servers(at second: UInt64) -> [OtherServerInfo] { neighbours.servers(at: time(second)).map(\.info) }
    func seen(at second: UInt64) -> [UInt64] { neighbours.servers(at: time(second)).map { $0.seen.microseconds / 1_000_000 } }

    private func time(_ second: UInt64) -> BootTime { BootTime(microseconds: second * 1_000_000) }
}

@Suite struct NeighboursTests {
    private let memory = Memory()

    @Test func aServerIsNewsOnceAnHourOnEachInterface() {
        #expect(memory.note("10.75.0.9", at: 0))
        #expect(!memory.note("10.75.0.9", at: 3599))
        #expect(memory.note("10.75.0.9", on: "eth1", at: 3599))
        #expect(memory.note("10.75.0.8", at: 3599))
        #expect(memory.note("10.75.0.9", at: 3600))
        #expect(!memory.note("10.75.0.9", at: 3601))
    }

    @Test func whatWasSeenLastIsToldUntilItIsAnHourOld() {
        _ = memory.note("10.75.0.9", gives: "10.75.0.50", at: 0)
        _ = memory.note("10.75.0.9", gives: "10.75.0.51", at: 60)
        _ = memory.note("10.75.0.8", at: 100)
        #expect(
            memory.servers(at: 100) == [
                OtherServerInfo(server: "10.75.0.8", interface: "eth0", address: nil),
                OtherServerInfo(server: "10.75.0.9", interface: "eth0", address: "10.75.0.51"),
            ])
        #expect(memory.seen(at: 100) == [100, 60])
        #expect(memory.servers(at: 3660).map(\.server) == ["10.75.0.8"])
        #expect(memory.servers(at: 3700) == [])
    }

    @Test func whoMakesServersUpIsNotFollowed() {
        for number in 0..<UInt32(Neighbours.capacity) { #expect(memory.note(IPv4Address(rawValue: 1 + number), at: 0)) }
        #expect(!memory.note("10.75.0.9", at: 3599))
        #expect(memory.servers(at: 3599).count == Neighbours.capacity)
        #expect(memory.note("10.75.0.9", at: 3600))
        #expect(memory.servers(at: 3600).map(\.server) == ["10.75.0.9"])
    }
}
