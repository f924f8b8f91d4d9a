public import NetworkValues

/// Dates in HTTP headers (RFC 9110 section 5.6.7).
public enum HTTPDate {
    /// The date as `Sun, 06 Nov 1994 08:49:37 GMT`; outside of the years 1 to 9999, the nearest that can be written.
    public static func text(_ time: WallTime) -> String {
        let seconds = min(max(time.seconds, -62_135_596_800), 253_402_300_799)
        let (days, second) = floorDivision(seconds, by: 86_400)
        let (year, month, day) = civil(days)
        let weekday = weekdays[Int(floorDivision(days + 3, by: 7).rest)]
        let clock = [second / 3600, second / 60 % 60, second % 60].map { digits($0, 2) }.joined(separator: ":")
        return "\(weekday), \(digits(day, 2)) \(months[Int(month) - 1]) \(digits(year, 4)) \(clock) GMT"
    }

    /// Reads the preferred form and the two obsolete ones; nil for anything else.
    ///
    /// Those are `Sunday, 06-Nov-94 08:49:37 GMT`, with years 1970 to 2069, and `Sun Nov  6 08:49:37 1994`.
    public static func parse(_ text: String) -> WallTime? {
        guard text.utf8.count <= 40 else { return nil }
        var parts = text.split { $0 == " " || $0 == "," || $0 == "-" }[...]
        guard let weekday = parts.popFirst(), weekdays.contains(where: weekday.hasPrefix) else { return nil }
        if parts.count == 4, let clock = parts.dropLast().last { parts = [parts[2], parts[1], parts[4], clock, "GMT"] }
        guard parts.count == 5, parts.popLast() == "GMT" else { return nil }
        let fields = Array(parts)
        guard let day = number(fields[0], 1...2), let month = months.firstIndex(of: String(fields[1])),
            let year = number(fields[2], 4...4) ?? number(fields[2], 2...2).map({ $0 + ($0 < 70 ? 2000 : 1900) }),
            let second = secondOfDay(fields[3])
        else { return nil }
        let days = days(year, Int64(month) + 1, day)
        guard civil(days) == (year, Int64(month) + 1, day) else { return nil }
        return WallTime(seconds: days * 86_400 + second)
    }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func secondOfDay(_ text: Substring) -> Int64? {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false).compactMap { number($0, 2...2) }
        guard fields.count == 3, fields[0] < 24, fields[1] < 60, fields[2] <= 60 else { return nil }
        return fields[0] * 3600 + fields[1] * 60 + fields[2]
    }

    private static func number(_ text: Substring, _ width: ClosedRange<Int>) -> Int64? {
        let isDigits = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isDigits && width.contains(text.utf8.count) ? Int64(text) : nil
    }

    private static func digits(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    private static func floorDivision(_ number: Int64, by divisor: Int64) -> (quotient: Int64, rest: Int64) {
        let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }

    // The Gregorian calendar in years that begin in March, so that the leap day comes last;
    // 719,468 days lie between the first of March of the year 0 and 1970.

    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month > 2 ? year : year - 1
        let (era, yearOfEra) = floorDivision(year, by: 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivision(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}
