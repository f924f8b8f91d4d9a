import CJSONC

/// Builds one JSON object in json-c. Names are literals, each set once.
@safe public struct JSONWriter: ~Copyable {
    private let raw: OpaquePointer?

    public init() {
        unsafe raw = json_object_new_object()
    }

    deinit {
        unsafe _ = json_object_put(raw)
    }

    public mutating func set(_ name: StaticString, _ value: String) {
        unsafe add(name, Self.make(value))
    }

    /// Sets a literal, without the making of a String.
    public mutating func set(_ name: StaticString, literal value: StaticString) {
        unsafe add(name, value.withUTF8Buffer { unsafe Self.make($0) })
    }

    /// Sets a string from octets that are UTF-8 already.
    public mutating func set(_ name: StaticString, utf8 value: [UInt8]) {
        unsafe add(name, Self.make(value))
    }

    public mutating func set(_ name: StaticString, _ value: Bool) {
        unsafe add(name, json_object_new_boolean(value ? 1 : 0))
    }

    @inlinable
    public mutating func set(_ name: StaticString, _ value: some BinaryInteger) {
        set(name, integer: Int64(clamping: value))
    }

    @usableFromInline
    mutating func set(_ name: StaticString, integer value: Int64) {
        unsafe add(name, json_object_new_int64(value))
    }

    public mutating func set(_ name: StaticString, _ value: JSONValue) {
        unsafe add(name, value.makeTree())
    }

    public mutating func set(_ name: StaticString, _ value: [String]) {
        let array = unsafe json_object_new_array()
        for element in value { unsafe _ = json_object_array_add(array, Self.make(element)) }
        unsafe add(name, array)
    }

    /// Sets an object that `body` fills.
    public mutating func set(_ name: StaticString, object body: (inout JSONWriter) -> Void) {
        unsafe add(name, Self.build(body))
    }

    /// Sets an array of objects, each filled by `body`.
    public mutating func set<Element>(
        _ name: StaticString, objects elements: [Element], _ body: (Element, inout JSONWriter) -> Void
    ) {
        let array = unsafe json_object_new_array()
        for element in elements { unsafe _ = json_object_array_add(array, Self.build { body(element, &$0) }) }
        unsafe add(name, array)
    }

    /// Appends the object's text to `output`, on one line.
    public func append(to output: inout [UInt8]) {
        unsafe Self.append(raw, to: &output, pretty: false)
    }

    static func append(_ raw: OpaquePointer?, to output: inout [UInt8], pretty: Bool) {
        var length = 0
        let flags =
            JSON_C_TO_STRING_NOSLASHESCAPE | (pretty ? JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED : JSON_C_TO_STRING_PLAIN)
        guard let text = unsafe json_object_to_json_string_length(raw, flags, &length) else { return }
        unsafe UnsafeBufferPointer(start: text, count: length).withMemoryRebound(to: UInt8.self) {
            unsafe output.append(contentsOf: $0)
        }
    }

    static func make(_ string: String) -> OpaquePointer? {
        var string = string
        return string.withUTF8 { unsafe make($0) }
    }

    private static func make(_ utf8: [UInt8]) -> OpaquePointer? {
        unsafe utf8.withUnsafeBufferPointer { unsafe make($0) }
    }

    private static func make(_ utf8: UnsafeBufferPointer<UInt8>) -> OpaquePointer? {
        guard utf8.count > 0 else { return unsafe json_object_new_string("") }
        return unsafe utf8.withMemoryRebound(to: CChar.self) {
            unsafe json_object_new_string_len($0.baseAddress, Int32(clamping: $0.count))
        }
    }

    private static func build(_ body: (inout JSONWriter) -> Void) -> OpaquePointer? {
        var writer = JSONWriter()
        body(&writer)
        return unsafe json_object_get(writer.raw)
    }

    private mutating func add(_ name: StaticString, _ value: OpaquePointer?) {
        // The literal lives as long as the process, so json-c need not copy it.
        let flags = UInt32(JSON_C_OBJECT_ADD_KEY_IS_NEW | JSON_C_OBJECT_ADD_CONSTANT_KEY)
        name.withUTF8Buffer { key in
            unsafe key.withMemoryRebound(to: CChar.self) {
                unsafe _ = json_object_object_add_ex(raw, $0.baseAddress, value, flags)
            }
        }
    }
}
