internal import NetworkValues

/// Records of comma-separated values under a header (RFC 4180, with the line ends of Unix).
struct CSV {
    private(set) var text = ""

    init(_ titles: String...) {
        append(titles)
    }

    /// Appends a record; what there is nothing to say about is empty.
    mutating func append(_ fields: String?...) {
        append(fields.map { $0 ?? "" })
    }

    private mutating func append(_ fields: [String]) {
        text += fields.map { Self.field(VisibleText.of($0)) }.joined(separator: ",") + "\n"
    }

    private static func field(_ value: String) -> String {
        guard value.contains(where: { $0 == "," || $0 == "\"" }) else { return value }
        return "\"" + value.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
