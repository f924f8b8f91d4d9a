/// A set of option codes: 256 bits, no allocation.
public struct DHCPOptionSet: Hashable, Sendable {
    // Four numbers, not an array or a vector: the fastest to index and to copy.
    private var low: UInt64 = 0
    private var middle: UInt64 = 0
    private var high: UInt64 = 0
    private var top: UInt64 = 0

    public init() {}

    public init(_ codes: [DHCPOptionCode]) {
        for code in codes { insert(code) }
    }

    var isEmpty: Bool { self == DHCPOptionSet() }

    public func contains(_ code: DHCPOptionCode) -> Bool {
        self[word: code] & Self.bit(code) != 0
    }

    public mutating func insert(_ code: DHCPOptionCode) {
        self[word: code] |= Self.bit(code)
    }

    /// Takes the code out; whether it was in.
    mutating func remove(_ code: DHCPOptionCode) -> Bool {
        guard contains(code) else { return false }
        self[word: code] &= ~Self.bit(code)
        return true
    }

    func intersection(_ other: DHCPOptionSet) -> DHCPOptionSet {
        combined(with: other, &)
    }

    func subtracting(_ other: DHCPOptionSet) -> DHCPOptionSet {
        combined(with: other) { $0 & ~$1 }
    }

    private func combined(with other: DHCPOptionSet, _ combine: (UInt64, UInt64) -> UInt64) -> DHCPOptionSet {
        var result = self
        result.low = combine(low, other.low)
        result.middle = combine(middle, other.middle)
        result.high = combine(high, other.high)
        result.top = combine(top, other.top)
        return result
    }

    /// The number that holds the bit of `code`.
    private subscript(word code: DHCPOptionCode) -> UInt64 {
        get {
            switch code.rawValue >> 6 {
            case 0: low
            case 1: middle
            case 2: high
            default: top
            }
        }
        set {
            switch code.rawValue >> 6 {
            case 0: low = newValue
            case 1: middle = newValue
            case 2: high = newValue
            default: top = newValue
            }
        }
    }

    private static func bit(_ code: DHCPOptionCode) -> UInt64 { 1 << UInt64(code.rawValue & 63) }
}
