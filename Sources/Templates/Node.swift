import JSON

/// A part of a template.
indirect enum Node: Hashable, Sendable {
    case text(String, Position)
    /// `{{pipeline}}`: prints its value unless it stores it.
    case action(Pipeline)
    case choice(Choice)
    case range(Range)

    /// `if` and `with`, with all their `else if` or `else with`.
    struct Choice: Hashable, Sendable {
        var branches: [Branch]
        var otherwise: [Node]
        /// `with`: the condition's value is the dot of its branch.
        let movesDot: Bool
    }

    struct Branch: Hashable, Sendable {
        let condition: Pipeline
        let body: [Node]
    }

    /// The pipeline's variables hold the element, or the index and the element.
    struct Range: Hashable, Sendable {
        let over: Pipeline
        let body: [Node]
        let otherwise: [Node]
    }
}

/// Commands of which each takes the value of the one before as its last argument.
struct Pipeline: Hashable, Sendable {
    let position: Position
    let commands: [Command]
    /// Where the value is stored: places in the frame of variables.
    let variables: [Int]
}

/// A value, or a function and its arguments.
struct Command: Hashable, Sendable {
    let first: Operand
    let arguments: [Operand]
}

/// A value as it is written, with the fields taken of it.
struct Operand: Hashable, Sendable {
    let position: Position
    let base: Base
    var fields: [String] = []

    indirect enum Base: Hashable, Sendable {
        case literal(Value)
        case dot
        case variable(Int, name: String)
        case function(Function)
        case nested(Pipeline)
    }
}

extension Operand {
    /// The operand with its first `count` fields, as it is written.
    func text(fields count: Int) -> String {
        let path = fields.prefix(count).map { ".\($0)" }.joined()
        return switch base {
        case .dot: path.isEmpty ? "." : path
        case .variable(_, let name): name + path
        case .function(let function): function.name + path
        case .literal, .nested: "(...)" + path
        }
    }

    /// Why the field at `index` cannot be taken of `value`.
    func lacks(fieldAt index: Int, in value: JSONValue) -> String {
        let owner = text(fields: index)
        let field = fields.dropFirst(index).first ?? ""
        guard case .object = value else { return "\(owner) is \(value.kindName), it has no \"\(field)\"" }
        return "there is no \"\(field)\" in \(owner) (one that may be missing is written: index \(owner) \"\(field)\")"
    }
}
