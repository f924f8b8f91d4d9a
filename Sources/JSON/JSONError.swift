/// Why a text is no JSON value, or not the one that was expected.
public enum JSONError: Error, Hashable, Sendable {
    /// Not JSON (RFC 8259), or JSON that bootd refuses: what is wrong, and the offset of the octet.
    case malformed(String, offset: Int)
    /// Nested deeper than the reader allows.
    case tooDeep(limit: Int)
    /// A name stands twice in one object.
    case duplicateName
    /// A member that must be there is not.
    case missing(name: String)
    /// A member is of another type, or its value is no such thing.
    case invalid(name: String, expected: String)
}

extension JSONError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let what, let offset): "\(what) at offset \(offset)"
        case .tooDeep(let limit): "nested deeper than \(limit)"
        case .duplicateName: "a name stands twice in one object"
        case .missing(let name): "'\(name)' is missing"
        case .invalid(let name, let expected): "'\(name)' is not \(expected)"
        }
    }
}
