extension String {
    /// The text with A to Z made small and all else left alone: how TFTP compares modes and option names.
    var asciiLowercased: String {
        String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// Text from the network that a terminal may be shown: control characters become question marks.
    init(printing octets: some Collection<UInt8>) {
        self.init(decoding: octets.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
    }
}
