extension JSONView {
    /// The member as `read` understands it; `expected` says in an error what it should have been.
    public func value<Value>(
        _ name: StaticString, _ expected: StaticString, _ read: (borrowing JSONView) -> Value?
    ) throws(JSONError) -> Value {
        guard let value = read(try required(name)) else { throw .invalid(name: "\(name)", expected: "\(expected)") }
        return value
    }

    /// The member as `read` understands it; nil when it is absent.
    public func optional<Value>(
        _ name: StaticString, _ expected: StaticString, _ read: (borrowing JSONView) -> Value?
    ) throws(JSONError) -> Value? {
        guard let view = member(name) else { return nil }
        guard let value = read(view) else { throw .invalid(name: "\(name)", expected: "\(expected)") }
        return value
    }

    public func string(_ name: StaticString) throws(JSONError) -> String {
        try value(name, "a string") { $0.string }
    }

    public func optionalString(_ name: StaticString) throws(JSONError) -> String? {
        try optional(name, "a string") { $0.string }
    }

    public func integer(_ name: StaticString) throws(JSONError) -> Int {
        try value(name, "an integer") { $0.integer.map { Int($0) } }
    }

    public func optionalInteger(_ name: StaticString) throws(JSONError) -> Int? {
        try optional(name, "an integer") { $0.integer.map { Int($0) } }
    }

    /// The member, or false when it is absent.
    public func flag(_ name: StaticString) throws(JSONError) -> Bool {
        try optional(name, "a boolean") { $0.bool } ?? false
    }

    /// The elements of an array as `read` understands them; none when the member is absent.
    public func list<Element>(
        _ name: StaticString, _ read: (borrowing JSONView) throws(JSONError) -> Element
    ) throws(JSONError) -> [Element] {
        guard let view = member(name) else { return [] }
        guard view.isArray else { throw .invalid(name: "\(name)", expected: "an array") }
        var elements: [Element] = []
        for index in 0..<view.count { elements.append(try read(view.element(index))) }
        return elements
    }

    /// The strings of an array; none when the member is absent.
    public func strings(_ name: StaticString) throws(JSONError) -> [String] {
        try list(name) { view throws(JSONError) in
            guard let string = view.string else { throw .invalid(name: "\(name)", expected: "an array of strings") }
            return string
        }
    }
}
