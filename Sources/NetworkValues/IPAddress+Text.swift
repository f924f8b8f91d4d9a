extension IPAddress {
    /// Reads an address of either family.
    public init?(_ text: some StringProtocol) {
        if let address = IPv4Address(text) {
            self = .v4(address)
        } else if let address = IPv6Address(text) {
            self = .v6(address)
        } else {
            return nil
        }
    }
}

extension IPv6Address {
    /// Reads the forms of RFC 4291 section 2.2.
    ///
    /// Eight groups in hexadecimal, of which a gap may stand for some; the last two may be an IPv4 address.
    public init?(_ text: some StringProtocol) {
        var head: [UInt16] = []
        // The groups behind the gap; nil before it.
        var tail: [UInt16]?
        let octets = Array(text.utf8)
        var parts = octets.split(separator: UInt8(ascii: ":"), maxSplits: 9, omittingEmptySubsequences: false)[...]
        guard parts.count >= 3 else { return nil }
        // A gap at an end leaves one empty part more than a gap inside.
        if parts[0].isEmpty {
            guard parts[1].isEmpty else { return nil }
            parts.removeFirst()
        }
        if let last = parts.last, last.isEmpty {
            parts.removeLast()
            guard let last = parts.last, last.isEmpty else { return nil }
        }
        while let part = parts.popFirst() {
            if part.isEmpty, tail == nil {
                tail = []
                continue
            }
            guard let groups = Self.groups(part, isLast: parts.isEmpty) else { return nil }
            if tail == nil { head += groups } else { tail? += groups }
        }
        let missing = 8 - head.count - (tail?.count ?? 0)
        guard tail == nil ? missing == 0 : missing >= 1 else { return nil }
        let all = head + [UInt16](repeating: 0, count: missing) + (tail ?? [])
        self.init(high: Self.number(all[..<4]), low: Self.number(all[4...]))
    }

    private static func groups(_ part: ArraySlice<UInt8>, isLast: Bool) -> [UInt16]? {
        if isLast, let address = IPv4Address(ascii: part.span) {
            return [UInt16(truncatingIfNeeded: address.rawValue >> 16), UInt16(truncatingIfNeeded: address.rawValue)]
        }
        guard (1...4).contains(part.count) else { return nil }
        let padding = [UInt8](repeating: UInt8(ascii: "0"), count: 4 - part.count)
        guard let octets = Hex.decode(padding + part) else { return nil }
        return [octets.reduce(0) { $0 << 8 | UInt16($1) }]
    }

    private static func number(_ groups: ArraySlice<UInt16>) -> UInt64 { groups.reduce(0) { $0 << 16 | UInt64($1) } }
}
