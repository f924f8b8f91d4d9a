/// Checks a text against RFC 8259 and finds the place of each of its values. It walks, never recurses, and copies nothing.
struct JSONScanner {
    /// What may come next.
    private enum Expected { case value, valueOrEnd, name, nameOrEnd, separator }

    /// More names than this in one object are not compared with each other here.
    private static let fewNames = 64

    private(set) var nodes: [JSONNode] = []
    /// Whether names have to be read, for they have escapes, or compared, for they are many: json-c does both.
    private(set) var hasOddNames = false
    private let depthLimit: Int
    private var depth = 0
    /// The node of the innermost open container; -1 outside of all.
    private var open: Int32 = -1
    private var offset = 0
    private var isASCII = true

    init(depthLimit: Int) {
        self.depthLimit = depthLimit
        nodes.reserveCapacity(32)
    }

    mutating func scan(_ text: Span<UInt8>) throws(JSONError) {
        guard text.count < Int32.max else { throw .malformed("text of two gigabytes", offset: 0) }
        var expected = Expected.value
        while true {
            skipSpace(text)
            guard offset < text.count else { break }
            switch expected {
            case .value, .valueOrEnd: expected = try scanValue(text, mayEnd: expected == .valueOrEnd)
            case .name, .nameOrEnd: expected = try scanName(text, mayEnd: expected == .nameOrEnd)
            case .separator: expected = try scanSeparator(text)
            }
        }
        guard open < 0, expected == .separator else { throw .malformed("text without an end", offset: offset) }
        if !isASCII {
            do {
                _ = try UTF8Span(validating: text)
            } catch {
                throw .malformed("no UTF-8", offset: error.byteOffsets.lowerBound)
            }
        }
    }

    private mutating func scanValue(_ text: Span<UInt8>, mayEnd: Bool) throws(JSONError) -> Expected {
        switch text[offset] {
        case UInt8(ascii: "\""): try scanString(text, isName: false)
        case UInt8(ascii: "{"):
            try begin(.object)
            return .nameOrEnd
        case UInt8(ascii: "["):
            try begin(.array)
            return .valueOrEnd
        case UInt8(ascii: "]") where mayEnd: end()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try scanNumber(text)
        case UInt8(ascii: "t"): try scanLiteral("true", .yes, text)
        case UInt8(ascii: "f"): try scanLiteral("false", .no, text)
        case UInt8(ascii: "n"): try scanLiteral("null", .null, text)
        default: throw .malformed("no JSON value", offset: offset)
        }
        return .separator
    }

    private mutating func scanName(_ text: Span<UInt8>, mayEnd: Bool) throws(JSONError) -> Expected {
        if mayEnd, text[offset] == UInt8(ascii: "}") {
            end()
            return .separator
        }
        guard text[offset] == UInt8(ascii: "\"") else { throw .malformed("no name of a member", offset: offset) }
        try scanString(text, isName: true)
        skipSpace(text)
        guard take(UInt8(ascii: ":"), text) else { throw .malformed("no colon after a name", offset: offset) }
        return .value
    }

    private mutating func scanSeparator(_ text: Span<UInt8>) throws(JSONError) -> Expected {
        guard open >= 0 else { throw .malformed("something after the value", offset: offset) }
        let isObject = nodes[Int(open)].kind == .object
        switch text[offset] {
        case UInt8(ascii: ","):
            offset += 1
            return isObject ? .name : .value
        case UInt8(ascii: "}") where isObject:
            if try !hasPlainNames(text) { hasOddNames = true }
            end()
        case UInt8(ascii: "]") where !isObject: end()
        default: throw .malformed("no comma and no end", offset: offset)
        }
        return .separator
    }

    private mutating func begin(_ kind: JSONNode.Kind) throws(JSONError) {
        depth += 1
        if depth > depthLimit { throw .tooDeep(limit: depthLimit) }
        nodes.append(JSONNode(kind: kind, start: Int32(offset), next: open))
        open = Int32(nodes.count - 1)
        offset += 1
    }

    private mutating func end() {
        let closed = Int(open)
        offset += 1
        depth -= 1
        open = nodes[closed].next
        nodes[closed].next = Int32(nodes.count)
        nodes[closed].count = Int32(offset) - nodes[closed].start
    }

    /// Whether the names of the innermost object could be compared; throws when one stands there twice.
    private func hasPlainNames(_ text: Span<UInt8>) throws(JSONError) -> Bool {
        let nodes = nodes.span
        var count = 0
        var name = Int(open) + 1
        while name < nodes.count {
            count += 1
            if nodes[name].kind != .string || count > Self.fewNames { return false }
            var other = Int(open) + 1
            while other < name {
                if Self.isSame(nodes[other], nodes[name], text) { throw .duplicateName }
                other = Int(nodes[other + 1].next)
            }
            name = Int(nodes[name + 1].next)
        }
        return true
    }

    private static func isSame(_ one: JSONNode, _ other: JSONNode, _ text: Span<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        for index in 1..<Int(one.count) where text[Int(one.start) + index] != text[Int(other.start) + index] { return false }
        return true
    }

    private mutating func scanString(_ text: Span<UInt8>, isName: Bool) throws(JSONError) {
        let start = offset
        var index = start + 1
        var hasEscapes = false
        while index < text.count {
            let octet = text[index]
            index += 1
            if octet == UInt8(ascii: "\"") {
                offset = index
                return append(hasEscapes ? .escapedString : .string, from: start)
            }
            if octet >= 0x80 {
                isASCII = false
            } else if octet == UInt8(ascii: "\\") {
                hasEscapes = true
                let length = try Self.escapeLength(text, at: index)
                // json-c's names end there.
                if isName, length > 1, (1..<length).allSatisfy({ text[index + $0] == UInt8(ascii: "0") }) {
                    throw .malformed("NUL in a name", offset: start)
                }
                index += length
            } else if octet < 0x20 {
                throw .malformed("control character in a string", offset: index - 1)
            }
        }
        throw .malformed("string without an end", offset: start)
    }

    /// How long the escape is that follows a backslash, from `index` on.
    private static func escapeLength(_ text: Span<UInt8>, at index: Int) throws(JSONError) -> Int {
        let rest = text.extracting(index..<min(index + 5, text.count))
        switch rest.isEmpty ? 0 : rest[0] {
        case UInt8(ascii: "u"):
            let isHex = rest.count == 5 && (1...4).allSatisfy { Character(Unicode.Scalar(rest[$0])).isHexDigit }
            if isHex { return 5 }
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 1
        default: break
        }
        throw .malformed("no JSON escape", offset: index - 1)
    }

    private mutating func scanLiteral(_ literal: StaticString, _ kind: JSONNode.Kind, _ text: Span<UInt8>) throws(JSONError) {
        let start = offset
        for character in "\(literal)".utf8 where !take(character, text) { throw .malformed("no JSON value", offset: start) }
        append(kind, from: start)
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
        append(hasFraction || hasExponent ? .number : .integer, from: start)
    }

    private mutating func append(_ kind: JSONNode.Kind, from start: Int) {
        nodes.append(JSONNode(kind: kind, start: Int32(start), count: Int32(offset - start), next: Int32(nodes.count + 1)))
    }

    private mutating func skipSpace(_ text: Span<UInt8>) {
        while offset < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[offset]) { offset += 1 }
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
