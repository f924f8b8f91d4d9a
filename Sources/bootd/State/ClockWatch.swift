internal import NetworkValues

/// Notices when the calendar clock is set, by the clock that no one sets.
struct ClockWatch {
    /// Less than this is drift, or the adjustment of a good time server.
    static let tolerance: Int64 = 10

    private var offset: Int64?

    /// By how many seconds the calendar clock was set on since the last look; nil when it was not.
    mutating func step(wall: WallTime, boot: BootTime) -> Int64? {
        let now = wall.advanced(by: -Int64(clamping: boot.microseconds / 1_000_000)).seconds
        defer { offset = now }
        guard let before = offset else { return nil }
        let step = WallTime(seconds: before).distance(to: WallTime(seconds: now))
        return step.magnitude > Self.tolerance ? step : nil
    }
}
