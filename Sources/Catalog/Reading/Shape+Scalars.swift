import NetworkValues

extension Shape where Value == String {
    /// Text on one line.
    static var text: Self {
        .scalar("some text") { text throws(Mismatch) in try OneLine.check(text) }
    }

    /// A path from the root of the file system, without a slash at its end.
    static var directory: Self {
        .scalar("a path from the root, such as /var/lib/bootd/tftp") { text in
            guard text.hasPrefix("/"), text.utf8.count < 4096, !text.utf8.contains(0) else { return nil }
            let path = String(text.reversed().drop { $0 == "/" }.reversed())
            return path.isEmpty ? "/" : path
        }
    }

    /// A file beneath one of our directories.
    static var relativePath: Self {
        .scalar("the name of a file, such as node.ign") { text in
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard text.utf8.count < 1024, !text.utf8.contains(0) else { return nil }
            return parts.allSatisfy { !["", ".", ".."].contains($0) } ? text : nil
        }
    }

    /// The name of something that is named by being used.
    static var name: Self {
        .scalar("a name of letters, digits, \".\", \"-\" and \"_\", such as rack1") { Name.isValid($0) ? $0 : nil }
    }

    /// What an option of DHCP can carry (RFC 8910 section 2: without a NUL).
    static var url: Self {
        .scalar("a URL, such as https://portal.example.org/api") { text throws(Mismatch) in
            let isURL = text.hasPrefix("https://") || text.hasPrefix("http://")
            guard isURL, !text.contains(where: \.isWhitespace) else { return nil }
            guard text.utf8.count <= 255 else { throw Mismatch("is longer than the 255 bytes that DHCP can carry") }
            return try OneLine.check(text)
        }
    }

    static var domain: Self {
        .scalar("a domain name, such as lab.example.org") { text in
            Name.isValid(text) && !text.contains("..") ? text : nil
        }
    }
}

extension Shape where Value == [UInt8] {
    /// What a machine or a relay calls itself: octets in pairs of digits with colons between them, or else text.
    static var identifier: Self {
        .scalar("text, or octets such as 01:52:54:00:00:00:01") { text throws(Mismatch) in
            let octets = try Identifier(OneLine.check(text)).octets
            guard octets.count <= 255 else { throw Mismatch("is longer than the 255 bytes that DHCP can carry") }
            return octets
        }
    }
}

/// Text that cannot break out of the line that it is written into.
enum OneLine {
    /// The text, unless it is empty or has control characters.
    static func check(_ text: String) throws(Mismatch) -> String {
        if text.isEmpty { throw Mismatch("is empty") }
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            throw Mismatch("\(quoted(text)) has a line break or another control character in it")
        }
        return text
    }
}

extension Shape where Value == Bool {
    /// YAML 1.2 reads `yes` as text; where a truth value is expected it is one.
    static var truth: Self {
        .scalar("yes or no") { text in
            switch text.lowercased() {
            case "yes", "true": true
            case "no", "false": false
            default: nil
            }
        }
    }
}

extension Shape where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of a few words.
    static var oneOf: Self {
        let words = Value.allCases.map(\.rawValue)
        return .scalar(words.joined(separator: " or ")) { text throws(Mismatch) in
            if let value = Value(rawValue: text) { return value }
            throw Mismatch("expected \(words.joined(separator: " or ")), found \(quoted(text))")
        }
    }
}

extension Shape where Value == UInt16 {
    static var port: Self {
        .scalar("a port, a number from 1 to 65535") { text in
            guard text.utf8.first != UInt8(ascii: "+"), let port = UInt16(text), port > 0 else { return nil }
            return port
        }
    }
}

extension Shape where Value == UInt32 {
    /// A number; 0 is no limit.
    static var limit: Self {
        .scalar("a number, or 0 for no limit") { text in
            text.utf8.first == UInt8(ascii: "+") ? nil : UInt32(text)
        }
    }

    /// Seconds: `12h`, `1h30m`, `7d`, or a bare number.
    static var duration: Self {
        .scalar("a time, such as 12h, 90m, 1h30m, 7d, or a number of seconds") { text in
            TimeSpan.seconds(text)
        }
    }

    /// Seconds that a client without IPv4 waits: at least the 300 that it waits anyhow (RFC 8925 section 3.4).
    static var ipv6OnlyWait: Self {
        .scalar("a time of 5m or more, such as 30m") { text in
            TimeSpan.seconds(text).flatMap { $0 >= 300 ? $0 : nil }
        }
    }

    /// Seconds; 0 for `never`.
    static var durationOrNever: Self {
        .scalar("a time, such as 5m or 1h30m, or never") { text in
            text == "never" ? 0 : TimeSpan.seconds(text)
        }
    }
}
