import Catalog
import NetworkValues
import Plan
import Testing

/// How many strangers are answered.
struct DiscoverGateTests {
    private static func attachment(_ interface: String = "eth0", relay: IPv4Address? = nil, circuit: UInt8? = nil) -> Place {
        var attachment = Place(interface: interface, local: ourAddress, relay: relay)
        attachment.relayPort = RelayPort(circuitID: circuit.map { [$0] }, remoteID: nil)
        return attachment
    }

    private func limits(_ interface: Int, _ relayPort: Int) throws -> DiscoverLimits {
        try readCatalog("limits: {interface: \(interface), relay_port: \(relayPort)}", documents: [:]).limits
    }

    private func at(_ milliseconds: UInt64) -> BootTime { BootTime(microseconds: 1_000_000_000 + milliseconds * 1000) }

    private func admitted(
        _ count: Int, _ gate: inout DiscoverGate, _ limits: DiscoverLimits, at now: BootTime,
        from source: (Int) -> Place = { _ in attachment() }
    ) -> Int {
        (0..<count).filter { gate.admits(source($0), limits, at: now) }.count
    }

    @Test func soManyASecondPassAndTwiceAsManyAtOnce() throws {
        var gate = DiscoverGate()
        let limits = try limits(10, 0)
        #expect(admitted(100, &gate, limits, at: at(0)) == 20)
        #expect(admitted(100, &gate, limits, at: at(99)) == 0)
        #expect(admitted(100, &gate, limits, at: at(1000)) == 10)
        #expect(admitted(100, &gate, limits, at: at(1_000_000)) == 20)
        let rest = (0..<100).reduce(0) { sum, step in sum + admitted(5, &gate, limits, at: at(1_000_000 + UInt64(step) * 100)) }
        #expect(rest == 99)
    }

    @Test func eachInterfaceAndEachPortHasItsOwn() throws {
        var gate = DiscoverGate()
        let limits = try limits(100, 1)
        #expect(admitted(10, &gate, limits, at: at(0)) { _ in Self.attachment(relay: relay, circuit: 1) } == 2)
        #expect(admitted(10, &gate, limits, at: at(0)) { _ in Self.attachment(relay: relay, circuit: 2) } == 2)
        #expect(admitted(10, &gate, limits, at: at(0)) { _ in Self.attachment(relay: "10.77.0.1", circuit: 1) } == 2)
        #expect(admitted(500, &gate, limits, at: at(0)) == 194)
        #expect(admitted(500, &gate, limits, at: at(0)) { _ in Self.attachment("eth1") } == 200)
    }

    @Test func aRelayThatTellsNoPortSpeaksForANetwork() throws {
        var gate = DiscoverGate()
        let limits = try limits(100, 1)
        #expect(admitted(500, &gate, limits, at: at(0)) { _ in Self.attachment(relay: relay) } == 200)
    }

    @Test func zeroIsNoLimit() throws {
        var gate = DiscoverGate()
        #expect(try admitted(10_000, &gate, limits(0, 0), at: at(0)) { _ in Self.attachment(relay: relay, circuit: 1) } == 10_000)
    }

    @Test func portsThatAreMadeUpAreHeldBackByTheInterface() throws {
        var gate = DiscoverGate()
        let passed = try admitted(20_000, &gate, limits(1000, 20), at: at(0)) { number in
            Self.attachment(relay: IPv4Address(rawValue: UInt32(number)), circuit: UInt8(truncatingIfNeeded: number))
        }
        #expect(passed == 2000)
    }

    @Test func theHighestLimitTheLowestAndAClockThatStandsStillAreTaken() throws {
        var gate = DiscoverGate()
        #expect(try admitted(1000, &gate, limits(1_000_000, 1_000_000), at: BootTime(microseconds: .max)) == 1000)
        var other = DiscoverGate()
        #expect(try admitted(10, &other, limits(1, 1), at: BootTime(microseconds: 0)) == 2)
    }
}
