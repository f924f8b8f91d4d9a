import JSON

/// Cuts a template into tokens, with the blanks trimmed as `{{-` and `-}}` ask (Go text/template, "Text and spaces").
struct Lexer {
    private var cursor: TextCursor
    private var found: [Token] = []

    init(_ text: String) {
        cursor = TextCursor(text)
    }

    /// The tokens of the whole text; the last one is `endOfText`.
    mutating func tokens() throws(Fault) -> [Token] {
        while cursor.peek() != nil {
            takeText()
            if cursor.peek() != nil { try takeAction() }
        }
        add(.endOfText, at: cursor.position)
        return found
    }

    private mutating func takeText() {
        let (start, place) = (cursor.index, cursor.position)
        while cursor.peek() != nil, !cursor.isAt("{", "{") { cursor.advance() }
        var text = cursor.passed(since: start)
        if cursor.hasTrimMark(2) {
            while isBlank(text.last) { text.removeLast() }
        }
        if !text.isEmpty { add(.text(string(text)), at: place) }
    }

    private mutating func takeAction() throws(Fault) {
        let start = cursor.position
        cursor.advance(cursor.hasTrimMark(2) ? 4 : 2)
        if cursor.isAt("/", "*") { return try takeComment(from: start) }
        add(.open, at: start)
        var parentheses: [Position] = []
        while !cursor.isAtClose {
            guard cursor.peek() != nil else { throw Fault(position: start, message: "this {{ has no }}") }
            try takeToken(&parentheses)
        }
        if let last = parentheses.last { throw Fault(position: last, message: "this parenthesis is not closed") }
        add(.close, at: cursor.position)
        takeClose()
    }

    private mutating func takeComment(from start: Position) throws(Fault) {
        cursor.advance(2)
        while !cursor.isAt("*", "/") {
            guard cursor.peek() != nil else { throw Fault(position: start, message: "this comment has no */}}") }
            cursor.advance()
        }
        cursor.advance(2)
        guard cursor.isAtClose else { throw fault("a comment ends with */}} or */ -}}") }
        takeClose()
    }

    private mutating func takeClose() {
        guard cursor.isAtTrimmedClose else { return cursor.advance(2) }
        cursor.advance(4)
        cursor.skipBlanks()
    }

    private mutating func takeToken(_ parentheses: inout [Position]) throws(Fault) {
        let place = cursor.position
        guard let first = cursor.peek() else { return }
        switch first {
        case _ where isBlank(first):
            while isBlank(cursor.peek()), !cursor.isAtTrimmedClose { cursor.advance() }
            add(.space, at: place)
        case "\"": add(.literal(.string(try takeQuoted())), at: place)
        case "`": add(.literal(.string(try takeRaw())), at: place)
        case "+", "-",
            _ where isDigit(first):
            add(.literal(try takeNumber()), at: place)
        case "." where isDigit(cursor.peek(1)): add(.literal(try takeNumber()), at: place)
        case ".":
            let name = try takeWord(after: 1)
            add(name.isEmpty ? .dot : .field(name), at: place)
        case "$": add(.variable("$" + (try takeWord(after: 1))), at: place)
        case _ where isWord(first): add(Self.meaning(of: try takeWord(after: 0)), at: place)
        case "(":
            parentheses.append(place)
            takeSign(.leftParenthesis)
        case ")":
            guard parentheses.popLast() != nil else { throw fault("this parenthesis closes nothing") }
            takeSign(.rightParenthesis)
        case "|": takeSign(.pipe)
        case ",": takeSign(.comma)
        case "=": takeSign(.assign)
        case ":" where cursor.peek(1) == "=": takeSign(.declare, length: 2)
        case "'": throw fault("a string stands in double quotes or backquotes")
        default: throw fault("\(String(first).debugDescription) has no meaning here")
        }
    }

    private mutating func takeSign(_ kind: Token.Kind, length: Int = 1) {
        add(kind, at: cursor.position)
        cursor.advance(length)
    }

    private static func meaning(of word: String) -> Token.Kind {
        switch word {
        case "true": .literal(.bool(true))
        case "false": .literal(.bool(false))
        case "nil": .literal(.null)
        default: Keyword(rawValue: word).map(Token.Kind.keyword) ?? .identifier(word)
        }
    }

    /// Steps over a sign, takes the letters and digits after it, perhaps none, and sees that the word ends there.
    private mutating func takeWord(after sign: Int) throws(Fault) -> String {
        cursor.advance(sign)
        let start = cursor.index
        while let next = cursor.peek(), isWord(next) { cursor.advance() }
        switch cursor.peek() {
        case nil, ".", ",", "|", ":", "(", ")": break
        case let next? where isBlank(next) || cursor.isAt("}", "}"): break
        case let next?: throw fault("\(String(next).debugDescription) cannot follow a name")
        }
        return string(cursor.passed(since: start))
    }

    private mutating func takeRaw() throws(Fault) -> String {
        let (start, place) = (cursor.index, cursor.position)
        cursor.advance()
        while let next = cursor.peek(), next != "`" { cursor.advance() }
        return string(try takeStringEnd(since: start, place).filter { $0 != "\r" })
    }

    private mutating func takeQuoted() throws(Fault) -> String {
        let (start, place) = (cursor.index, cursor.position)
        cursor.advance()
        while let next = cursor.peek(), next != "\"", next != "\n" {
            cursor.advance(next == "\\" && cursor.peek(1) != "\n" ? 2 : 1)
        }
        guard let text = Literal.unescaped(try takeStringEnd(since: start, place)) else {
            throw Fault(position: place, message: "the string has an escape that is not known")
        }
        return text
    }

    /// Steps over the closing quote; what stands between the quotes.
    private mutating func takeStringEnd(since start: Int, _ place: Position) throws(Fault) -> ArraySlice<Unicode.Scalar> {
        guard let quote = cursor.peek(), quote != "\n" else {
            throw Fault(position: place, message: "this string is not closed")
        }
        let inside = cursor.passed(since: start).dropFirst()
        cursor.advance()
        return inside
    }

    private mutating func takeNumber() throws(Fault) -> JSONValue {
        let (start, place) = (cursor.index, cursor.position)
        var previous: Unicode.Scalar?
        while let next = cursor.peek(), Literal.isNumber(next, after: previous) {
            previous = next
            cursor.advance()
        }
        let text = string(cursor.passed(since: start))
        guard let number = Literal.number(text) else {
            throw Fault(position: place, message: "\(text) is not a number, or too large")
        }
        return number
    }

    private mutating func add(_ kind: Token.Kind, at position: Position) {
        found.append(Token(position: position, kind: kind))
    }

    private func fault(_ message: String) -> Fault { Fault(position: cursor.position, message: message) }
}
