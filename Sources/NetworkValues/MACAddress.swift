/// An Ethernet hardware address: six octets, the name by which bootd knows a machine.
public struct MACAddress: Hashable, Comparable, Sendable {
    /// The address in the low 48 bits.
    public let rawValue: UInt64

    /// Takes the low 48 bits of `rawValue`.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue & 0xFFFF_FFFF_FFFF
    }

    /// Reads six octets; nil for any other count.
    @inlinable
    public init?(octets: some Collection<UInt8>) {
        guard octets.count == 6 else { return nil }
        self.init(rawValue: octets.reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// Reads `xx:xx:xx:xx:xx:xx`, `xx-xx-xx-xx-xx-xx`, `xxxx.xxxx.xxxx` or twelve bare digits, in any letter case.
    public init?(_ text: some StringProtocol) {
        let ascii = Array(text.utf8)
        let separated: (every: Int, by: UInt8)?
        switch ascii.count {
        case 17: separated = (2, ascii[2])
        case 14: separated = (4, UInt8(ascii: "."))
        case 12: separated = nil
        default: return nil
        }
        var digits: [UInt8] = []
        for (index, character) in ascii.enumerated() {
            guard let separated, index % (separated.every + 1) == separated.every else {
                digits.append(character)
                continue
            }
            let separators = [UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: ".")]
            guard character == separated.by, separators.contains(character) else { return nil }
        }
        if ascii.count == 17, ascii[2] == UInt8(ascii: ".") { return nil }
        guard let octets = Hex.decode(digits) else { return nil }
        self.init(octets: octets)
    }

    /// The six octets in wire order.
    public var octets: [UInt8] {
        (0..<6).map { UInt8(truncatingIfNeeded: rawValue >> (40 - 8 * UInt64($0))) }
    }

    /// Whether this can be the address of one machine: neither all zeros nor a group address.
    public var isMachine: Bool { rawValue != 0 && (rawValue >> 40) & 1 == 0 }

    /// The octets joined by `separator`, in lower case: `52-54-00-00-00-01`.
    public func description(separator: Character) -> String {
        var text = ""
        text.reserveCapacity(17)
        for (index, octet) in octets.enumerated() {
            if index > 0 { text.append(separator) }
            text += Hex.text(of: CollectionOfOne(octet))
        }
        return text
    }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension MACAddress: CustomStringConvertible {
    /// The usual form, in lower case: `52:54:00:00:00:01`.
    public var description: String { description(separator: ":") }
}
