extension JSONView {
    /// The member as `read` understands it; `expected` says in an error what it should have been.
    @inlinable
    public func value<Value>(
        _ name: StaticString, _ expected: StaticString, _ read: (borrowing JSONView) -> Value?
    ) throws(JSONError) -> Value {
        guard let value = read(try required(name)) else { throw .invalid(name: "\(name)", expected: "\(expected)") }
        return value
    }

    /// The member as `read` understands it; nil when it is absent.
    @inlinable
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

    public func bool(_ name: StaticString) throws(JSONError) -> Bool {
        try value(name, "a boolean") { $0.bool }
    }

    /// The member, or false when it is absent.
    public func flag(_ name: StaticString) throws(JSONError) -> Bool {
        try optional(name, "a boolean") { $0.bool } ?? false
    }

    /// The elements of an array as `read` understands them.
    public func list<Element>(
        _ name: StaticString, _ read: (borrowing JSONView) throws(JSONError) -> Element
    ) throws(JSONError) -> [Element] {
        let view = try required(name)
        guard view.isArray else { throw .invalid(name: "\(name)", expected: "an array") }
        var elements: [Element] = []
        for place in view.elements { elements.append(try read(view.at(place))) }
        return elements
    }

    /// The elements of an array as `read` understands them; `expected` says in an error what each should have been.
    public func list<Element>(
        _ name: StaticString, of expected: StaticString, _ read: (borrowing JSONView) -> Element?
    ) throws(JSONError) -> [Element] {
        try list(name) { view throws(JSONError) in
            guard let element = read(view) else { throw .invalid(name: "\(name)", expected: "an array of \(expected)") }
            return element
        }
    }

    public func strings(_ name: StaticString) throws(JSONError) -> [String] {
        try list(name, of: "strings") { $0.string }
    }
}
