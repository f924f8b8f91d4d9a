internal import LinuxIO
internal import NetworkValues
internal import Store

extension ClockReading {
    /// Less than this is drift, or the adjustment of a good time server.
    static let tolerance: Int64 = 10
    /// November 2026: a clock that shows an earlier time than this program's has not been set.
    static let earliest = WallTime(seconds: 1_793_491_200)

    private static let thisBoot = Boot.identifier() ?? .random(in: .min ... .max)

    static func now() -> ClockReading { ClockReading(wall: .now(), elapsed: .now(), boot: thisBoot) }

    init(wall: WallTime, elapsed: BootTime, boot: Int64) {
        let lead = wall.advanced(by: -Int64(clamping: elapsed.microseconds / 1_000_000)).seconds
        self.init(wall: wall, lead: lead, boot: boot)
    }

    /// By how many seconds the calendar clock was set on since an earlier reading; nil when it was not.
    ///
    /// How much time went by between two starts of the machine nobody knows: only that it did not go back, and that it took
    /// no clock from the years before this program to the present.
    func step(since earlier: ClockReading) -> Int64? {
        if boot == earlier.boot {
            let step = WallTime(seconds: earlier.lead).distance(to: WallTime(seconds: lead))
            return step.magnitude > Self.tolerance ? step : nil
        }
        let isSetAtLast = earlier.wall < Self.earliest && wall >= Self.earliest
        return wall < earlier.wall || isSetAtLast ? earlier.wall.distance(to: wall) : nil
    }
}
