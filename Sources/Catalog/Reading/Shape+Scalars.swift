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

    static var domain: Self {
        .scalar("a domain name, such as lab.example.org") { text in
            Name.isValid(text) && !text.contains("..") ? text : nil
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

extension Shape where Value == UInt16 {
    static var port: Self {
        .scalar("a port, a number from 1 to 65535") { text in
            guard text.utf8.first != UInt8(ascii: "+"), let port = UInt16(text), port > 0 else { return nil }
            return port
        }
    }
}

extension Shape where Value == UInt32 {
    /// Seconds: `12h`, `1h30m`, `7d`, or a bare number.
    static var duration: Self {
        .scalar("a time, such as 12h, 90m, 1h30m, 7d, or a number of seconds") { text in
            TimeSpan.seconds(text)
        }
    }

    /// Seconds; 0 for `never`.
    static var durationOrNever: Self {
        .scalar("a time, such as 5m or 1h30m, or never") { text in
            text == "never" ? 0 : TimeSpan.seconds(text)
        }
    }
}

/// Spans of time as people write them.
private enum TimeSpan {
    private static let units: [Character: UInt32] = ["s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604_800]

    /// At least one second, and less than DHCP's sign for "for ever" (2^32 - 1).
    static func seconds(_ text: String) -> UInt32? {
        var (total, number): (UInt32, UInt32?) = (0, nil)
        for character in text + (text.last?.isNumber == true ? "s" : "") {
            if character.isASCII, let digit = character.wholeNumberValue {
                guard let next = UInt32("\(number ?? 0)\(digit)") else { return nil }
                number = next
                continue
            }
            guard let unit = units[character], let count = number else { return nil }
            let (product, isTooLarge) = count.multipliedReportingOverflow(by: unit)
            let (sum, overflow) = total.addingReportingOverflow(product)
            guard !isTooLarge, !overflow else { return nil }
            (total, number) = (sum, nil)
        }
        return number == nil && total > 0 && total < .max ? total : nil
    }
}
