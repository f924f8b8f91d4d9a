/// The keys of one map while its section is read: each is asked for by name and shape; what is not, is unknown.
struct Fields {
    /// Where the section stands: at its name, when it has one.
    let mark: Mark
    /// Where the values stand that were asked for.
    private(set) var marks = Marks()

    private let pairs: [Node.Pair]
    private let owner: String
    private let prefix: String
    private var known: [String] = []
    private var reading: Reading

    /// `owner` is what messages call the section, `prefix` what they put before its keys.
    init(_ pairs: [Node.Pair], at mark: Mark, of owner: String, prefix: String, _ reading: Reading) {
        self.pairs = pairs
        self.mark = mark
        self.owner = owner
        self.prefix = prefix
        self.reading = reading
    }

    /// The value of `key`; nil when it is not there, and after a problem.
    mutating func optional<Value>(_ key: String, _ shape: Shape<Value>) -> Value? {
        known.append(key)
        guard let pair = pairs.first(where: { $0.key.text == key }) else { return nil }
        let value = pair.placedValue
        marks.set(key, value.mark)
        reading.place = prefix + key
        return shape.read(value, &reading)
    }

    /// The value of `key`; nil after a problem, which it is when the key is not there.
    mutating func required<Value>(_ key: String, _ shape: Shape<Value>) -> Value? {
        let value = optional(key, shape)
        if marks[key] == nil { report("\(key) is missing: \(shape.expected)", at: mark) }
        return value
    }

    /// Reports a problem of the section as a whole, or of one of its values.
    mutating func report(_ message: @autoclosure () -> String, of key: String? = nil, at mark: Mark) {
        reading.place = key.map { prefix + $0 } ?? owner
        reading.report(message(), at: mark)
    }

    /// Reports the keys that nobody asked for, and gives back the reading.
    consuming func finish() -> Reading {
        reading.place = ""
        for pair in pairs where !known.contains(pair.key.text) {
            let place = owner.isEmpty ? "" : " in \(owner)"
            let key = pair.key.text
            reading.report("unknown key \(quoted(key))\(place)\(advice(for: key))", at: pair.key.mark)
        }
        return reading
    }

    private func advice(for key: String) -> String {
        let hint = Suggestion.hint(for: key, among: known)
        return hint.isEmpty ? "; the keys here are \(known.sorted().joined(separator: ", "))" : hint
    }
}
