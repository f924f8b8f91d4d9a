import JSON

/// `index X k ...`: the element of a list, or the member of a map, and so on with the next key.
enum Indexing {
    static func value(_ arguments: [Value]) throws(Refusal) -> Value {
        guard var value = arguments.first else { return Value(.null) }
        for key in arguments.dropFirst() { value = try element(of: value, key.json) }
        return value
    }

    private static func element(of value: Value, _ key: JSONValue) throws(Refusal) -> Value {
        switch (value.json, key) {
        case (.object, .string(let name)):
            return value.member(name) ?? value.absentMember
        case (.array(let elements), .integer(let index)):
            guard let place = Int(exactly: index), elements.indices.contains(place) else {
                throw Refusal(message: "the list has no element \(index), it has \(elements.count)")
            }
            return Value(elements[place])
        case (.object, _): throw Refusal(message: "a map is indexed with a string, not with \(key.kindName)")
        case (.array, _): throw Refusal(message: "a list is indexed with a whole number, not with \(key.kindName)")
        default: throw Refusal(message: "\(value.json.kindName) cannot be indexed")
        }
    }
}
