/// Reads JSON texts (RFC 8259), each as a whole: what is no JSON anywhere is refused before a member of it is looked at.
///
/// The values stay in the text until somebody wants them: to have json-c build a tree of every message took a quarter of a DHCP
/// exchange's instructions. What is not plain is json-c's: escapes, numbers other than integers, trees.
public struct JSONParser: Sendable {
    /// A configuration may be 32 levels deep; this leaves room for what wraps its parts in messages.
    public static let depthLimit = 64

    public init() {}

    /// Reads one value, which must be all of `text`.
    public func parse(_ text: [UInt8]) throws(JSONError) -> JSONDocument {
        let scanned = try Self.scan(text)
        guard scanned.hasOddNames else { return JSONDocument(text: text, nodes: scanned.nodes) }
        // json-c takes each name once, and writes it without the escapes that it can do without.
        let plain = try JSONTree(parsing: text.span).text()
        let again = try Self.scan(plain)
        guard again.nodes.count == scanned.nodes.count else { throw .duplicateName }
        return JSONDocument(text: plain, nodes: again.nodes)
    }

    private static func scan(_ text: [UInt8]) throws(JSONError) -> JSONScanner {
        var scanner = JSONScanner(depthLimit: depthLimit)
        try scanner.scan(text.span)
        return scanner
    }
}

/// A text that is JSON, and the places of its values.
public struct JSONDocument: ~Copyable {
    private let text: [UInt8]
    private let nodes: [JSONNode]

    init(text: [UInt8], nodes: [JSONNode]) {
        self.text = text
        self.nodes = nodes
    }

    public var root: JSONView {
        @_lifetime(borrow self) get { JSONView(text.span, nodes.span, 0) }
    }
}
