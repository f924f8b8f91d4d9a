public import NetworkValues

/// When replies may leave: a few at once, then a moment's pause.
///
/// A commit lets hundreds of them go, and a relay with the buffer of a stock kernel loses what comes beyond some two hundred.
public struct ReplyPace: Sendable {
    /// So many leave without a pause.
    public static let group = 32
    /// In microseconds.
    public static let pause: UInt64 = 250

    private var left = Self.group
    private var begin = BootTime(microseconds: 0)

    public init() {}

    /// Whether one more reply may leave at `now`; then it counts.
    public mutating func admits(at now: BootTime) -> Bool {
        if now.microseconds(since: begin) >= Self.pause { (begin, left) = (now, Self.group) }
        guard left > 0 else { return false }
        left -= 1
        return true
    }

    /// When the next one may leave after one that may not.
    public var next: BootTime { begin.advanced(byMicroseconds: Self.pause) }
}
