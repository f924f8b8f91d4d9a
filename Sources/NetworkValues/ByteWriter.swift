/// Builds a datagram. Numbers are in network order.
public struct ByteWriter: Sendable {
    public private(set) var octets: [UInt8] = []

    public init(capacity: Int = 0) {
        octets.reserveCapacity(capacity)
    }

    public var count: Int { octets.count }

    public mutating func write(_ value: UInt8) {
        octets.append(value)
    }

    public mutating func write(_ value: UInt16) {
        octets.append(UInt8(truncatingIfNeeded: value >> 8))
        octets.append(UInt8(truncatingIfNeeded: value))
    }

    public mutating func write(_ value: UInt32) {
        write(UInt16(truncatingIfNeeded: value >> 16))
        write(UInt16(truncatingIfNeeded: value))
    }

    public mutating func write(_ address: IPv4Address) {
        write(address.rawValue)
    }

    public mutating func write(_ octets: some Collection<UInt8>) {
        self.octets.append(contentsOf: octets)
    }

    /// Writes zeros until `count` octets stand there in all.
    public mutating func pad(to count: Int) {
        guard count > octets.count else { return }
        octets.append(contentsOf: repeatElement(0, count: count - octets.count))
    }

    /// Writes `field` cut to `width` octets, or filled up with zeros.
    public mutating func write(_ field: some Collection<UInt8>, width: Int) {
        let end = octets.count + max(0, width)
        octets.append(contentsOf: field.prefix(max(0, width)))
        pad(to: end)
    }
}
