internal import LinuxIO
internal import NetworkValues

/// Times as people say them.
enum TimeText {
    private static let units: [(seconds: UInt64, name: String)] = [
        (365 * 86_400, "y"), (86_400, "d"), (3600, "h"), (60, "min"), (1, "s"),
    ]

    /// A length of time in its largest unit and the next: `11 h 58 min`.
    static func duration(seconds: UInt64) -> String {
        guard let first = units.firstIndex(where: { $0.seconds <= seconds }) else { return "0 s" }
        var text = "\(seconds / units[first].seconds) \(units[first].name)"
        if let next = units.dropFirst(first + 1).first {
            let rest = seconds % units[first].seconds / next.seconds
            if rest > 0 { text += " \(rest) \(next.name)" }
        }
        return text
    }

    /// A moment as seen from now: `in 11 h 58 min`, `4 s ago`.
    static func relative(_ moment: WallTime, to now: WallTime) -> String {
        if moment == .distantFuture { return "never" }
        let distance = now.distance(to: moment)
        if distance == 0 { return "now" }
        let length = duration(seconds: distance.magnitude)
        return distance > 0 ? "in \(length)" : "\(length) ago"
    }

    /// A moment for machines to read, `2026-11-23T12:00:01Z`; nil when it never comes.
    static func utc(_ moment: WallTime) -> String? {
        moment == .distantFuture ? nil : CalendarTime(moment, in: .utc)?.timestamp
    }

    /// The time from a boot's first step to another: `+0.35 s`, in whole seconds when it is long.
    static func step(microseconds: Int) -> String {
        let hundredths = (microseconds.magnitude + 5000) / 10_000
        let sign = microseconds < 0 && hundredths > 0 ? "-" : "+"
        guard hundredths < 100_000 else { return "\(sign)\(hundredths / 100) s" }
        let fraction = hundredths % 100
        return "\(sign)\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) s"
    }
}
