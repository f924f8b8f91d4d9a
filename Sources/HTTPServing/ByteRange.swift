/// A part of a representation.
public struct ByteRange: Hashable, Sendable {
    public let offset: Int64
    /// At least 1.
    public let length: Int64

    /// Nil for a part that is empty, or begins or ends where no file does.
    public init?(offset: Int64, length: Int64) {
        guard offset >= 0, length >= 1, offset <= .max - length else { return nil }
        self.offset = offset
        self.length = length
    }

    /// The value of Content-Range when the whole has `total` octets (RFC 9110 section 14.4).
    public func contentRange(total: Int64) -> String { "bytes \(offset)-\(offset + length - 1)/\(total)" }
}

/// What a Range header comes to (RFC 9110 section 14.2).
enum RangeRequest: Hashable {
    /// There is nothing to honour: another unit, a bad syntax, or several ranges, which are answered with the whole.
    case whole
    case part(ByteRange)
    /// Every range lies behind the end.
    case unsatisfiable

    init(_ text: String, total: Int64) {
        self = Self.ranges(text).map { Self.choose($0, total: total) } ?? .whole
    }

    private static func choose(_ ranges: [Specification], total: Int64) -> RangeRequest {
        // Some clients send a range with every request; an empty file has none to give.
        guard total > 0 else { return .whole }
        let parts = ranges.compactMap { $0.part(of: total) }
        guard let part = parts.first else { return .unsatisfiable }
        return ranges.count == 1 ? .part(part) : .whole
    }

    private enum Specification {
        case from(Int64, through: Int64)
        case last(Int64)

        func part(of total: Int64) -> ByteRange? {
            switch self {
            case .from(let first, let last):
                guard first < total else { return nil }
                return ByteRange(offset: first, length: min(last, total - 1) - first + 1)
            case .last(let count):
                guard count > 0 else { return nil }
                let length = min(count, total)
                return ByteRange(offset: total - length, length: length)
            }
        }
    }

    /// The ranges of `bytes=0-1, 5-, -3`; nil when the text is none such.
    private static func ranges(_ text: String) -> [Specification]? {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, sides[0].lowercased() == "bytes" else { return nil }
        var ranges: [Specification] = []
        for part in sides[1].utf8.split(separator: UInt8(ascii: ",")) {
            let word = part.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
            guard !word.isEmpty else { continue }
            guard let range = specification(Array(word)) else { return nil }
            ranges.append(range)
        }
        return ranges.isEmpty ? nil : ranges
    }

    private static func specification(_ word: [UInt8]) -> Specification? {
        let ends = word.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        let (first, last) = (number(ends[0]), number(ends[1]))
        switch (ends[0].isEmpty, ends[1].isEmpty) {
        case (false, false):
            guard let first, let last, first <= last else { return nil }
            return .from(first, through: last)
        case (false, true): return first.map { .from($0, through: .max) }
        case (true, false): return last.map { .last($0) }
        case (true, true): return nil
        }
    }

    /// The number that the digits write; the largest there is when it is larger.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), !digits.isEmpty else {
            return nil
        }
        return Int64(String(decoding: digits, as: UTF8.self)) ?? .max
    }

    private static func isBlank(_ octet: UInt8) -> Bool { octet == UInt8(ascii: " ") || octet == UInt8(ascii: "\t") }
}
