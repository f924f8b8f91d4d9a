import NetworkValues
import Testing

@testable import bootd

@Suite struct ClockWatchTests {
    /// Looks at both clocks, in seconds; the last answer.
    private func step(_ looks: (wall: Int64, boot: UInt64)...) -> Int64? {
        var watch = ClockWatch()
        var step: Int64?
        for look in looks {
            step = watch.step(wall: WallTime(seconds: look.wall), boot: BootTime(microseconds: look.boot * 1_000_000))
        }
        return step
    }

    @Test func theFirstLookTellsNothing() { #expect(step((1_000_000, 5)) == nil) }

    @Test(arguments: [0, 1, -1, 10, -10])
    func aClockThatIsNotSetTellsNothing(drift: Int64) {
        #expect(step((1000, 5), (1100 + drift, 105)) == nil)
    }

    @Test(arguments: [11, -11, 3600, 10 * 365 * 86400, -10 * 365 * 86400])
    func aStepIsSeenOnceAndExactly(seconds: Int64) {
        #expect(step((1_000_000_000, 5), (1_000_000_100 + seconds, 105)) == seconds)
        #expect(step((1_000_000_000, 5), (1_000_000_100 + seconds, 105), (1_000_000_101 + seconds, 106)) == nil)
    }

    @Test func theEndsOfTheNumbersHold() {
        #expect(step((.max, 0), (.min, .max / 1_000_000)) == .min)
        #expect(step((.min, 0), (.max, 0)) == .max)
    }
}
