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
