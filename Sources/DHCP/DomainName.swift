/// A domain name whose labels are of letters, digits, hyphens and underscores.
public struct DomainName: Hashable, Sendable {
    private let labels: [String]

    /// Reads `lab.example.org`, with or without a dot at its end; nil for anything else, and beyond the bounds of RFC 1035
    /// section 2.3.4: 63 octets a label, 255 in all.
    public init?(_ text: some StringProtocol) {
        let name = String(text.hasSuffix(".") ? text.dropLast() : text[...])
        labels = name.split(separator: "." as Character, omittingEmptySubsequences: false).map(String.init)
        guard labels.allSatisfy(Self.isLabel), octets.count <= 255 else { return nil }
    }

    /// The name as DNS writes it, without compression: each label after its length, then the root's (RFC 1035 section 3.1).
    public var octets: [UInt8] {
        labels.flatMap { [UInt8(clamping: $0.utf8.count)] + $0.utf8 } + [0]
    }

    private static func isLabel(_ label: String) -> Bool {
        guard (1...63).contains(label.utf8.count), !label.hasPrefix("-"), !label.hasSuffix("-") else { return false }
        return label.utf8.allSatisfy { octet in
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}

extension DomainName: CustomStringConvertible {
    public var description: String { labels.joined(separator: ".") }
}
