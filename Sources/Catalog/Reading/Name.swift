/// The names of networks, profiles and hosts.
enum Name {
    static let longest = 253

    /// Letters, digits, `.`, `-` and `_`, no sign first: what fits host names, the journal and command lines.
    static func isValid(_ text: some StringProtocol) -> Bool {
        let ascii = text.utf8
        guard let first = ascii.first, isAlphanumeric(first), ascii.count <= longest else { return false }
        return ascii.allSatisfy { isAlphanumeric($0) || ".-_".utf8.contains($0) }
    }

    /// Whether the key is a valid name; reports it otherwise.
    static func check(_ key: Node.Key, _ reading: inout Reading) -> Bool {
        if isValid(key.text) { return true }
        reading.place = ""
        reading.report(
            "\(quoted(key.text)) is not a name: letters, digits, \".\", \"-\" and \"_\", such as node1", at: key.mark)
        return false
    }

    private static func isAlphanumeric(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}
