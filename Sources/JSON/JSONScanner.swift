/// Checks what json-c lets through: literals other than RFC 8259's, loose numbers, integers beyond 64 bits, control
/// characters and NUL in names, depth. The grammar between the tokens is json-c's to check. It walks, never recurses.
struct JSONScanner {
    /// How many names the text holds, in all its objects.
    private(set) var names = 0
    /// Whether it is ASCII, which is UTF-8 without a look at it.
    private(set) var isASCII = true
    private let depthLimit: Int
    private var depth = 0
    private var offset = 0

    init(depthLimit: Int) {
        self.depthLimit = depthLimit
    }

    mutating func scan(_ text: Span<UInt8>) throws(JSONError) {
        while offset < text.count {
            switch text[offset] {
            case UInt8(ascii: "\""):
                try scanString(text)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                if depth > depthLimit { throw .tooDeep(limit: depthLimit) }
                offset += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                offset += 1
            case UInt8(ascii: ":"):
                names += 1
                offset += 1
            case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
                offset += 1
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                try scanNumber(text)
            case UInt8(ascii: "t"):
                try scanLiteral("true", text)
            case UInt8(ascii: "f"):
                try scanLiteral("false", text)
            case UInt8(ascii: "n"):
                try scanLiteral("null", text)
            default:
                throw .malformed("no JSON token", offset: offset)
            }
        }
    }

    private mutating func scanString(_ text: Span<UInt8>) throws(JSONError) {
        let start = offset
        var hasNUL = false
        var index = start + 1
        while index < text.count {
            let octet = text[index]
            index += 1
            if octet == UInt8(ascii: "\"") {
                offset = index
                if hasNUL, isName(text) { throw .malformed("NUL in a name", offset: start) }
                return
            }
            if octet >= 0x80 {
                isASCII = false
            } else if octet == UInt8(ascii: "\\") {
                if Self.isNULEscape(text, at: index) { hasNUL = true }
                index += 1
            } else if octet < 0x20 {
                throw .malformed("control character in a string", offset: index - 1)
            }
        }
        throw .malformed("string without an end", offset: start)
    }

    /// Whether the octets after a backslash, from `index` on, are `u0000`.
    private static func isNULEscape(_ text: Span<UInt8>, at index: Int) -> Bool {
        guard text.count - index >= 5, text[index] == UInt8(ascii: "u") else { return false }
        return (1...4).allSatisfy { text[index + $0] == UInt8(ascii: "0") }
    }

    /// Whether the string just read is followed by a colon.
    private func isName(_ text: Span<UInt8>) -> Bool {
        var index = offset
        while index < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[index]) { index += 1 }
        return index < text.count && text[index] == UInt8(ascii: ":")
    }

    private mutating func scanLiteral(_ literal: StaticString, _ text: Span<UInt8>) throws(JSONError) {
        let start = offset
        for character in "\(literal)".utf8 {
            guard offset < text.count, text[offset] == character else { throw .malformed("no JSON token", offset: start) }
            offset += 1
        }
    }

    private mutating func scanNumber(_ text: Span<UInt8>) throws(JSONError) {
        let start = offset
        let isNegative = take(UInt8(ascii: "-"), text)
        let firstDigit = offset
        var magnitude: UInt64 = 0
        var isBeyond64Bits = false
        while let digit = digit(text) {
            let (product, tooLarge) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, tooLargeToo) = product.addingReportingOverflow(UInt64(digit))
            isBeyond64Bits = isBeyond64Bits || tooLarge || tooLargeToo
            magnitude = sum
            offset += 1
        }
        let digits = offset - firstDigit
        if digits == 0 || (digits > 1 && text[firstDigit] == UInt8(ascii: "0")) {
            throw .malformed("no JSON number", offset: start)
        }
        let hasFraction = take(UInt8(ascii: "."), text)
        if hasFraction { try takeDigits(text, start) }
        let hasExponent = take(UInt8(ascii: "e"), text) || take(UInt8(ascii: "E"), text)
        if hasExponent {
            _ = take(UInt8(ascii: "+"), text) || take(UInt8(ascii: "-"), text)
            try takeDigits(text, start)
        }
        let largest = UInt64(Int64.max) + (isNegative ? 1 : 0)
        if !hasFraction, !hasExponent, isBeyond64Bits || magnitude > largest {
            throw .malformed("integer beyond 64 bits", offset: start)
        }
    }

    private mutating func takeDigits(_ text: Span<UInt8>, _ start: Int) throws(JSONError) {
        guard digit(text) != nil else { throw .malformed("no JSON number", offset: start) }
        while digit(text) != nil { offset += 1 }
    }

    private func digit(_ text: Span<UInt8>) -> UInt8? {
        guard offset < text.count, text[offset] >= UInt8(ascii: "0"), text[offset] <= UInt8(ascii: "9") else { return nil }
        return text[offset] &- UInt8(ascii: "0")
    }

    private mutating func take(_ character: UInt8, _ text: Span<UInt8>) -> Bool {
        guard offset < text.count, text[offset] == character else { return false }
        offset += 1
        return true
    }
}
