import JSON

/// How `eq`, `lt` and their like compare: numbers by value, strings by their octets.
enum Comparison {
    static func equal(_ left: JSONValue, _ right: JSONValue) throws(Refusal) -> Bool {
        switch (left, right) {
        case (.null, .null): return true
        case (.null, _), (_, .null): return false
        case (.bool(let left), .bool(let right)): return left == right
        case (.string(let left), .string(let right)): return left.utf8.elementsEqual(right.utf8)
        default:
            guard let order = numericOrder(left, right) else { throw incomparable(left, right) }
            return order == 0
        }
    }

    static func less(_ left: JSONValue, _ right: JSONValue) throws(Refusal) -> Bool {
        if case (.string(let left), .string(let right)) = (left, right) {
            return left.utf8.lexicographicallyPrecedes(right.utf8)
        }
        guard let order = numericOrder(left, right) else { throw incomparable(left, right) }
        return order < 0
    }

    private static func incomparable(_ left: JSONValue, _ right: JSONValue) -> Refusal {
        Refusal(message: "cannot compare \(left.kindName) with \(right.kindName)")
    }

    /// Negative, zero or positive as `left` is less, equal or greater; nil unless both are numbers.
    private static func numericOrder(_ left: JSONValue, _ right: JSONValue) -> Int? {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): sign(left, right)
        case (.number(let left, _), .number(let right, _)): sign(left, right)
        case (.integer(let left), .number(let right, _)): order(left, right)
        case (.number(let left, _), .integer(let right)): -order(right, left)
        default: nil
        }
    }

    private static func sign<Number: Comparable>(_ left: Number, _ right: Number) -> Int {
        left < right ? -1 : left == right ? 0 : 1
    }

    /// Compares without rounding the integer. (`rounded` would bring the C library's mathematics in.)
    private static func order(_ left: Int64, _ right: Double) -> Int {
        guard right >= -0x1p63, right < 0x1p63 else { return right > 0 ? -1 : 1 }
        let whole = Int64(right)
        return left == whole ? sign(Double(whole), right) : sign(left, whole)
    }
}
