/// Walks over a template's text and knows the line and column.
struct TextCursor {
    private let scalars: [Unicode.Scalar]
    private(set) var index = 0
    private(set) var position = Position()

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// The scalar that comes next, or `distance` after that; nil at the end.
    func peek(_ distance: Int = 0) -> Unicode.Scalar? {
        let place = index + distance
        return place < scalars.count ? scalars[place] : nil
    }

    func isAt(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
        peek() == first && peek(1) == second
    }

    /// Whether blank, minus and the closing braces come next: the blanks behind them are trimmed.
    var isAtTrimmedClose: Bool {
        isBlank(peek()) && peek(1) == "-" && peek(2) == "}" && peek(3) == "}"
    }

    var isAtClose: Bool { isAt("}", "}") || isAtTrimmedClose }

    /// Whether a minus and a blank lie `distance` ahead: the blanks before the braces are trimmed.
    func hasTrimMark(_ distance: Int) -> Bool {
        peek(distance) == "-" && isBlank(peek(distance + 1))
    }

    mutating func advance(_ count: Int = 1) {
        for _ in 0..<count {
            guard let scalar = peek() else { return }
            index += 1
            position.column += 1
            if scalar == "\n" { position = Position(line: position.line + 1, column: 1) }
        }
    }

    mutating func skipBlanks() {
        while isBlank(peek()) { advance() }
    }

    /// What was passed since `start`.
    func passed(since start: Int) -> ArraySlice<Unicode.Scalar> { scalars[start..<index] }
}

/// What Go's templates call a space.
func isBlank(_ scalar: Unicode.Scalar?) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n"
}

func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    return ("0"..."9").contains(scalar)
}

/// A letter or digit of any script, or an underscore.
func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    case "\u{0}"..."\u{7F}": false
    default:
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber: true
        default: false
        }
    }
}

func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
}
