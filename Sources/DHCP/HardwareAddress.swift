public import NetworkValues

/// A link-layer address with its kind: the fields `htype`, `hlen` and `chaddr` of a message.
public struct HardwareAddress: Hashable, Sendable {
    /// The kind of link (registry `arp-parameters`): 1 is Ethernet, 32 InfiniBand.
    public let type: UInt8
    /// How many octets of the field count: 0 to 16.
    public let length: UInt8
    private let high: UInt64
    private let low: UInt64

    static let ethernet: UInt8 = 1
    static let fieldWidth = 16

    /// The address of an Ethernet card.
    public init(_ address: MACAddress) {
        self.init(type: Self.ethernet, length: 6, high: address.rawValue << 16, low: 0)
    }

    /// An address of any kind; nil for more than 16 octets.
    public init?(type: UInt8, octets: some Collection<UInt8>) {
        guard octets.count <= Self.fieldWidth else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, octet) in octets.enumerated() {
            let shifted = UInt64(octet) << (56 - 8 * UInt64(index & 7))
            if index < 8 { high |= shifted } else { low |= shifted }
        }
        self.init(type: type, length: UInt8(octets.count), high: high, low: low)
    }

    /// Reads the field of 16 octets, of which `length` count.
    init(type: UInt8, length: UInt8, field reader: inout ByteReader) throws(TruncatedInput) {
        let words = try (reader.readUInt32(), reader.readUInt32(), reader.readUInt32(), reader.readUInt32())
        let high = UInt64(words.0) << 32 | UInt64(words.1)
        self.init(type: type, length: length, high: high, low: UInt64(words.2) << 32 | UInt64(words.3))
    }

    private init(type: UInt8, length: UInt8, high: UInt64, low: UInt64) {
        self.type = type
        self.length = length
        self.high = high
        self.low = low
    }

    /// The Ethernet address; nil for other links and for a length other than 6.
    public var mac: MACAddress? {
        type == Self.ethernet && length == 6 ? MACAddress(rawValue: high >> 16) : nil
    }

    /// The octets that count.
    public var octets: [UInt8] {
        (0..<min(length, 16)).map { index in
            UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> (56 - 8 * UInt64(index & 7)))
        }
    }

    /// Writes the field of 16 octets, as it came.
    func writeField(to writer: inout ByteWriter) {
        for word in [high, low] {
            writer.write(UInt32(truncatingIfNeeded: word >> 32))
            writer.write(UInt32(truncatingIfNeeded: word))
        }
    }
}

extension HardwareAddress: CustomStringConvertible {
    /// An Ethernet address as usual; others with their type first: `32/00-11`.
    public var description: String {
        mac?.description ?? "\(type)/" + octets.map { Hex.text(of: CollectionOfOne($0)) }.joined(separator: "-")
    }
}
