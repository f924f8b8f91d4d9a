import NetworkValues
import Testing

@testable import bootd

struct CountPaceTests {
    private func at(_ microseconds: UInt64) -> BootTime { BootTime(microseconds: 5_000_000 + microseconds) }

    @Test func theFirstCountIsDue() {
        #expect(CountPace().isDue(at: BootTime(microseconds: 0)))
    }

    /// A few are counted in each second, in which the supervisor looks; 60,000 every six seconds.
    @Test(arguments: [(0, 0), (1, 100), (10_000, 1_000_000), (60_000, 6_000_000)] as [(Int, UInt64)])
    func theMoreThereAreTheSeldomerTheyAreCounted(leases: Int, pause: UInt64) {
        var pace = CountPace()
        pace.counts(leases, at: at(0))
        if pause > 0 { #expect(!pace.isDue(at: at(pause - 1))) }
        #expect(pace.isDue(at: at(pause)))
        pace.counts(10, at: at(pause))
        #expect(!pace.isDue(at: at(pause + 999)))
        #expect(pace.isDue(at: at(pause + 1000)))
    }
}
