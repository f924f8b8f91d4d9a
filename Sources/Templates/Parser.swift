/// Builds the tree of a template from its tokens: text, actions and control structures.
struct Parser {
    var tokens: TokenStream
    var scope: Scope
    private var depth = 0
    private let maximumDepth: Int

    init(_ tokens: [Token], limits: TemplateLimits) {
        self.tokens = TokenStream(tokens)
        scope = Scope(maximum: limits.variables)
        maximumDepth = limits.depth
    }

    /// How many variables the template needs room for.
    var frameSize: Int { scope.highest }

    mutating func template() throws(Fault) -> [Node] {
        let (body, end) = try nodes()
        if case .keyword(let keyword) = end.kind {
            throw Fault(position: end.position, message: "this {{\(keyword)}} belongs to nothing")
        }
        return body
    }

    /// Parses up to `{{end`, `{{else` or the end of the text, and takes that; the variables declared there end with it.
    private mutating func nodes() throws(Fault) -> (body: [Node], end: Token) {
        let mark = scope.mark
        defer { scope.leave(to: mark) }
        var body: [Node] = []
        while true {
            let token = tokens.take()
            switch token.kind {
            case .text(let text): body.append(.text(text, token.position))
            case .endOfText: return (body, token)
            default:
                tokens.skipSpace()
                guard case .keyword(let keyword) = tokens.next.kind else {
                    body.append(.action(try pipeline(until: .close, of: "an action")))
                    continue
                }
                let word = tokens.take()
                if keyword == .end || keyword == .else { return (body, word) }
                body.append(try control(keyword, word.position))
            }
        }
    }

    /// Parses a control structure, whose variables end with it.
    private mutating func control(_ keyword: Keyword, _ position: Position) throws(Fault) -> Node {
        let mark = scope.mark
        defer { scope.leave(to: mark) }
        return try deeper(position) { parser throws(Fault) in
            keyword == .range ? try parser.range(position) : try parser.choice(keyword, position)
        }
    }

    private mutating func choice(_ keyword: Keyword, _ position: Position) throws(Fault) -> Node {
        var choice = Node.Choice(branches: [], otherwise: [], movesDot: keyword == .with)
        while true {
            let condition = try pipeline(until: .close, of: keyword.rawValue)
            let (body, end) = try nodes()
            choice.branches.append(Node.Branch(condition: condition, body: body))
            guard try isElse(end, of: keyword, position) else { return .choice(choice) }
            tokens.skipSpace()
            if tokens.next.kind == .keyword(keyword) {
                tokens.drop()
                continue
            }
            choice.otherwise = try otherwise(of: keyword, position)
            return .choice(choice)
        }
    }

    private mutating func range(_ position: Position) throws(Fault) -> Node {
        let over = try pipeline(until: .close, of: "range")
        let (body, end) = try nodes()
        let otherwise = try isElse(end, of: .range, position) ? otherwise(of: .range, position) : []
        return .range(Node.Range(over: over, body: body, otherwise: otherwise))
    }

    /// Whether a body ended with `{{else`, whose rest is not taken; `{{end}}` is taken whole.
    private mutating func isElse(_ end: Token, of keyword: Keyword, _ position: Position) throws(Fault) -> Bool {
        switch end.kind {
        case .keyword(.else): return true
        case .keyword(.end):
            try close(after: .end)
            return false
        default: throw Fault(position: position, message: "this {{\(keyword)}} has no {{end}}")
        }
    }

    private mutating func otherwise(of keyword: Keyword, _ position: Position) throws(Fault) -> [Node] {
        try close(after: .else)
        let (body, end) = try nodes()
        guard try !isElse(end, of: keyword, position) else {
            throw Fault(position: end.position, message: "this {{\(keyword)}} has its {{else}} already")
        }
        return body
    }

    private mutating func close(after keyword: Keyword) throws(Fault) {
        tokens.skipSpace()
        guard tokens.next.kind == .close else {
            throw Fault(position: tokens.next.position, message: "\(tokens.next.kind) cannot follow \(keyword)")
        }
        tokens.drop()
    }

    /// Parses something that stands inside something else.
    mutating func deeper<Result>(
        _ position: Position,
        _ parse: (inout Parser) throws(Fault) -> Result,
    ) throws(Fault) -> Result {
        guard depth < maximumDepth else {
            throw Fault(position: position, message: "more than \(maximumDepth) structures inside one another")
        }
        depth += 1
        defer { depth -= 1 }
        return try parse(&self)
    }
}
