public import JSON

/// A reply as it arrived: `{"parameters", "continues"}` or `{"error", "parameters"}`.
public struct VarlinkReply: ~Copyable {
    /// The name of the error; nil when the call succeeded.
    public let error: String?
    /// More replies to the same call follow.
    public let continues: Bool
    private let document: JSONDocument

    public init(parsing message: [UInt8], with parser: borrowing JSONParser) throws(JSONError) {
        let document = try parser.parse(message)
        let header = try Self.header(document)
        (error, continues) = header
        self.document = document
    }

    /// The parameters; a look at null when there are none.
    public var parameters: JSONView {
        @_lifetime(borrow self) get { document.root.memberOrNull("parameters") }
    }

    /// The error with its parameters; nil when the call succeeded.
    public var failure: VarlinkFailure? {
        error.map { VarlinkFailure($0, JSONValue(parameters)) }
    }

    private static func header(_ document: borrowing JSONDocument) throws(JSONError) -> (String?, Bool) {
        let root = document.root
        guard root.isObject else { throw .malformed("a reply is an object", offset: 0) }
        _ = try root.optional("parameters", "an object") { $0.isObject ? true : nil }
        return try (root.optionalString("error"), root.flag("continues"))
    }

    /// Appends a reply, NUL and all, to `output`.
    public static func append(
        to output: inout [UInt8], continues: Bool = false, parameters: (inout JSONWriter) -> Void = { _ in }
    ) {
        JSONWriter.append(to: &output) { writer in
            writer.set("parameters", object: parameters)
            if continues { writer.set("continues", true) }
        }
        output.append(0)
    }

    /// Appends an error, NUL and all, to `output`.
    public static func append(_ failure: VarlinkFailure, to output: inout [UInt8]) {
        JSONWriter.append(to: &output) { writer in
            writer.set("error", failure.name)
            writer.set("parameters", failure.parameters)
        }
        output.append(0)
    }
}
