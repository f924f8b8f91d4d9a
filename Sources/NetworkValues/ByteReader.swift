/// What the reader says of input that ends too early.
public struct TruncatedInput: Error, Hashable, Sendable {
    /// Where the reader stood.
    public let offset: Int
    /// How many octets it was asked for.
    public let wanted: Int
}

/// A cursor over received octets: every read is checked, none can trap.
///
/// Numbers are in network order.
public struct ByteReader: ~Escapable {
    private let octets: Span<UInt8>
    /// How many octets have been read.
    public private(set) var offset = 0

    @_lifetime(copy octets)
    public init(_ octets: Span<UInt8>) {
        self.octets = octets
    }

    /// How many octets are left.
    public var remaining: Int { octets.count - offset }

    public var isAtEnd: Bool { remaining == 0 }

    public mutating func readUInt8() throws(TruncatedInput) -> UInt8 {
        try require(1)
        defer { offset += 1 }
        return octets[offset]
    }

    public mutating func readUInt16() throws(TruncatedInput) -> UInt16 {
        try require(2)
        defer { offset += 2 }
        return UInt16(octets[offset]) << 8 | UInt16(octets[offset + 1])
    }

    public mutating func readUInt32() throws(TruncatedInput) -> UInt32 {
        try require(4)
        defer { offset += 4 }
        return UInt32(octets[offset]) << 24 | UInt32(octets[offset + 1]) << 16
            | UInt32(octets[offset + 2]) << 8 | UInt32(octets[offset + 3])
    }

    public mutating func readIPv4Address() throws(TruncatedInput) -> IPv4Address {
        try IPv4Address(rawValue: readUInt32())
    }

    /// Reads `count` octets into an array of their own; a negative count is refused.
    public mutating func readOctets(_ count: Int) throws(TruncatedInput) -> [UInt8] {
        var read: [UInt8] = []
        try readOctets(count, appendingTo: &read)
        return read
    }

    /// Reads `count` octets to the end of `array`; a negative count is refused.
    public mutating func readOctets(_ count: Int, appendingTo array: inout [UInt8]) throws(TruncatedInput) {
        try require(count)
        let part = octets.extracting(offset..<offset + count)
        array.append(copying: part)
        offset += count
    }

    /// Steps over `count` octets.
    public mutating func skip(_ count: Int) throws(TruncatedInput) {
        try require(count)
        offset += count
    }

    /// Reads up to the octet before `terminator` and steps over it; nil, and nothing read, when it does not come.
    public mutating func readOctets(upTo terminator: UInt8) -> [UInt8]? {
        var found: [UInt8] = []
        var index = offset
        while index < octets.count {
            let octet = octets[index]
            index += 1
            if octet == terminator {
                offset = index
                return found
            }
            found.append(octet)
        }
        return nil
    }

    private func require(_ count: Int) throws(TruncatedInput) {
        guard count >= 0, count <= remaining else { throw TruncatedInput(offset: offset, wanted: count) }
    }
}
