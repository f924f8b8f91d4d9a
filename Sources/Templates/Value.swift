import JSON

/// A value under evaluation: JSON, and what Go's types tell of it beyond that.
struct Value: Hashable, Sendable {
    let json: JSONValue
    let shape: Shape

    /// What is known of a value by where it came from.
    enum Shape: Hashable, Sendable {
        case any
        /// The whole of a template's data.
        case data
        /// The data's `request`.
        case request
        /// The request's `query`, a map of strings.
        case strings
        /// A number that the template made: only such a one may be ranged over, not one of the data.
        case made
    }

    init(_ json: JSONValue, shape: Shape = .any) {
        self.json = json
        self.shape = shape
    }

    /// The value of a member when this is a map that has it.
    func member(_ name: String) -> Value? {
        guard let member = json[name] else { return nil }
        switch (shape, name) {
        case (.data, "request"): return Value(member, shape: .request)
        case (.request, "query"): return Value(member, shape: .strings)
        default: return Value(member)
        }
    }

    /// What `index` answers for a member that a map lacks.
    var absentMember: Value { Value(shape == .strings ? .string("") : .null) }

    /// Everything but false, 0, null and what is empty.
    var isTrue: Bool {
        switch json {
        case .null: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .number(let value, _): value != 0
        case .string(let value): !value.isEmpty
        case .array(let elements): !elements.isEmpty
        case .object(let object): !object.members.isEmpty
        }
    }
}

extension JSONValue {
    /// What a message calls such a value.
    var kindName: String {
        switch self {
        case .null: "no value"
        case .bool: "true or false"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "a map"
        }
    }
}

extension JSONObject {
    /// The members in the order in which Go walks a map: by the octets of their names.
    var sortedMembers: [Member] {
        members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}
