import NetworkValues
import Store
import Testing

@testable import bootd

@Suite struct ClockReadingTests {
    private static let tenYears: Int64 = 10 * 365 * 86400

    private func reading(_ wall: Int64, after elapsed: UInt64, boot: Int64 = 7) -> ClockReading {
        ClockReading(wall: WallTime(seconds: wall), elapsed: BootTime(microseconds: elapsed * 1_000_000), boot: boot)
    }

    @Test(arguments: [0, 1, -1, 10, -10])
    func aClockThatIsNotSetTellsNothing(drift: Int64) {
        #expect(reading(1100 + drift, after: 105).step(since: reading(1000, after: 5)) == nil)
    }

    @Test(arguments: [11, -11, 3600, tenYears, -tenYears])
    func aStepIsSeenExactly(seconds: Int64) {
        #expect(reading(1_000_000_100 + seconds, after: 105).step(since: reading(1_000_000_000, after: 5)) == seconds)
    }

    @Test func theEndsOfTheNumbersHold() {
        #expect(reading(.min, after: .max / 1_000_000).step(since: reading(.max, after: 0)) == .min)
        #expect(reading(.max, after: 0).step(since: reading(.min, after: 0)) == .max)
        #expect(reading(.min, after: 0).step(since: reading(.max, after: 0, boot: 1)) == .min)
        #expect(reading(.max, after: 0).step(since: reading(.min, after: 0, boot: 1)) == .max)
    }

    private static let present: Int64 = 1_800_000_000

    /// The clock before the start of the machine and after it, and what is made of that.
    @Test(
        arguments: [
            (present, present + tenYears, nil), (present, present, nil), (present, present - 1, -1),
            (present, 60, 60 - present), (60, present, present - 60), (60, 3600, nil), (3600, 60, -3540),
            (1_793_491_199, 1_793_491_200, 1), (1_793_491_200, 1_793_491_201, nil),
        ] as [(Int64, Int64, Int64?)])
    func betweenTwoBootsAClockMayOnlyGoOn(before: Int64, after: Int64, step: Int64?) {
        for boot in [0, 1] as [Int64] {
            #expect(reading(after, after: 5).step(since: reading(before, after: 9, boot: boot)) == step)
        }
    }

    @Test func theClocksOfThisMachineAreOfOneBoot() {
        let (first, second) = (ClockReading.now(), ClockReading.now())
        #expect(first.boot == second.boot)
        #expect(first.boot != 0)
    }
}
