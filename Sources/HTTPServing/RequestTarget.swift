/// What a request line asks for: a path and the query as it was received (RFC 9112 section 3.2).
public struct RequestTarget: Hashable, Sendable {
    /// A target may not be longer, in octets.
    public static let maximumLength = 8192

    public let path: ResourcePath
    /// What follows the question mark, not decoded; empty when there is none.
    public let query: String

    /// Reads the origin form `/path?query` or the absolute form `http://host/path?query`.
    public init(_ text: String) throws(TargetRefusal) {
        let octets = text.utf8[...]
        guard octets.count <= Self.maximumLength else { throw .tooLong }
        guard !octets.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else { throw .controlCharacter }
        let local = try Self.local(octets)
        let mark = local.firstIndex(of: UInt8(ascii: "?")) ?? local.endIndex
        path = try ResourcePath(encoded: local[..<mark])
        query = String(Substring(local[mark...].dropFirst()))
    }

    /// The target without scheme and authority.
    private static func local(_ octets: Substring.UTF8View) throws(TargetRefusal) -> Substring.UTF8View {
        guard octets.first != UInt8(ascii: "/") else { return octets }
        let parts = octets.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].starts(with: "//".utf8),
            ["http", "https"].contains(String(Substring(parts[0])).lowercased())
        else { throw .notAPath }
        let rest = parts[1].dropFirst(2)
        let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        guard end > rest.startIndex else { throw .notAPath }
        return rest[end...]
    }
}

/// Why a request target is not served.
public enum TargetRefusal: Error, Hashable, Sendable {
    case tooLong
    /// Neither a path nor an http URI: `*`, or `host:port`.
    case notAPath
    /// A percent sign without two hexadecimal digits.
    case badEscape
    /// `%2F` in a path.
    case encodedSlash
    /// NUL, a line end or another control, plain or encoded, or a blank that is not encoded.
    case controlCharacter
    /// A path that is not UTF-8 when decoded.
    case notUTF8
}

extension TargetRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLong: "the request target is longer than \(RequestTarget.maximumLength) bytes"
        case .notAPath: "the request target is neither a path nor an http URI"
        case .badEscape: "the path has a percent sign without two hexadecimal digits"
        case .encodedSlash: "the path has an encoded slash"
        case .controlCharacter: "the request target has a control character or a blank"
        case .notUTF8: "the path is not UTF-8"
        }
    }
}
