/// A machine's UUID as its firmware tells it (SMBIOS, DHCP option 97).
public struct MachineUUID: Hashable, Sendable {
    /// Sixteen octets in the order in which the text form writes them.
    public let octets: [UInt8]

    /// Reads sixteen octets in text order; nil for any other count, and for all zeros or all ones, which mean that there is none.
    public init?(octets: some Collection<UInt8>) {
        guard octets.count == 16, octets.contains(where: { $0 != 0 }), octets.contains(where: { $0 != 0xFF }) else { return nil }
        self.octets = Array(octets)
    }

    /// Reads the sixteen octets of option 97, whose first three fields are little-endian (RFC 4578 section 2.3, SMBIOS 7.2.1).
    public init?(wire: some Collection<UInt8>) {
        let wire = Array(wire)
        guard wire.count == 16 else { return nil }
        self.init(octets: wire[0..<4].reversed() + wire[4..<6].reversed() + wire[6..<8].reversed() + wire[8..<16])
    }

    /// Reads `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` in any letter case.
    public init?(_ text: some StringProtocol) {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12], let octets = Hex.decode(groups.joined()) else { return nil }
        self.init(octets: octets)
    }
}

extension MachineUUID: CustomStringConvertible {
    /// The usual form, in lower case.
    public var description: String {
        [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { Hex.text(of: octets[$0]) }.joined(separator: "-")
    }
}
