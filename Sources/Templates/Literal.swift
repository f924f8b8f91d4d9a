import JSON

/// Numbers and quoted strings as Go writes them.
enum Literal {
    /// Whether `scalar` may go on a number whose last sign is `previous`.
    static func isNumber(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?) -> Bool {
        if scalar == "+" || scalar == "-" { return previous == nil || previous == "e" || previous == "E" }
        return scalar == "." || isWord(scalar)
    }

    /// The number that `text` writes: decimal, `0x`, `0o`, `0b`, octal after a zero, or with a fraction or an exponent.
    static func number(_ text: String) -> JSONValue? {
        let negative = text.hasPrefix("-")
        let unsigned = negative || text.hasPrefix("+") ? text.dropFirst() : text[...]
        if let integer = integer(unsigned, negative: negative) { return .integer(integer) }
        let written = (negative ? "-" : "") + unsigned
        let marks = unsigned.unicodeScalars.filter { !isDigit($0) }
        guard marks.contains(where: { $0 == "." || $0 == "e" || $0 == "E" }),
            marks.allSatisfy({ ".eE+-".unicodeScalars.contains($0) }),
            let value = Double(written), value.isFinite
        else { return nil }
        return .number(value, text: written)
    }

    private static func integer(_ unsigned: Substring, negative: Bool) -> Int64? {
        var digits = unsigned
        var radix = 10
        if unsigned.hasPrefix("0"), unsigned.utf8.count > 1 {
            let mark = unsigned.dropFirst().prefix(1).lowercased()
            radix = ["x": 16, "o": 8, "b": 2][mark] ?? 8
            digits = unsigned.dropFirst(isDigit(mark.unicodeScalars.first) ? 1 : 2)
        }
        guard digits.unicodeScalars.first.map(isWord) == true else { return nil }
        return Int64((negative ? "-" : "") + digits, radix: radix)
    }

    /// The text between double quotes with its escapes resolved; nil when one is unknown or cut short.
    static func unescaped(_ scalars: ArraySlice<Unicode.Scalar>) -> String? {
        var octets: [UInt8] = []
        var rest = scalars
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                octets += UTF8.encode(scalar).map(Array.init) ?? []
                continue
            }
            guard let escaped = takeEscape(&rest) else { return nil }
            octets += escaped
        }
        return String(decoding: octets, as: UTF8.self)
    }

    /// Takes what follows a backslash; the octets that it stands for.
    private static func takeEscape(_ rest: inout ArraySlice<Unicode.Scalar>) -> [UInt8]? {
        if let first = rest.first, ("0"..."7").contains(first) {
            return takeCode(&rest, digits: 3, radix: 8).flatMap { UInt8(exactly: $0) }.map { [$0] }
        }
        switch rest.popFirst() {
        case "a": return [7]
        case "b": return [8]
        case "f": return [12]
        case "n": return [10]
        case "r": return [13]
        case "t": return [9]
        case "v": return [11]
        case "\\": return [UInt8(ascii: "\\")]
        case "\"": return [UInt8(ascii: "\"")]
        case "x": return takeCode(&rest, digits: 2, radix: 16).flatMap { UInt8(exactly: $0) }.map { [$0] }
        case "u": return takeCode(&rest, digits: 4, radix: 16).flatMap(encoded)
        case "U": return takeCode(&rest, digits: 8, radix: 16).flatMap(encoded)
        default: return nil
        }
    }

    private static func takeCode(_ rest: inout ArraySlice<Unicode.Scalar>, digits: Int, radix: Int) -> UInt32? {
        let code = rest.prefix(digits)
        rest = rest.dropFirst(digits)
        guard code.count == digits, code.first != "+", code.first != "-" else { return nil }
        return UInt32(string(code), radix: radix)
    }

    private static func encoded(_ code: UInt32) -> [UInt8]? {
        Unicode.Scalar(code).flatMap { UTF8.encode($0) }.map(Array.init)
    }
}
