import JSON

extension Parser {
    /// Parses `$variables := command | command ...` and takes the token that closes it.
    mutating func pipeline(until closing: Token.Kind, of owner: String) throws(Fault) -> Pipeline {
        tokens.skipSpace()
        let position = tokens.next.position
        let targets = try targets(mayBeTwo: owner == "range")
        var commands: [Command] = []
        repeat {
            tokens.skipSpace()
            guard tokens.next.kind != closing else {
                // Go lets a pipe with nothing behind it pass.
                if !commands.isEmpty { break }
                throw fault("a value is missing in \(owner)")
            }
            commands.append(try command(isFirst: commands.isEmpty))
        } while takePipe()
        guard tokens.next.kind == closing else { throw fault("\(tokens.next.kind) has no meaning here") }
        tokens.drop()
        return Pipeline(position: position, commands: commands, variables: try places(of: targets))
    }

    private mutating func takePipe() -> Bool {
        guard tokens.next.kind == .pipe else { return false }
        tokens.drop()
        return true
    }

    /// The names that a pipeline's value is stored under, and whether they are new.
    private struct Targets {
        var names: [String] = []
        var isDeclaration = false
        var position = Position()
    }

    /// Takes `$name :=`, `$name =` or, for range, `$index, $element :=`; nothing when they do not come next.
    private mutating func targets(mayBeTwo: Bool) throws(Fault) -> Targets {
        let start = tokens.index
        var targets = Targets(position: tokens.next.position)
        while case .variable(let name) = tokens.next.kind {
            targets.names.append(name)
            tokens.drop()
            tokens.skipSpace()
            switch tokens.next.kind {
            case .declare, .assign:
                targets.isDeclaration = tokens.take().kind == .declare
                return targets
            case .comma where mayBeTwo && targets.names.count == 1:
                tokens.drop()
                tokens.skipSpace()
            case .comma:
                throw fault("only the two variables of a range stand with a comma")
            default:
                tokens.rewind(to: start)
                return Targets()
            }
        }
        tokens.rewind(to: start)
        return Targets()
    }

    private mutating func places(of targets: Targets) throws(Fault) -> [Int] {
        var places: [Int] = []
        for name in targets.names {
            guard targets.isDeclaration else {
                places.append(try place(of: name, targets.position))
                continue
            }
            do throws(Refusal) {
                places.append(try scope.declare(name))
            } catch {
                throw Fault(position: targets.position, message: error.message)
            }
        }
        return places
    }

    private func place(of name: String, _ position: Position) throws(Fault) -> Int {
        guard let place = scope.place(of: name) else {
            throw Fault(position: position, message: "there is no variable \(name)")
        }
        return place
    }

    private mutating func command(isFirst: Bool) throws(Fault) -> Command {
        let first = try operand()
        switch first.base {
        case .literal(let value) where value.json == .null:
            throw Fault(position: first.position, message: "nil stands for nothing by itself")
        case .literal where !isFirst,
            .dot where !isFirst && first.fields.isEmpty:
            throw Fault(position: first.position, message: "only a function can follow |")
        default: break
        }
        var arguments: [Operand] = []
        while tokens.next.kind == .space {
            tokens.drop()
            guard !isAtCommandEnd else { break }
            arguments.append(try operand())
        }
        guard isAtCommandEnd else { throw fault("\(tokens.next.kind) has no meaning here") }
        return Command(first: first, arguments: arguments)
    }

    private var isAtCommandEnd: Bool {
        switch tokens.next.kind {
        case .close, .rightParenthesis, .pipe: true
        default: false
        }
    }

    private mutating func operand() throws(Fault) -> Operand {
        var operand = try term()
        while case .field(let name) = tokens.next.kind {
            switch operand.base {
            case .literal,
                .dot where operand.fields.isEmpty:
                throw fault(".\(name) cannot follow this value")
            default: break
            }
            operand.fields.append(name)
            tokens.drop()
        }
        return operand
    }

    private mutating func term() throws(Fault) -> Operand {
        let token = tokens.next
        tokens.drop()
        switch token.kind {
        case .literal(let value):
            return Operand(position: token.position, base: .literal(Value(value, shape: .made)))
        case .dot:
            return Operand(position: token.position, base: .dot)
        case .field(let name):
            return Operand(position: token.position, base: .dot, fields: [name])
        case .variable(let name):
            return Operand(position: token.position, base: .variable(try place(of: name, token.position), name: name))
        case .identifier(let name):
            guard let function = Function.named(name) else {
                throw Fault(position: token.position, message: "there is no function \(name)")
            }
            return Operand(position: token.position, base: .function(function))
        case .leftParenthesis:
            let inner = try deeper(token.position) { parser throws(Fault) in
                try parser.pipeline(until: .rightParenthesis, of: "parentheses")
            }
            return Operand(position: token.position, base: .nested(inner))
        default:
            throw Fault(position: token.position, message: "\(token.kind) has no meaning here")
        }
    }

    private func fault(_ message: String) -> Fault { Fault(position: tokens.next.position, message: message) }
}
