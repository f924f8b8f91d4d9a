/// Builds a datagram.
///
/// Numbers are in network order.
public struct ByteWriter: Sendable {
    // Inlinable throughout: every protocol's encoder is made of these calls.
    @usableFromInline var written: [UInt8] = []

    @inlinable
    public init(capacity: Int = 0) {
        written.reserveCapacity(capacity)
    }

    @inlinable public var octets: [UInt8] { written }

    @inlinable public var count: Int { written.count }

    @inlinable
    public mutating func write(_ value: UInt8) {
        written.append(value)
    }

    @inlinable
    public mutating func write(_ value: UInt16) {
        written.append(UInt8(truncatingIfNeeded: value >> 8))
        written.append(UInt8(truncatingIfNeeded: value))
    }

    @inlinable
    public mutating func write(_ value: UInt32) {
        write(UInt16(truncatingIfNeeded: value >> 16))
        write(UInt16(truncatingIfNeeded: value))
    }

    @inlinable
    public mutating func write(_ address: IPv4Address) {
        write(address.rawValue)
    }

    @inlinable
    public mutating func write(_ octets: some Collection<UInt8>) {
        written.append(contentsOf: octets)
    }

    /// Writes zeros until `count` octets stand there in all.
    @inlinable
    public mutating func pad(to count: Int) {
        // Whole pieces are copied; octets that repeat would be put there one by one.
        while count - written.count >= Self.zeros.count { written += Self.zeros }
        if count > written.count { written += Self.zeros[..<(count - written.count)] }
    }

    @usableFromInline static let zeros = [UInt8](repeating: 0, count: 256)

    /// Writes `field` cut to `width` octets, or filled up with zeros.
    @inlinable
    public mutating func write(_ field: some Collection<UInt8>, width: Int) {
        let end = written.count + max(0, width)
        written.append(contentsOf: field.prefix(max(0, width)))
        pad(to: end)
    }
}
