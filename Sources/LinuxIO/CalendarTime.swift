internal import Glibc
public import NetworkValues

/// A moment as the calendar and the clock on the wall show it here (TZ, /etc/localtime).
public struct CalendarTime: Hashable, Sendable {
    public let year: Int
    public let month: Int
    public let day: Int
    public let hour: Int
    public let minute: Int
    public let second: Int

    /// Nil when the year is beyond what the system can count.
    public init?(_ moment: WallTime) {
        var seconds = time_t(moment.seconds)
        var local = unsafe tm()
        guard unsafe localtime_r(&seconds, &local) != nil else { return nil }
        year = unsafe Int(local.tm_year) + 1900
        month = unsafe Int(local.tm_mon) + 1
        day = unsafe Int(local.tm_mday)
        hour = unsafe Int(local.tm_hour)
        minute = unsafe Int(local.tm_min)
        second = unsafe Int(local.tm_sec)
    }
}

/// `2026-11-23 12:00:01`, which sorts and which everybody reads alike.
extension CalendarTime: CustomStringConvertible {
    public var description: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day)) \(two(hour)):\(two(minute)):\(two(second))"
    }
}
