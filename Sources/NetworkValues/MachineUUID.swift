/// A machine's UUID as its firmware tells it (SMBIOS, DHCP option 97).
public struct MachineUUID: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Reads sixteen octets in text order; nil for any other count, and for all zeros or all ones, which mean that there is none.
    @inlinable
    public init?(octets: some Collection<UInt8>) {
        guard octets.count == 16 else { return nil }
        let high = octets.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let low = octets.dropFirst(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        self.init(high: high, low: low)
    }

    /// Reads the sixteen octets of option 97, whose first three fields are little-endian (RFC 4578 section 2.3, SMBIOS 7.2.1).
    @inlinable
    public init?(wire: some Collection<UInt8>) {
        guard let uuid = MachineUUID(octets: wire)?.withFieldsReversed else { return nil }
        self = uuid
    }

    /// Reads `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` in any letter case.
    public init?(_ text: some StringProtocol) {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12], let octets = Hex.decode(groups.joined()) else { return nil }
        self.init(octets: octets)
    }

    @usableFromInline
    init?(high: UInt64, low: UInt64) {
        guard high | low != 0, high & low != .max else { return nil }
        self.high = high
        self.low = low
    }

    /// The same octets with the first three fields the other way round.
    @usableFromInline var withFieldsReversed: MachineUUID? {
        let first = UInt64(UInt32(truncatingIfNeeded: high >> 32).byteSwapped)
        let second = UInt64(UInt16(truncatingIfNeeded: high >> 16).byteSwapped)
        let third = UInt64(UInt16(truncatingIfNeeded: high).byteSwapped)
        return MachineUUID(high: first << 32 | second << 16 | third, low: low)
    }

    /// Sixteen octets as option 97 has them.
    public var wireOctets: [UInt8] { withFieldsReversed?.octets ?? octets }

    /// Sixteen octets in the order in which the text form writes them.
    public var octets: [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> (56 - 8 * UInt64($0 & 7))) }
    }
}

extension MachineUUID: CustomStringConvertible {
    /// The usual form, in lower case.
    public var description: String {
        let octets = octets
        return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { Hex.text(of: octets[$0]) }.joined(separator: "-")
    }
}
