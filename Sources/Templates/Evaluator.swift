import JSON

/// Walks the tree of a template and writes what it makes of the data.
struct Evaluator {
    private var printer: Printer
    /// The frame of variables; `$` comes first.
    private var variables: [Value]

    init(data: Value, variables: Int, limits: TemplateLimits) {
        printer = Printer(Budget(limits))
        self.variables = [data] + Array(repeating: Value(.null), count: max(0, variables - 1))
    }

    mutating func render(_ body: [Node]) throws(Fault) -> String {
        try walk(body, dot: variable(0))
        return printer.text
    }

    private mutating func walk(_ nodes: [Node], dot: Value) throws(Fault) {
        for node in nodes {
            switch node {
            case .text(let text, let position):
                try limited(at: position) { printer throws(Refusal) in try printer.write(text) }
            case .action(let pipeline):
                let value = try evaluate(pipeline, dot)
                guard pipeline.variables.isEmpty else { continue }
                try limited(at: pipeline.position) { printer throws(Refusal) in try printer.print(value.json) }
            case .choice(let choice): try walk(choice, dot)
            case .range(let range): try walk(range, dot)
            }
        }
    }

    private mutating func walk(_ choice: Node.Choice, _ dot: Value) throws(Fault) {
        for branch in choice.branches {
            let value = try evaluate(branch.condition, dot)
            if value.isTrue { return try walk(branch.body, dot: choice.movesDot ? value : dot) }
        }
        try walk(choice.otherwise, dot: dot)
    }

    // MARK: Range

    private mutating func walk(_ range: Node.Range, _ dot: Value) throws(Fault) {
        let value = try evaluate(range.over, dot)
        switch value.json {
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                try walk(range, index: Value(.integer(Int64(clamping: index)), shape: .made), element: Value(element))
            }
        case .object(let object):
            for member in object.sortedMembers {
                try walk(range, index: Value(.string(member.name)), element: value.member(member.name) ?? Value(.null))
            }
        case .integer(let count) where value.shape == .made && range.over.variables.count < 2:
            var index: Int64 = 0
            while index < count {
                let number = Value(.integer(index), shape: .made)
                try walk(range, index: number, element: number)
                index += 1
            }
        case .null: break
        default:
            let message = "cannot range over \(value.json.kindName)"
            throw Fault(position: range.over.position, message: message)
        }
        if !value.isTrue { try walk(range.otherwise, dot: dot) }
    }

    private mutating func walk(_ range: Node.Range, index: Value, element: Value) throws(Fault) {
        try limited(at: range.over.position) { printer throws(Refusal) in try printer.budget.step() }
        let places = range.over.variables
        if let last = places.last { store(element, at: last) }
        if places.count == 2, let first = places.first { store(index, at: first) }
        try walk(range.body, dot: element)
    }

    // MARK: Values

    private mutating func evaluate(_ pipeline: Pipeline, _ dot: Value) throws(Fault) -> Value {
        var piped: Value?
        for command in pipeline.commands {
            piped = try evaluate(command, piped: piped, dot)
        }
        let value = piped ?? Value(.null)
        for place in pipeline.variables { store(value, at: place) }
        return value
    }

    private mutating func evaluate(_ command: Command, piped: Value?, _ dot: Value) throws(Fault) -> Value {
        if case .function(let function) = command.first.base, command.first.fields.isEmpty {
            return try call(function, at: command.first.position, command.arguments, piped: piped, dot)
        }
        guard command.arguments.isEmpty, piped == nil else {
            let name = command.first.text(fields: command.first.fields.count)
            throw Fault(position: command.first.position, message: "\(name) is no function, it takes no arguments")
        }
        return try evaluate(command.first, dot)
    }

    private mutating func evaluate(_ operand: Operand, _ dot: Value) throws(Fault) -> Value {
        try limited(at: operand.position) { printer throws(Refusal) in try printer.budget.step() }
        var value =
            switch operand.base {
            case .literal(let value): value
            case .dot: dot
            case .variable(let place, _): variable(place)
            case .function(let function): try call(function, at: operand.position, [], piped: nil, dot)
            case .nested(let pipeline): try evaluate(pipeline, dot)
            }
        for (index, field) in operand.fields.enumerated() {
            guard let member = value.member(field) else {
                throw Fault(position: operand.position, message: operand.lacks(fieldAt: index, in: value.json))
            }
            value = member
        }
        return value
    }

    private mutating func call(
        _ function: Function,
        at position: Position,
        _ arguments: [Operand],
        piped: Value?,
        _ dot: Value,
    ) throws(Fault) -> Value {
        guard function.arity.contains(arguments.count + (piped == nil ? 0 : 1)) else {
            throw Fault(position: position, message: "\(function.name) takes \(function.arityText)")
        }
        switch function.body {
        case .shortCircuit(let stop):
            var last = Value(.null)
            for argument in arguments {
                last = try evaluate(argument, dot)
                if last.isTrue == stop { return last }
            }
            return piped ?? last
        case .strict(let apply):
            var values: [Value] = []
            for argument in arguments { values.append(try evaluate(argument, dot)) }
            if let piped { values.append(piped) }
            do throws(Refusal) {
                return try apply(values)
            } catch {
                throw Fault(position: position, message: "\(function.name): \(error.message)")
            }
        }
    }

    // MARK: The frame and the limits

    private func variable(_ place: Int) -> Value {
        variables.indices.contains(place) ? variables[place] : Value(.null)
    }

    private mutating func store(_ value: Value, at place: Int) {
        guard variables.indices.contains(place) else { return }
        variables[place] = value
    }

    private mutating func limited(
        at position: Position,
        _ work: (inout Printer) throws(Refusal) -> Void,
    ) throws(Fault) {
        do throws(Refusal) {
            try work(&printer)
        } catch {
            throw Fault(position: position, message: error.message)
        }
    }
}
