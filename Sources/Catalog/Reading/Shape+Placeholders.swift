extension Shape where Value == PlaceholderText {
    /// One line of text with placeholders.
    static var placeholderText: Self {
        .scalar("some text") { text throws(Mismatch) in
            try PlaceholderText(OneLine.check(text))
        }
    }

    /// A path or a URL: text without blanks.
    static var location: Self {
        .scalar("a path or a URL, such as /assets/vmlinuz") { text throws(Mismatch) in
            guard !text.contains(where: \.isWhitespace) else { return nil }
            return try PlaceholderText(OneLine.check(text))
        }
    }

    /// What firmware loads; a path must fit the `file` field of DHCP, which a NUL ends (RFC 2131 section 2).
    static var loader: Self {
        .scalar("a path on the TFTP server or a URL, such as ipxe.efi") { text throws(Mismatch) in
            let longest = text.contains("://") ? 255 : 127
            guard !text.contains(where: \.isWhitespace) else { return nil }
            guard text.utf8.count <= longest else {
                throw Mismatch("is longer than the \(longest) bytes that DHCP can carry")
            }
            return try PlaceholderText(OneLine.check(text))
        }
    }
}
