public import JSON

/// A call as it arrived: `{"method", "parameters", "more", "oneway"}`.
public struct VarlinkCall: ~Copyable {
    /// Interface and method: `io.bootd.Control.Info`.
    public let method: String
    /// The caller takes several replies.
    public let more: Bool
    /// The caller waits for no reply.
    public let oneway: Bool
    private let document: JSONDocument

    public init(parsing message: [UInt8], with parser: borrowing JSONParser) throws(JSONError) {
        let document = try parser.parse(message)
        let header = try Self.header(document)
        (method, more, oneway) = header
        self.document = document
    }

    /// The parameters; a look at null when there are none.
    public var parameters: JSONView {
        @_lifetime(borrow self) get { document.root.memberOrNull("parameters") }
    }

    private static func header(_ document: borrowing JSONDocument) throws(JSONError) -> (String, Bool, Bool) {
        let root = document.root
        guard root.isObject else { throw .malformed("a call is an object", offset: 0) }
        _ = try root.optional("parameters", "an object") { $0.isObject ? true : nil }
        let (more, oneway) = try (root.flag("more"), root.flag("oneway"))
        if more, oneway { throw .invalid(name: "oneway", expected: "for a call that wants more replies") }
        return (try root.string("method"), more, oneway)
    }

    /// Appends a call, NUL and all, to `output`.
    public static func append(
        _ method: StaticString, more: Bool = false, oneway: Bool = false, to output: inout [UInt8],
        parameters: ((inout JSONWriter) -> Void)? = nil
    ) {
        JSONWriter.append(to: &output) { writer in
            writer.set("method", literal: method)
            if let parameters { writer.set("parameters", object: parameters) }
            if more { writer.set("more", true) }
            if oneway { writer.set("oneway", true) }
        }
        output.append(0)
    }
}
