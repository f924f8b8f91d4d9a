/// A moment of the calendar clock, in whole seconds since 1970 (UTC).
public struct WallTime: Hashable, Comparable, Sendable {
    public let seconds: Int64

    public static let distantPast = WallTime(seconds: .min)
    public static let distantFuture = WallTime(seconds: .max)

    public init(seconds: Int64) {
        self.seconds = seconds
    }

    /// The moment so many seconds later; the ends of the numbers hold.
    public func advanced(by seconds: Int64) -> WallTime {
        let (sum, overflow) = self.seconds.addingReportingOverflow(seconds)
        return WallTime(seconds: overflow ? (seconds < 0 ? .min : .max) : sum)
    }

    /// Seconds from this moment until `later`; the ends of the numbers hold.
    public func distance(to later: WallTime) -> Int64 {
        let (difference, overflow) = later.seconds.subtractingReportingOverflow(seconds)
        return overflow ? (later.seconds < seconds ? .min : .max) : difference
    }

    public static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }
}

/// A moment of the clock that no one sets (CLOCK_BOOTTIME), in microseconds.
public struct BootTime: Hashable, Comparable, Sendable {
    public let microseconds: UInt64

    /// Later than any other; never comes.
    public static let distantFuture = BootTime(microseconds: .max)

    public init(microseconds: UInt64) {
        self.microseconds = microseconds
    }

    /// The moment so many microseconds later.
    public func advanced(byMicroseconds microseconds: UInt64) -> BootTime {
        let (sum, overflow) = self.microseconds.addingReportingOverflow(microseconds)
        return BootTime(microseconds: overflow ? .max : sum)
    }

    /// Microseconds from `earlier` until this moment; 0 when that is not earlier.
    public func microseconds(since earlier: BootTime) -> UInt64 {
        microseconds > earlier.microseconds ? microseconds &- earlier.microseconds : 0
    }

    public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
}
