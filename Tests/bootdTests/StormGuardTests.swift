import NetworkValues
import Testing

@testable import bootd

@Suite struct StormGuardTests {
    private func second(_ number: UInt64, _ milliseconds: UInt64 = 0) -> BootTime {
        BootTime(microseconds: number * 1_000_000 + milliseconds * 1000)
    }

    @Test func aBurstIsWrittenAndTheRestCounted() {
        var storm = StormGuard(perSecond: 3)
        let decisions = (0..<6).map { storm.decide(at: second(7, UInt64($0))) }
        #expect(decisions == Array(repeating: .write(suppressed: 0), count: 3) + Array(repeating: .suppress, count: 3))
        #expect(storm.decide(at: second(8)) == .write(suppressed: 3))
        #expect(storm.decide(at: second(8)) == .write(suppressed: 0))
    }

    @Test func whatWasSuppressedIsToldWheneverTheStormIsOver() {
        var storm = StormGuard(perSecond: 1)
        _ = storm.decide(at: second(7))
        _ = storm.decide(at: second(7))
        #expect(storm.decide(at: second(1000)) == .write(suppressed: 1))
    }
}
