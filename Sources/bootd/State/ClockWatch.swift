internal import NetworkValues
internal import Store

/// Notices when the calendar clock is set, and tells which leases move along.
struct ClockWatch {
    struct Step: Equatable {
        let seconds: Int64
        /// Leases that began earlier stay as they are.
        var first = WallTime.distantPast
    }

    /// As the clock was when it was last looked at.
    private(set) var clock: ClockReading
    /// When leases were last written before this boot of the machine, until the clock is set for the first time.
    private var beforeBoot: WallTime?

    /// last: the clock by which leases were last written.
    init(_ clock: ClockReading, last: ClockReading?) {
        self.clock = clock
        if let last, last.boot != clock.boot { beforeBoot = last.wall }
    }

    /// Whether the clock was set since the last look.
    mutating func look(_ now: ClockReading) -> Step? {
        let step = now.step(since: clock)
        clock = now
        guard let step else { return nil }
        defer { beforeBoot = nil }
        // It was ahead when the machine started, and is right again: by it the leases from before were written.
        if step < 0, let beforeBoot, beforeBoot <= now.wall { return Step(seconds: step, first: beforeBoot.advanced(by: 1)) }
        return Step(seconds: step)
    }
}
