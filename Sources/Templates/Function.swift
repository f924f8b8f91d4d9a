import JSON

/// A function that templates call by name.
struct Function: Sendable {
    let name: String
    /// How many arguments it takes, the piped one among them.
    let arity: ClosedRange<Int>
    let body: Body

    enum Body: Sendable {
        /// Takes its arguments evaluated.
        case strict(@Sendable ([Value]) throws(Refusal) -> Value)
        /// `and`, `or`: evaluates argument after argument up to the first that is as true as `stop`.
        case shortCircuit(stop: Bool)
    }

    /// The arity in words.
    var arityText: String {
        let least = arity.lowerBound == 1 ? "1 argument" : "\(arity.lowerBound) arguments"
        return arity.lowerBound == arity.upperBound ? least : "at least \(least)"
    }

    static func named(_ name: String) -> Function? { table[name] }

    private init(_ name: String, _ arity: ClosedRange<Int>, _ body: Body) {
        (self.name, self.arity, self.body) = (name, arity, body)
    }

    /// A function of any number of arguments from `least`.
    private init(
        _ name: String,
        atLeast least: Int,
        _ apply: @escaping @Sendable ([Value]) throws(Refusal) -> Value,
    ) {
        self.init(name, least...Int.max, .strict(apply))
    }

    /// A comparison of two values.
    private init(_ name: String, _ test: @escaping @Sendable (JSONValue, JSONValue) throws(Refusal) -> Bool) {
        let apply: @Sendable ([Value]) throws(Refusal) -> Value = { arguments throws(Refusal) in
            guard let left = arguments.first, let right = arguments.last else { return Value(.null) }
            return Value(.bool(try test(left.json, right.json)))
        }
        self.init(name, 2...2, .strict(apply))
    }

    /// Every function by its name: Go's, as far as templates for machines use them.
    private static let table: [String: Function] = {
        let all = [
            Function("and", 1...Int.max, .shortCircuit(stop: false)),
            Function("or", 1...Int.max, .shortCircuit(stop: true)),
            Function("not", 1...1, .strict { arguments in Value(.bool(arguments.first?.isTrue == false)) }),
            Function("eq", atLeast: 2) { arguments throws(Refusal) in
                guard let first = arguments.first?.json else { return Value(false) }
                for other in arguments.dropFirst() {
                    if try Comparison.equal(first, other.json) { return Value(true) }
                }
                return Value(false)
            },
            Function("ne") { left, right throws(Refusal) in try !Comparison.equal(left, right) },
            Function("lt") { left, right throws(Refusal) in try Comparison.less(left, right) },
            Function("le") { left, right throws(Refusal) in try !Comparison.less(right, left) },
            Function("gt") { left, right throws(Refusal) in try Comparison.less(right, left) },
            Function("ge") { left, right throws(Refusal) in try !Comparison.less(left, right) },
            Function("index", atLeast: 1) { arguments throws(Refusal) in try Indexing.value(arguments) },
        ]
        return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    }()
}

extension Function: Hashable {
    static func == (left: Self, right: Self) -> Bool { left.name == right.name }

    func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
