import JSON

/// A piece of a template's text with its meaning.
struct Token: Hashable {
    let position: Position
    let kind: Kind

    enum Kind: Hashable {
        /// What stands outside of actions, trimmed.
        case text(String)
        /// `{{`
        case open
        /// `}}`
        case close
        /// Blanks inside an action: they part the words of a command.
        case space
        case keyword(Keyword)
        /// A string, a number, `true`, `false` or `nil`.
        case literal(JSONValue)
        /// `.`
        case dot
        /// `.name`, without its dot.
        case field(String)
        /// `$` or `$name`, with its dollar sign.
        case variable(String)
        case identifier(String)
        /// `:=`
        case declare
        /// `=`
        case assign
        case comma
        case pipe
        case leftParenthesis
        case rightParenthesis
        case endOfText
    }
}

enum Keyword: String {
    case `if`, with, range, `else`, end
}

extension Token.Kind: CustomStringConvertible {
    /// What a message calls the token.
    var description: String {
        switch self {
        case .text: "text"
        case .open: "{{"
        case .close: "}}"
        case .space: "a blank"
        case .keyword(let keyword): keyword.rawValue
        case .literal(.string): "a string"
        case .literal(.integer), .literal(.number): "a number"
        case .literal(.bool(let value)): "\(value)"
        case .literal: "nil"
        case .dot: "."
        case .field(let name): ".\(name)"
        case .variable(let name), .identifier(let name): name
        case .declare: ":="
        case .assign: "="
        case .comma: ","
        case .pipe: "|"
        case .leftParenthesis: "("
        case .rightParenthesis: ")"
        case .endOfText: "the end of the template"
        }
    }
}
