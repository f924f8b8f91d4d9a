import CJSONC

extension JSONValue {
    /// Reads one value, which must be all of `text`.
    public init(parsing text: [UInt8]) throws(JSONError) {
        let document = try JSONParser().parse(text)
        self.init(document.root)
    }

    /// Copies what `view` shows. Its depth is bounded by the parser's limit.
    public init(_ view: borrowing JSONView) {
        switch unsafe json_object_get_type(view.raw) {
        case json_type_boolean: self = .bool(view.bool ?? false)
        case json_type_int: self = .integer(view.integer ?? 0)
        case json_type_double:
            let text = unsafe json_object_to_json_string_ext(view.raw, JSON_C_TO_STRING_PLAIN).map { unsafe String(cString: $0) }
            self = .number(unsafe json_object_get_double(view.raw), text: text ?? "")
        case json_type_string: self = .string(view.string ?? "")
        case json_type_array: self = .array((0..<view.count).map { JSONValue(view.element($0)) })
        case json_type_object:
            var members: [(String, JSONValue)] = []
            unsafe view.forEachMember { name, value in
                unsafe members.append((String(cString: name), JSONValue(JSONView(value))))
            }
            self = .object(JSONObject(members))
        default: self = .null
        }
    }

    /// The value's text: on one line, or indented for people.
    public func text(pretty: Bool = false) -> String {
        let tree = unsafe makeTree()
        defer { unsafe _ = json_object_put(tree) }
        var length = 0
        let flags =
            JSON_C_TO_STRING_NOSLASHESCAPE | (pretty ? JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED : JSON_C_TO_STRING_PLAIN)
        guard let text = unsafe json_object_to_json_string_length(tree, flags, &length) else { return "null" }
        return unsafe UnsafeBufferPointer(start: text, count: length).withMemoryRebound(to: UInt8.self) {
            unsafe String(decoding: $0, as: UTF8.self)
        }
    }

    func makeTree() -> OpaquePointer? {
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
