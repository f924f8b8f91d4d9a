import NetworkValues

/// A network that loses, doubles and delays datagrams, the same way for the same seed.
struct SimulatedNetwork {
    enum End: Sendable {
        case client
        case server
    }

    struct Faults: Sendable {
        /// Chances in a hundred.
        var loss = 0
        var duplication = 0
        /// Chance in a hundred to be three times as long on the way, and so to be overtaken.
        var detour = 0
        /// Microseconds on the way; drawn from a wide range, they leave hardly two datagrams in order.
        var delay: ClosedRange<UInt64> = 200...200
    }

    private struct Datagram {
        let arrival: BootTime
        let to: End
        let octets: [UInt8]
    }

    private let faults: Faults
    private var generator: SeededGenerator
    /// By arrival, and by departure where that is the same.
    private var underWay: [Datagram] = []

    init(_ faults: Faults, seed: UInt64) {
        self.faults = faults
        generator = SeededGenerator(seed: seed)
    }

    var nextArrival: BootTime? { underWay.first?.arrival }

    mutating func send(_ octets: [UInt8], to end: End, now: BootTime) {
        guard !chance(faults.loss) else { return }
        deliver(octets, to: end, now: now)
        if chance(faults.duplication) { deliver(octets, to: end, now: now) }
    }

    mutating func receive() -> (to: End, octets: [UInt8])? {
        underWay.isEmpty ? nil : { ($0.to, $0.octets) }(underWay.removeFirst())
    }

    private mutating func deliver(_ octets: [UInt8], to end: End, now: BootTime) {
        let delay = UInt64.random(in: faults.delay, using: &generator)
        let arrival = now.advanced(byMicroseconds: chance(faults.detour) ? 3 * delay : delay)
        let index = underWay.lastIndex { $0.arrival <= arrival }.map { $0 + 1 } ?? 0
        underWay.insert(Datagram(arrival: arrival, to: end, octets: octets), at: index)
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &generator) < percent
    }
}
