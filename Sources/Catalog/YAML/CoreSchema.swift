import JSON

/// What plain scalars mean by the core schema of YAML 1.2 (section 10.3.2): `yes` is text, `0o17` a number.
enum CoreSchema {
    enum Unrepresentable: Error {
        /// An integer beyond 64 bits.
        case tooLarge
        /// Infinity or not a number, which JSON does not have.
        case notFinite
    }

    static func isNull(_ text: String) -> Bool { ["", "~", "null", "Null", "NULL"].contains(text) }

    static func value(ofPlain text: String) throws(Unrepresentable) -> JSONValue {
        switch text {
        case _ where isNull(text): return .null
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default: break
        }
        if let digits = integer(text) {
            guard let value = Int64(digits.text, radix: digits.radix) else { throw .tooLarge }
            return .integer(value)
        }
        guard isNumber(text) else {
            if isNotFinite(text) { throw .notFinite }
            return .string(text)
        }
        guard let value = Double(text), value.isFinite else { throw .tooLarge }
        return .number(value, text: isJSONNumber(text) ? text : "\(value)")
    }

    private static func integer(_ text: String) -> (text: String, radix: Int)? {
        if text.hasPrefix("0o"), isRun(text.dropFirst(2), of: "01234567") { return (String(text.dropFirst(2)), 8) }
        if text.hasPrefix("0x"), isRun(text.dropFirst(2), of: "0123456789abcdefABCDEF") {
            return (String(text.dropFirst(2)), 16)
        }
        return isRun(unsigned(text), of: decimals) ? (text, 10) : nil
    }

    /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
    private static func isNumber(_ text: String) -> Bool {
        let parts = unsigned(text).split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        if parts.count == 2, !isRun(unsigned(parts[1]), of: decimals) { return false }
        let mantissa = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard mantissa.count == 2 else { return isRun(parts[0], of: decimals) }
        let (whole, fraction) = (mantissa[0], mantissa[1])
        return whole.isEmpty
            ? isRun(fraction, of: decimals)
            : isRun(whole, of: decimals) && (fraction.isEmpty || isRun(fraction, of: decimals))
    }

    /// Whether a number that YAML accepts is one of JSON too: no `+`, no leading zero, digits around the point.
    private static func isJSONNumber(_ text: String) -> Bool {
        let magnitude = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let whole = magnitude.prefix { decimals.contains($0) }
        let rest = magnitude.dropFirst(whole.count)
        guard whole == "0" || (!whole.isEmpty && !whole.hasPrefix("0")) else { return false }
        return !rest.hasPrefix(".") || rest.dropFirst().first.map(decimals.contains) == true
    }

    private static func isNotFinite(_ text: String) -> Bool {
        [".inf", ".Inf", ".INF"].contains(unsigned(text)) || [".nan", ".NaN", ".NAN"].contains(text)
    }

    private static let decimals = "0123456789"

    private static func unsigned(_ text: some StringProtocol) -> Substring {
        Substring(text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...])
    }

    private static func isRun(_ text: some StringProtocol, of characters: String) -> Bool {
        !text.isEmpty && text.allSatisfy(characters.contains)
    }
}
