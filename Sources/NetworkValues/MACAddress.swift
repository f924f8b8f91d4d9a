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
        self.init(ascii: ascii.span)
    }

    /// Reads the same forms from ASCII.
    public init?(ascii: Span<UInt8>) {
        let separated: (every: Int, by: UInt8)?
        switch ascii.count {
        case 17: separated = (2, ascii[2])
        case 14: separated = (4, UInt8(ascii: "."))
        case 12: separated = nil
        default: return nil
        }
        if ascii.count == 17, ascii[2] == UInt8(ascii: ".") { return nil }
        var value: UInt64 = 0
        for index in ascii.indices {
            let character = ascii[index]
            if let separated, index % (separated.every + 1) == separated.every {
                guard character == separated.by, Self.isSeparator(character) else { return nil }
            } else {
                guard let digit = Hex.value(of: character) else { return nil }
                value = value << 4 | UInt64(digit)
            }
        }
        self.init(rawValue: value)
    }

    /// The six octets in wire order.
    public var octets: [UInt8] {
        (0..<6).map { UInt8(truncatingIfNeeded: rawValue >> (40 - 8 * UInt64($0))) }
    }

    /// Whether this can be the address of one machine: neither all zeros nor a group address.
    public var isMachine: Bool { rawValue != 0 && (rawValue >> 40) & 1 == 0 }

    /// Appends the usual form to `ascii`.
    public func append(to ascii: inout [UInt8]) {
        for place: UInt64 in 0..<6 {
            if place > 0 { ascii.append(UInt8(ascii: ":")) }
            Hex.append(CollectionOfOne(UInt8(truncatingIfNeeded: rawValue >> (40 - 8 * place))), to: &ascii)
        }
    }

    private static func isSeparator(_ character: UInt8) -> Bool {
        character == UInt8(ascii: ":") || character == UInt8(ascii: "-") || character == UInt8(ascii: ".")
    }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension MACAddress: CustomStringConvertible {
    /// The usual form, in lower case: `52:54:00:00:00:01`.
    public var description: String {
        var ascii: [UInt8] = []
        ascii.reserveCapacity(17)
        append(to: &ascii)
        return String(decoding: ascii, as: UTF8.self)
    }
}
