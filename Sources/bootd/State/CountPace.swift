internal import NetworkValues

/// When the leases are counted again, while they change: of many, nobody waits for that in every second.
struct CountPace {
    /// Microseconds until the next count, for each lease that was looked at.
    private static let pause: UInt64 = 100

    private var next = BootTime(microseconds: 0)

    func isDue(at now: BootTime) -> Bool { now >= next }

    /// Notes that so many are counted now.
    mutating func counts(_ leases: Int, at now: BootTime) {
        next = now.advanced(byMicroseconds: UInt64(clamping: leases).multipliedReportingOverflow(by: Self.pause).partialValue)
    }
}
