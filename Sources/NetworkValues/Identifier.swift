/// What a machine or a relay calls itself (options 61 and 82): octets that may be text.
public struct Identifier: Hashable, Sendable {
    public let octets: [UInt8]

    public init(octets: [UInt8]) {
        self.octets = octets
    }

    /// Reads pairs of hexadecimal digits with colons between them, or else the text as it stands.
    public init(_ text: some StringProtocol) {
        octets = Hex.decode(colonText: text) ?? Array(text.utf8)
    }
}

extension Identifier: CustomStringConvertible {
    /// What reads as these octets: the text when it is one, of printable ASCII, and else pairs of digits.
    public var description: String {
        let isPrintable = octets.allSatisfy { (0x20...0x7E).contains($0) }
        let text = String(decoding: octets, as: UTF8.self)
        return isPrintable && Identifier(text) == self ? text : Hex.colonText(of: octets)
    }
}
