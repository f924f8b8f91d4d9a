extension JSONValue {
    /// Reads one value, which must be all of `text`.
    public init(parsing text: [UInt8]) throws(JSONError) {
        let document = try JSONParser().parse(text)
        self = document.root.value
    }

    /// Copies what `view` shows.
    public init(_ view: borrowing JSONView) {
        self = view.value
    }

    /// The value's text: on one line, or indented for people.
    public func text(pretty: Bool = false) -> String {
        String(decoding: JSONTree(self).text(pretty: pretty), as: UTF8.self)
    }
}
