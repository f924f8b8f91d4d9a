/// Percent-encoding of URIs (RFC 3986 section 2.1).
enum PercentEncoding {
    /// The octets that `encoded` stands for; nil when an escape is cut short or not hexadecimal.
    static func decode(_ encoded: some Sequence<UInt8>, plusIsBlank: Bool = false) -> [UInt8]? {
        var octets: [UInt8] = []
        var rest = encoded.makeIterator()
        while let octet = rest.next() {
            switch octet {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
                octets.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsBlank: octets.append(UInt8(ascii: " "))
            default: octets.append(octet)
            }
        }
        return octets
    }

    /// The text as one segment of a path: all but RFC 3986's unreserved characters is escaped.
    static func segment(_ text: String) -> String {
        escape(text) { octet in
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                true
            default: false
            }
        }
    }

    /// Escapes what a header must not hold, and leaves the escapes that are there.
    static func visible(_ text: String) -> String {
        escape(text) { (0x21...0x7E).contains($0) }
    }

    private static func escape(_ text: String, unless isPlain: (UInt8) -> Bool) -> String {
        var ascii: [UInt8] = []
        for octet in text.utf8 {
            if isPlain(octet) {
                ascii.append(octet)
            } else {
                ascii += [UInt8(ascii: "%"), hexDigit(octet >> 4), hexDigit(octet & 15)]
            }
        }
        return String(decoding: ascii, as: UTF8.self)
    }

    private static func digit(_ ascii: UInt8) -> UInt8? {
        switch ascii {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): ascii &- UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): ascii &- UInt8(ascii: "a") &+ 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): ascii &- UInt8(ascii: "A") &+ 10
        default: nil
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "A") &+ (value &- 10)
    }
}
