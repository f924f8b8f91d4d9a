import JSON

/// Writes values as Go's `%v` does, but numbers as they were written.
struct Printer {
    var budget: Budget
    private(set) var text = ""

    init(_ budget: Budget) {
        self.budget = budget
    }

    mutating func write(_ part: String) throws(Refusal) {
        try budget.produce(part.utf8.count)
        text += part
    }

    /// Writes what an action prints.
    mutating func print(_ value: JSONValue) throws(Refusal) {
        if value == .null { return try write("<no value>") }
        try write(value, depth: 0)
    }

    private mutating func write(_ value: JSONValue, depth: Int) throws(Refusal) {
        try budget.step()
        switch value {
        case .null: try write("<nil>")
        case .bool(let value): try write(value ? "true" : "false")
        case .integer(let value): try write(String(value))
        case .number(_, let text): try write(text)
        case .string(let value): try write(value)
        case .array(let elements):
            try write("[")
            try writeEach(elements, depth: depth + 1) { printer, element throws(Refusal) in
                try printer.write(element, depth: depth + 1)
            }
            try write("]")
        case .object(let object):
            try write("map[")
            try writeEach(object.sortedMembers, depth: depth + 1) { printer, member throws(Refusal) in
                try printer.write(member.name + ":")
                try printer.write(member.value, depth: depth + 1)
            }
            try write("]")
        }
    }

    private mutating func writeEach<Element>(
        _ elements: [Element],
        depth: Int,
        _ body: (inout Printer, Element) throws(Refusal) -> Void,
    ) throws(Refusal) {
        try budget.check(depth: depth)
        for (index, element) in elements.enumerated() {
            if index > 0 { try write(" ") }
            try body(&self, element)
        }
    }
}
