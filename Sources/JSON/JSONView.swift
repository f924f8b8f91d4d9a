import CJSONC

/// A look at a value inside a `JSONDocument`, without a copy of it. A member that is null counts as absent.
@safe public struct JSONView: ~Escapable {
    let raw: OpaquePointer?

    @_lifetime(immortal)
    init(_ raw: OpaquePointer?) {
        unsafe self.raw = raw
    }

    public var isObject: Bool { unsafe json_object_get_type(raw) == json_type_object }
    public var isArray: Bool { unsafe json_object_get_type(raw) == json_type_array }

    /// The member, when this is an object that has it and it is not null.
    @_lifetime(copy self)
    public func member(_ name: StaticString) -> JSONView? {
        var found: OpaquePointer?
        let isThere = name.withUTF8Buffer { key in
            unsafe key.withMemoryRebound(to: CChar.self) { unsafe json_object_object_get_ex(raw, $0.baseAddress, &found) }
        }
        guard isThere != 0, unsafe found != nil else { return nil }
        return unsafe JSONView(found)
    }

    /// The member, or a look at null.
    @_lifetime(copy self)
    public func memberOrNull(_ name: StaticString) -> JSONView {
        if let found = member(name) { return found }
        return unsafe JSONView(nil)
    }

    /// The member that must be there.
    @_lifetime(copy self)
    public func required(_ name: StaticString) throws(JSONError) -> JSONView {
        guard let view = member(name) else { throw .missing(name: "\(name)") }
        return view
    }

    /// How many elements there are; 0 for anything but an array.
    public var count: Int { isArray ? unsafe json_object_array_length(raw) : 0 }

    /// The element at `index`, null when there is none.
    @_lifetime(copy self)
    public func element(_ index: Int) -> JSONView {
        guard isArray, index >= 0 else { return unsafe JSONView(nil) }
        return unsafe JSONView(json_object_array_get_idx(raw, index))
    }

    public var string: String? {
        guard unsafe json_object_get_type(raw) == json_type_string else { return nil }
        let length = unsafe Int(json_object_get_string_len(raw))
        guard let start = unsafe json_object_get_string(raw) else { return nil }
        return unsafe UnsafeBufferPointer(start: start, count: length).withMemoryRebound(to: UInt8.self) {
            unsafe String(decoding: $0, as: UTF8.self)
        }
    }

    /// What a string consists of, without the making of a String.
    public var utf8: Span<UInt8>? {
        @_lifetime(copy self)
        get {
            guard unsafe json_object_get_type(raw) == json_type_string else { return nil }
            let length = unsafe Int(json_object_get_string_len(raw))
            guard let start = unsafe UnsafeRawPointer(json_object_get_string(raw)) else { return nil }
            // json-c keeps the text for as long as the value lives, and so for as long as we look at it.
            let octets = unsafe Span<UInt8>(_unsafeStart: start.assumingMemoryBound(to: UInt8.self), count: length)
            return unsafe _overrideLifetime(octets, copying: self)
        }
    }

    /// The octets of a string.
    public var octets: [UInt8]? {
        guard let utf8 else { return nil }
        return unsafe utf8.withUnsafeBufferPointer { unsafe Array($0) }
    }

    public var integer: Int64? {
        guard unsafe json_object_get_type(raw) == json_type_int else { return nil }
        return unsafe json_object_get_int64(raw)
    }

    public var bool: Bool? {
        guard unsafe json_object_get_type(raw) == json_type_boolean else { return nil }
        return unsafe json_object_get_boolean(raw) != 0
    }

    /// How many names stand in this value and in all that it holds.
    var nameCount: Int {
        switch unsafe json_object_get_type(raw) {
        case json_type_object:
            var names = 0
            unsafe forEachMember { _, value in names += unsafe 1 + JSONView(value).nameCount }
            return names
        case json_type_array:
            return (0..<count).reduce(0) { $0 + element($1).nameCount }
        default:
            return 0
        }
    }

    /// Calls `body` with each member in the order of the text.
    func forEachMember(_ body: (UnsafePointer<CChar>, OpaquePointer?) -> Void) {
        guard isObject else { return }
        var iterator = unsafe json_object_iter_begin(raw)
        var end = unsafe json_object_iter_end(raw)
        while unsafe json_object_iter_equal(&iterator, &end) == 0 {
            if let name = unsafe json_object_iter_peek_name(&iterator) {
                unsafe body(name, json_object_iter_peek_value(&iterator))
            }
            unsafe json_object_iter_next(&iterator)
        }
    }
}
