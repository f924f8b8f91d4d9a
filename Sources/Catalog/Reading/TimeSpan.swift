/// Spans of time as people write them.
enum TimeSpan {
    private static let units: [Character: UInt32] = ["s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604_800]

    /// The span in the largest unit that it is a multiple of.
    static func text(_ seconds: UInt32) -> String {
        let unit = units.filter { seconds.isMultiple(of: $1) }.max { $0.value < $1.value }
        return unit.map { "\(seconds / $0.value)\($0.key)" } ?? "\(seconds)s"
    }

    /// At least one second, and less than DHCP's sign for "for ever" (2^32 - 1).
    static func seconds(_ text: String) -> UInt32? {
        var (total, number): (UInt32, UInt32?) = (0, nil)
        for character in text + (text.last?.isNumber == true ? "s" : "") {
            if character.isASCII, let digit = character.wholeNumberValue {
                guard let next = UInt32("\(number ?? 0)\(digit)") else { return nil }
                number = next
                continue
            }
            guard let unit = units[character], let count = number else { return nil }
            let (product, isTooLarge) = count.multipliedReportingOverflow(by: unit)
            let (sum, overflow) = total.addingReportingOverflow(product)
            guard !isTooLarge, !overflow else { return nil }
            (total, number) = (sum, nil)
        }
        return number == nil && total > 0 && total < .max ? total : nil
    }
}
