/// Tokens in their order; behind the last one comes the last one again.
struct TokenStream {
    private let tokens: [Token]
    private(set) var index = 0

    init(_ tokens: [Token]) {
        self.tokens = tokens
    }

    var next: Token {
        if index < tokens.count { return tokens[index] }
        return tokens.last ?? Token(position: Position(), kind: .endOfText)
    }

    mutating func take() -> Token {
        defer { index += 1 }
        return next
    }

    mutating func drop() { index += 1 }

    mutating func skipSpace() {
        if next.kind == .space { drop() }
    }

    /// Goes back to where `index` was.
    mutating func rewind(to index: Int) { self.index = index }
}
