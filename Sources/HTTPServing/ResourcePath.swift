/// The path of a request, decoded and clean: no segment is empty, a dot or two dots, and none holds a slash or a control.
///
/// It cannot leave its root. The process still opens it beneath the root's descriptor, because links can.
public struct ResourcePath: Hashable, Sendable {
    public let segments: [String]
    /// Whether the path was written as that of a directory: `/`, `a/`, `a/.`, `a/..`.
    public let endsInSlash: Bool

    /// Takes segments that are clean already.
    init(segments: [String], endsInSlash: Bool) {
        self.segments = segments
        self.endsInSlash = endsInSlash
    }

    /// Decodes and cleans the path of a URI (RFC 3986 sections 2.4 and 5.2.4).
    ///
    /// An empty path is the root; two dots at the root stay there. A backslash is a character like any other.
    init(encoded: Substring.UTF8View) throws(TargetRefusal) {
        var clean: [String] = []
        var endsInSlash = true
        for part in encoded.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            let segment = try Self.decoded(part)
            endsInSlash = ["", ".", ".."].contains(segment)
            if segment == ".." { _ = clean.popLast() }
            if !endsInSlash { clean.append(segment) }
        }
        self.init(segments: clean, endsInSlash: endsInSlash)
    }

    /// The path relative to its root, `.` for the root itself; what `openat2` takes.
    public var relative: String { segments.isEmpty ? "." : segments.joined(separator: "/") }

    /// The part below the first segment.
    var tail: ResourcePath { ResourcePath(segments: Array(segments.dropFirst()), endsInSlash: endsInSlash) }

    private static func decoded(_ part: Substring.UTF8View) throws(TargetRefusal) -> String {
        guard let octets = PercentEncoding.decode(part) else { throw .badEscape }
        guard !octets.contains(UInt8(ascii: "/")) else { throw .encodedSlash }
        guard !octets.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { throw .controlCharacter }
        guard let text = String(validating: octets, as: UTF8.self) else { throw .notUTF8 }
        return text
    }
}
