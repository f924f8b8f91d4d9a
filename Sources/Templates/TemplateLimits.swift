/// How much a template may be and may do, so that none can hold a process up.
public struct TemplateLimits: Hashable, Sendable {
    /// Length of the text.
    public var sourceBytes: Int
    /// Control structures and parentheses inside one another, and lists and maps inside one another when printed.
    public var depth: Int
    /// Variables that are visible at one place.
    public var variables: Int
    /// Pieces walked and values looked up in one rendering.
    public var steps: Int
    /// Length of what is rendered.
    public var outputBytes: Int

    public static let standard = TemplateLimits(
        sourceBytes: 1 << 20,
        depth: 100,
        variables: 1000,
        steps: 1_000_000,
        outputBytes: 4 << 20,
    )

    public init(sourceBytes: Int, depth: Int, variables: Int, steps: Int, outputBytes: Int) {
        self.sourceBytes = sourceBytes
        self.depth = depth
        self.variables = variables
        self.steps = steps
        self.outputBytes = outputBytes
    }
}
