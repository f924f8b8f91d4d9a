/// An IPv4 subnet: a base address whose host bits are zero, and the length of its prefix.
public struct IPv4Subnet: Hashable, Sendable {
    public let base: IPv4Address
    /// 0 to 32.
    public let prefixLength: Int

    /// The subnet that `address` lies in; nil for a prefix length outside 0 to 32.
    public init?(containing address: IPv4Address, prefixLength: Int) {
        guard (0...32).contains(prefixLength) else { return nil }
        self.prefixLength = prefixLength
        base = IPv4Address(rawValue: address.rawValue & Self.mask(prefixLength))
    }

    /// Reads `10.75.0.0/16`; nil when the address has host bits set.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPv4Address(parts[0]), let length = Int(parts[1]),
            parts[1].utf8.count <= 2,
            parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let subnet = IPv4Subnet(containing: address, prefixLength: length), subnet.base == address
        else { return nil }
        self = subnet
    }

    /// The network mask as an address: 255.255.0.0.
    public var mask: IPv4Address { IPv4Address(rawValue: Self.mask(prefixLength)) }

    /// The last address, which every host of the subnet hears (RFC 919); none of its own for /31 and /32.
    public var broadcast: IPv4Address { IPv4Address(rawValue: base.rawValue | ~Self.mask(prefixLength)) }

    public func contains(_ address: IPv4Address) -> Bool {
        address.rawValue & Self.mask(prefixLength) == base.rawValue
    }

    /// Whether a host may have `address` here: inside, and neither the base nor the broadcast address (RFC 3021 exempts /31).
    public func isHostAddress(_ address: IPv4Address) -> Bool {
        guard contains(address) else { return false }
        return prefixLength >= 31 || (address != base && address != broadcast)
    }

    private static func mask(_ prefixLength: Int) -> UInt32 {
        prefixLength <= 0 ? 0 : UInt32.max << (32 - UInt32(clamping: min(prefixLength, 32)))
    }
}

extension IPv4Subnet: CustomStringConvertible {
    public var description: String { "\(base)/\(prefixLength)" }
}
