/// Text from anywhere, made fit for one line of a log, a table or a terminal.
public enum VisibleText {
    /// The text with each character that ends a line, cannot be seen, or hides what stands beside it, written as a number.
    public static func of(_ text: String) -> String {
        text.unicodeScalars.allSatisfy(isVisible) ? text : text.unicodeScalars.map(escaped).joined()
    }

    /// The same of one character.
    public static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": #"\n"#
        case "\r": #"\r"#
        case "\t": #"\t"#
        default: isVisible(scalar) ? "\(scalar)" : "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }

    /// Neither a control character, nor one that hides, turns round or breaks what stands beside it.
    public static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
        return ![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }
}
