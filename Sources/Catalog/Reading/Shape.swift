/// How one kind of value is written and read: what the schema's tables of keys are made of.
struct Shape<Value> {
    /// What a person is told to write: `an IPv4 address, such as 10.75.0.1`.
    let expected: String
    /// The value of a node, or nil and at least one problem.
    let read: (Node, inout Reading) -> Value?
}

/// What is known while a configuration is read: the place that problems name, and the problems so far.
struct Reading {
    /// Of what the value is that is being read: `network cloud: gateway`.
    var place = ""
    var problems = Problems()

    mutating func report(_ message: @autoclosure () -> String, at mark: Mark) {
        let place = place
        problems.report(place.isEmpty ? message() : "\(place): \(message())", at: mark)
    }
}

/// Why a text is not what was expected, where more can be said than that.
struct Mismatch: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}

extension Shape {
    /// A single value; `parse` gets its text as it was written and gives nil for what is not `expected`.
    static func scalar(_ expected: String, _ parse: @escaping (String) throws(Mismatch) -> Value?) -> Shape {
        Shape(expected: expected) { node, reading in
            guard case .scalar(let text, _) = node.content, !node.isNull else {
                reading.report("expected \(expected), found \(node.kind)", at: node.mark)
                return nil
            }
            do throws(Mismatch) {
                if let value = try parse(text) { return value }
                reading.report("\(quoted(text)) is not \(expected)", at: node.mark)
            } catch {
                reading.report(error.message, at: node.mark)
            }
            return nil
        }
    }

    /// The same, made into something else.
    func map<Other>(_ transform: @escaping (Value) -> Other) -> Shape<Other> {
        Shape<Other>(expected: expected) { node, reading in read(node, &reading).map(transform) }
    }

    /// One of these, with its mark.
    static func marked<Element>(_ element: Shape<Element>) -> Shape where Value == Marked<Element> {
        Shape(expected: element.expected) { node, reading in
            element.read(node, &reading).map { Marked(value: $0, mark: node.mark) }
        }
    }

    /// One of these, or a list of them, each with its mark. What cannot be read is reported and left out.
    static func oneOrMore<Element>(_ element: Shape<Element>) -> Shape where Value == [Marked<Element>] {
        Shape(expected: "\(element.expected), or a list of them") { node, reading in
            let nodes: [Node] =
                if case .sequence(let items) = node.content { items } else { [node] }
            return nodes.compactMap { Shape<Marked<Element>>.marked(element).read($0, &reading) }
        }
    }

    /// A map with known keys; a missing value is an empty map. `build` asks for each key once.
    static func section(_ build: @escaping (inout Fields) -> Value?) -> Shape {
        Shape(expected: "a map") { node, reading in
            guard let pairs = pairs(of: node, &reading) else { return nil }
            let place = reading.place
            defer { reading.place = place }
            var fields = Fields(pairs, at: node.mark, of: place, prefix: place.isEmpty ? "" : place + ".", reading)
            let value = build(&fields)
            reading = fields.finish()
            return value
        }
    }

    /// A map from names to sections of one kind (`noun`), in the order in which they were written.
    static func named<Element>(
        _ noun: String, _ build: @escaping (String, inout Fields) -> Element?
    ) -> Shape where Value == Entries<Element> {
        Shape(expected: "a map from names to \(noun)s") { node, reading in
            guard let pairs = pairs(of: node, &reading) else { return nil }
            let place = reading.place
            defer { reading.place = place }
            var entries = Entries<Element>()
            for pair in pairs {
                reading.place = "\(noun) \(pair.key.text)"
                entries.names.insert(pair.key.text)
                guard Name.check(pair.key, &reading), let inner = self.pairs(of: pair.value, &reading) else { continue }
                var fields = Fields(inner, at: pair.key.mark, of: reading.place, prefix: reading.place + ": ", reading)
                let value = build(pair.key.text, &fields)
                reading = fields.finish()
                if let value { entries.values.append(value) }
            }
            entries.areWhole = entries.values.count == pairs.count
            return entries
        }
    }

    /// The pairs of a map, of which a missing value is an empty one.
    static func pairs(of node: Node, _ reading: inout Reading) -> [Node.Pair]? {
        if case .mapping(let pairs) = node.content { return pairs }
        if node.isNull { return [] }
        reading.report("expected a map (key: value), found \(node.kind)", at: node.mark)
        return nil
    }
}

/// A value and where it stands.
struct Marked<Value> {
    let value: Value
    let mark: Mark
}

/// What was read of a map from names to sections.
struct Entries<Element: Hashable & Sendable>: Hashable, Sendable {
    var values: [Element] = []
    /// Every name that was written, also of what could not be read.
    var names: Set<String> = []
    /// Whether all of them could be read.
    var areWhole = true
}

/// Text from a file as messages show it: on one line, in quotes, and not too long.
func quoted(_ text: String) -> String {
    let longest = 60
    let line = text.prefix(longest).map { $0.isNewline ? " " : $0 }
    return "\"\(String(line))\(text.count > longest ? "..." : "")\""
}
