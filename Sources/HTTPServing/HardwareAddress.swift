import NetworkValues

/// A machine's hardware address as labels carry it: 6, 8 or 20 octets.
enum HardwareAddress {
    /// The address in lower case with colons; nil when `text` is none.
    ///
    /// Reads two digits between colons or dashes, four between dots, or twelve bare digits.
    static func normalised(_ text: String) -> String? {
        guard let octets = octets(Array(text.utf8)), [6, 8, 20].contains(octets.count) else { return nil }
        return octets.map { Hex.text(of: CollectionOfOne($0)) }.joined(separator: ":")
    }

    private static func octets(_ ascii: [UInt8]) -> [UInt8]? {
        if ascii.count == 12, let bare = Hex.decode(ascii) { return bare }
        for (separator, width) in [(":", 2), ("-", 2), (".", 4)] as [(Character, Int)] {
            guard let separator = separator.asciiValue, ascii.contains(separator) else { continue }
            let groups = ascii.split(separator: separator, omittingEmptySubsequences: false)
            guard groups.allSatisfy({ $0.count == width }) else { return nil }
            return Hex.decode(Array(groups.joined()))
        }
        return nil
    }
}
