import CJSONC

/// A value that json-c holds; given back to it when the tree goes.
@safe struct JSONTree: ~Copyable {
    private let raw: OpaquePointer?

    /// Reads a text that has been scanned.
    init(parsing text: Span<UInt8>) throws(JSONError) {
        unsafe raw = try Self.parse(text)
    }

    private static func parse(_ text: Span<UInt8>) throws(JSONError) -> OpaquePointer? {
        // One level more than the scanner lets through: json-c counts a plain value as one.
        guard let tokener = unsafe json_tokener_new_ex(Int32(JSONParser.depthLimit + 1)) else {
            throw .malformed("there is no memory to read it", offset: 0)
        }
        defer { unsafe json_tokener_free(tokener) }
        unsafe json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8)
        let parsed = unsafe parseClosed(text, tokener)
        let failure = unsafe json_tokener_get_error(tokener)
        guard failure == json_tokener_success else {
            let offset = min(text.count, unsafe Int(clamping: json_tokener_get_parse_end(tokener)))
            throw .malformed(unsafe String(cString: json_tokener_error_desc(failure)), offset: offset)
        }
        return unsafe parsed
    }

    init(_ value: JSONValue) {
        unsafe raw = value.makeTree()
    }

    deinit {
        unsafe _ = json_object_put(raw)
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

    var value: JSONValue { unsafe JSONValue(raw) }

    /// The tree's text: on one line, or indented for people.
    func text(pretty: Bool = false) -> [UInt8] {
        var length = 0
        let flags =
            JSON_C_TO_STRING_NOSLASHESCAPE | (pretty ? JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED : JSON_C_TO_STRING_PLAIN)
        guard let text = unsafe json_object_to_json_string_length(raw, flags, &length) else { return Array("null".utf8) }
        return unsafe UnsafeBufferPointer(start: text, count: length).withMemoryRebound(to: UInt8.self) { unsafe Array($0) }
    }
}

extension JSONValue {
    /// Copies a tree of json-c's. Its depth is bounded by what read it.
    fileprivate init(_ raw: OpaquePointer?) {
        switch unsafe json_object_get_type(raw) {
        case json_type_boolean: self = .bool(unsafe json_object_get_boolean(raw) != 0)
        case json_type_int: self = unsafe .integer(json_object_get_int64(raw))
        case json_type_double:
            let text = unsafe json_object_to_json_string_ext(raw, JSON_C_TO_STRING_PLAIN).map { unsafe String(cString: $0) }
            self = .number(unsafe json_object_get_double(raw), text: text ?? "")
        case json_type_string: self = .string(unsafe Self.string(raw))
        case json_type_array:
            let count = unsafe json_object_array_length(raw)
            self = .array((0..<count).map { unsafe JSONValue(json_object_array_get_idx(raw, $0)) })
        case json_type_object: self = .object(JSONObject(unsafe Self.members(raw)))
        default: self = .null
        }
    }

    private static func string(_ raw: OpaquePointer?) -> String {
        let length = unsafe Int(json_object_get_string_len(raw))
        guard let start = unsafe json_object_get_string(raw) else { return "" }
        return unsafe UnsafeBufferPointer(start: start, count: length).withMemoryRebound(to: UInt8.self) {
            unsafe String(decoding: $0, as: UTF8.self)
        }
    }

    private static func members(_ raw: OpaquePointer?) -> [(String, JSONValue)] {
        var members: [(String, JSONValue)] = []
        var iterator = unsafe json_object_iter_begin(raw)
        var end = unsafe json_object_iter_end(raw)
        while unsafe json_object_iter_equal(&iterator, &end) == 0 {
            if let name = unsafe json_object_iter_peek_name(&iterator) {
                unsafe members.append((String(cString: name), JSONValue(json_object_iter_peek_value(&iterator))))
            }
            unsafe json_object_iter_next(&iterator)
        }
        return members
    }

    fileprivate func makeTree() -> OpaquePointer? {
        switch self {
        case .null: return nil
        case .bool(let value): return unsafe json_object_new_boolean(value ? 1 : 0)
        case .integer(let value): return unsafe json_object_new_int64(value)
        case .number(let value, let text): return unsafe json_object_new_double_s(value, text)
        case .string(var value):
            return value.withUTF8 { utf8 in
                guard utf8.count > 0 else { return unsafe json_object_new_string("") }
                return unsafe utf8.withMemoryRebound(to: CChar.self) {
                    unsafe json_object_new_string_len($0.baseAddress, Int32(clamping: $0.count))
                }
            }
        case .array(let elements):
            let array = unsafe json_object_new_array()
            for element in elements { unsafe _ = json_object_array_add(array, element.makeTree()) }
            return unsafe array
        case .object(let object):
            let tree = unsafe json_object_new_object()
            for member in object.members { unsafe _ = json_object_object_add(tree, member.name, member.value.makeTree()) }
            return unsafe tree
        }
    }
}
