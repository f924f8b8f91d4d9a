import NetworkValues
import Testing

@testable import Leases

@Test func aGradualDictionaryHoldsWhatADictionaryDoes() {
    var gradual = GradualDictionary<IPv4Address, Int>()
    var plain: [IPv4Address: Int] = [:]
    var random = SystemRandomNumberGenerator()
    gradual.reserveCapacity(100)
    for step in 0..<5000 {
        let key = IPv4Address(rawValue: UInt32.random(in: 0..<1000, using: &random))
        switch step % 5 {
        case 0: (gradual[key], plain[key]) = (nil, nil)
        case 1:
            gradual[key, default: 7] += step
            plain[key, default: 7] += step
        default: (gradual[key], plain[key]) = (step, step)
        }
        #expect(gradual[key] == plain[key])
    }
    #expect(gradual.count == plain.count)
    #expect(gradual.count { $0 % 2 == 0 } == plain.values.count { $0 % 2 == 0 })
    #expect(Set(gradual.keys) == Set(plain.keys))
    #expect(gradual.values.sorted() == plain.values.sorted())
    #expect(gradual.mapValues { $0 + 1 }.values.sorted() == plain.values.map { $0 + 1 }.sorted())
}

/// Addresses that follow each other, and those of every network's first; cards of one maker.
private let populations: [(String, [UInt64])] = [
    ("addresses in a row", (0..<60_000).map { 0x0A4B_0000 + $0 }),
    ("an address of each network", (0..<60_000).map { 0x0A00_0001 + $0 << 8 }),
    ("cards in a row", (0..<60_000).map { 0x5254_0000_0000 + $0 }),
    ("every fourth card", (0..<60_000).map { 0x5254_0000_0000 + $0 << 2 }),
]

private struct Number: PartKey {
    let part: UInt64
}

/// A part that doubles is moved in whole while machines wait: it must be a small part of them all, at every time.
@Test(arguments: populations)
func noPartHoldsMuchMoreThanItsShare(name: String, numbers: [UInt64]) {
    var gradual = GradualDictionary<Number, Int>()
    var capacities = gradual.parts.map(\.capacity)
    var moved: [Int] = []
    for number in numbers {
        gradual[Number(part: number)] = 0
        let now = gradual.parts.map(\.capacity)
        guard now != capacities else { continue }
        moved.append(zip(capacities, zip(now, gradual.parts)).reduce(0) { $0 + ($1.0 == $1.1.0 ? 0 : $1.1.1.count) })
        capacities = now
    }
    #expect(gradual.count == 60_000)
    #expect(gradual.parts.count == 64)
    // 938 on average.
    let counts = gradual.parts.map(\.count)
    #expect((counts.min() ?? 0) > 800, "\(name)")
    #expect((counts.max() ?? .max) < 1100, "\(name)")
    // Never more than one part at a time, and of no more than a sixtieth of all.
    #expect((moved.max() ?? .max) < 1000, "\(name)")
}
