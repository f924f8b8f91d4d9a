internal import Glibc
public import NetworkValues

/// A moment as a calendar and a clock on the wall show it.
public struct CalendarTime: Hashable, Sendable {
    /// Where the clock hangs: here (TZ, /etc/localtime), or where it shows UTC.
    public enum Zone: Sendable {
        case here, utc
    }

    public let year: Int
    public let month: Int
    public let day: Int
    public let hour: Int
    public let minute: Int
    public let second: Int

    /// Nil when the year is beyond what the system can count.
    public init?(_ moment: WallTime, in zone: Zone = .here) {
        var seconds = time_t(moment.seconds)
        var local = unsafe tm()
        let isCounted =
            switch zone {
            case .here: unsafe localtime_r(&seconds, &local) != nil
            case .utc: unsafe gmtime_r(&seconds, &local) != nil
            }
        guard isCounted else { return nil }
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
    public var description: String { "\(date) \(clock)" }

    /// `2026-11-23T12:00:01Z`, for a moment in UTC (RFC 3339 section 5.6).
    public var timestamp: String { "\(date)T\(clock)Z" }

    private var date: String { "\(year)-\(Self.two(month))-\(Self.two(day))" }
    private var clock: String { "\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second))" }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
