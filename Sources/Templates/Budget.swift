/// What is left of a rendering's limits.
struct Budget {
    private let limits: TemplateLimits
    private var steps: Int
    private var bytes: Int

    init(_ limits: TemplateLimits) {
        self.limits = limits
        steps = limits.steps
        bytes = limits.outputBytes
    }

    /// Takes one step.
    mutating func step() throws(Refusal) {
        guard steps > 0 else { throw Refusal(message: "the template takes more than \(limits.steps) steps") }
        steps -= 1
    }

    /// Takes so many octets of output.
    mutating func produce(_ count: Int) throws(Refusal) {
        guard count <= bytes else {
            throw Refusal(message: "the template makes more than \(limits.outputBytes) bytes of text")
        }
        bytes -= count
    }

    /// Refuses values that lie deeper than may be printed.
    func check(depth: Int) throws(Refusal) {
        guard depth <= limits.depth else {
            throw Refusal(message: "the value has more than \(limits.depth) lists and maps inside one another")
        }
    }
}
