import CJSONC

/// Reads JSON texts, one after the other, with one kept json-c tokener.
@safe public struct JSONParser: ~Copyable {
    /// A configuration may be 32 levels deep; this leaves room for what wraps its parts in messages.
    public static let depthLimit = 64

    /// Nil when there was no memory for one: then nothing can be read.
    private let tokener: UnsafeMutablePointer<json_tokener>?

    public init() {
        // Names are short, and those that are looked up are ours: the cheaper hash is enough.
        json_global_set_string_hash(JSON_C_STR_HASH_PERLLIKE)
        unsafe tokener = json_tokener_new_ex(Int32(Self.depthLimit + 1))
    }

    deinit {
        if let tokener = unsafe tokener { unsafe json_tokener_free(tokener) }
    }

    /// Reads one value, which must be all of `text`.
    public func parse(_ text: [UInt8]) throws(JSONError) -> JSONDocument {
        try parse(text.span)
    }

    /// Reads one value, which must be all of `text`.
    public func parse(_ text: Span<UInt8>) throws(JSONError) -> JSONDocument {
        guard let tokener = unsafe tokener else { throw .malformed("there is no memory to read it", offset: 0) }
        var scanner = JSONScanner(depthLimit: Self.depthLimit)
        try scanner.scan(text)
        unsafe json_tokener_reset(tokener)
        unsafe json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | (scanner.isASCII ? 0 : JSON_TOKENER_VALIDATE_UTF8))
        let parsed = unsafe Self.parseClosed(text, tokener)
        let failure = unsafe json_tokener_get_error(tokener)
        guard failure == json_tokener_success else {
            let what =
                failure == json_tokener_continue
                ? "text without an end" : unsafe String(cString: json_tokener_error_desc(failure))
            throw .malformed(what, offset: min(text.count, unsafe Int(clamping: json_tokener_get_parse_end(tokener))))
        }
        let document = unsafe JSONDocument(owning: parsed)
        guard document.nameCount == scanner.names else { throw .duplicateName }
        return document
    }

    /// Gives json-c the text and a NUL after it, which ends a bare number or literal.
    private static func parseClosed(_ text: Span<UInt8>, _ tokener: UnsafeMutablePointer<json_tokener>) -> OpaquePointer? {
        let value = unsafe text.withUnsafeBufferPointer { buffer in
            unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
                unsafe json_tokener_parse_ex(tokener, characters.baseAddress, Int32(clamping: characters.count))
            }
        }
        guard unsafe json_tokener_get_error(tokener) == json_tokener_continue else { return unsafe value }
        return unsafe json_tokener_parse_ex(tokener, "", 1)
    }
}

/// A value that json-c holds; given back to it when the document goes.
@safe public struct JSONDocument: ~Copyable {
    private let raw: OpaquePointer?

    init(owning raw: OpaquePointer?) {
        unsafe self.raw = raw
    }

    deinit {
        unsafe _ = json_object_put(raw)
    }

    var nameCount: Int { unsafe JSONView(raw).nameCount }

    public var root: JSONView {
        @_lifetime(borrow self) get { unsafe JSONView(raw) }
    }
}
