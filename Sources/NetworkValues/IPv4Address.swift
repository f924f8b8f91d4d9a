/// An IPv4 address.
public struct IPv4Address: Hashable, Comparable, Sendable {
    /// The address as a number in the host's order: 10.0.0.1 is 0x0A000001.
    public let rawValue: UInt32

    public static let any = IPv4Address(rawValue: 0)
    public static let broadcast = IPv4Address(rawValue: .max)

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    public init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) {
        rawValue = UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d)
    }

    /// Reads four octets; nil for any other count.
    @inlinable
    public init?(octets: some Collection<UInt8>) {
        guard octets.count == 4 else { return nil }
        rawValue = octets.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Reads four decimal numbers with dots, without signs, blanks or leading zeros.
    public init?(_ text: some StringProtocol) {
        let ascii = Array(text.utf8)
        self.init(ascii: ascii.span)
    }

    /// Reads the dotted form from ASCII.
    public init?(ascii: Span<UInt8>) {
        var value: UInt32 = 0
        var part: UInt32 = 0
        var digits = 0
        var dots = 0
        for index in ascii.indices {
            let character = ascii[index]
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if digits > 0 && part == 0 { return nil }
                part = part &* 10 &+ UInt32(character &- UInt8(ascii: "0"))
                digits += 1
                if digits > 3 || part > 255 { return nil }
            case UInt8(ascii: "."):
                if digits == 0 || dots == 3 { return nil }
                value = value << 8 | part
                (part, digits, dots) = (0, 0, dots + 1)
            default:
                return nil
            }
        }
        guard digits > 0, dots == 3 else { return nil }
        rawValue = value << 8 | part
    }

    /// The four octets in wire order.
    public var octets: [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: rawValue >> (24 - 8 * UInt32($0))) }
    }

    /// Appends the dotted form to `ascii`.
    public func append(to ascii: inout [UInt8]) {
        for shift: UInt32 in [24, 16, 8, 0] {
            let part = UInt8(truncatingIfNeeded: rawValue >> shift)
            if part >= 100 { ascii.append(UInt8(ascii: "0") &+ part / 100) }
            if part >= 10 { ascii.append(UInt8(ascii: "0") &+ part / 10 % 10) }
            ascii.append(UInt8(ascii: "0") &+ part % 10)
            if shift > 0 { ascii.append(UInt8(ascii: ".")) }
        }
    }

    /// The address after this one, or nil at the end of the numbers.
    public var next: IPv4Address? {
        rawValue == .max ? nil : IPv4Address(rawValue: rawValue &+ 1)
    }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension IPv4Address: CustomStringConvertible {
    /// The dotted form: `10.0.0.1`.
    public var description: String {
        var ascii: [UInt8] = []
        ascii.reserveCapacity(15)
        append(to: &ascii)
        return String(decoding: ascii, as: UTF8.self)
    }
}
