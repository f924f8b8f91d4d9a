/// Why a template cannot be read or rendered, and where.
public struct TemplateError: Error, Hashable, Sendable {
    /// The template's name as its reader gave it: its path, say.
    public let name: String
    /// Counted from 1.
    public let line: Int
    /// Counted from 1, in Unicode scalars.
    public let column: Int
    public let message: String
}

extension TemplateError: CustomStringConvertible {
    /// `name:line:column: message`.
    public var description: String { "\(name):\(line):\(column): \(message)" }
}

extension TemplateError {
    init(_ fault: Fault, in name: String) {
        self.init(name: name, line: fault.position.line, column: fault.position.column, message: fault.message)
    }
}

/// A place in a template's text.
struct Position: Hashable, Sendable {
    var line = 1
    var column = 1
}

/// A template's error before its name is known.
struct Fault: Error {
    let position: Position
    let message: String
}

/// What a function says of its arguments; the caller knows the place.
struct Refusal: Error {
    let message: String
}
