/// Hexadecimal text, two digits to the octet, without separators unless said otherwise.
public enum Hex {
    /// The octets as lower-case text.
    @inlinable
    public static func text(of octets: some Collection<UInt8>) -> String {
        var ascii: [UInt8] = []
        ascii.reserveCapacity(octets.count * 2)
        append(octets, to: &ascii)
        return String(decoding: ascii, as: UTF8.self)
    }

    /// Appends the octets to `ascii` as lower-case digits.
    @inlinable
    public static func append(_ octets: some Collection<UInt8>, to ascii: inout [UInt8]) {
        for octet in octets {
            ascii.append(digit(octet >> 4))
            ascii.append(digit(octet & 15))
        }
    }

    /// The octets that `text` spells; nil for an odd count or anything but digits.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        decode(Array(text.utf8))
    }

    /// The octets that these ASCII digits spell; nil for an odd count or anything but digits.
    public static func decode(_ ascii: [UInt8]) -> [UInt8]? { decode(ascii.span) }

    /// The octets that these ASCII digits spell; nil for an odd count or anything but digits.
    public static func decode(_ ascii: Span<UInt8>) -> [UInt8]? {
        guard ascii.count.isMultiple(of: 2) else { return nil }
        var octets: [UInt8] = []
        octets.reserveCapacity(ascii.count / 2)
        for index in stride(from: 0, to: ascii.count, by: 2) {
            guard let high = value(of: ascii[index]), let low = value(of: ascii[index + 1]) else { return nil }
            octets.append(high << 4 | low)
        }
        return octets
    }

    /// The octets as lower-case text with colons: `01:52:54`.
    public static func colonText(of octets: some Collection<UInt8>) -> String {
        octets.map { text(of: CollectionOfOne($0)) }.joined(separator: ":")
    }

    /// The octets that `text` spells with a colon between each two; nil for anything else, and for less than two octets.
    public static func decode(colonText text: some StringProtocol) -> [UInt8]? {
        let groups = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard groups.count >= 2, groups.allSatisfy({ $0.count == 2 }) else { return nil }
        return decode(Array(groups.joined()))
    }

    @usableFromInline
    static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ (value &- 10)
    }

    static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character &- UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character &- UInt8(ascii: "a") &+ 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character &- UInt8(ascii: "A") &+ 10
        default: nil
        }
    }
}
