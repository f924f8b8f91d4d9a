/// The text of one YAML file, checked and made ready for the parser.
///
/// Aliases and complex keys are hidden from the parser, which would follow and compare them without a limit: each `*`
/// and `?` becomes a sign from Unicode's private area, and `NodeBuilder` turns it back. A plain scalar cannot begin
/// with `*`, so one that begins with its sign is an alias.
struct SourceText {
    static let largestFile = 4 << 20
    /// Stands for `*`.
    static let aliasSign: Unicode.Scalar = "\u{E000}"
    /// Stands for `?`.
    static let complexKeySign: Unicode.Scalar = "\u{E001}"
    /// One of them stands in place of the first letter of a key that was found twice.
    static let repeatedKeySigns: [Unicode.Scalar] = ["\u{E002}", "\u{E003}", "\u{E004}", "\u{E005}", "\u{E006}"]
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    let file: String
    private(set) var scalars: [Unicode.Scalar] = []
    private var signsLeft = repeatedKeySigns

    /// Refuses what is too large, is not UTF-8, or has characters that YAML does not allow.
    init(file: String, bytes: [UInt8]) throws(Problem) {
        self.file = file
        guard bytes.count <= Self.largestFile else {
            throw problem("the file is larger than \(Self.largestFile >> 20) MiB")
        }
        scalars.reserveCapacity(bytes.count)
        var decoder = UTF8()
        var input = bytes.dropFirst(bytes.starts(with: Self.byteOrderMark) ? 3 : 0).makeIterator()
        while true {
            switch decoder.decode(&input) {
            case .scalarValue("*"): scalars.append(Self.aliasSign)
            case .scalarValue("?"): scalars.append(Self.complexKeySign)
            case .scalarValue(let scalar):
                guard Self.isAllowed(scalar) else {
                    throw problem("the character U+\(Self.hexadecimal(scalar)) is not allowed here")
                }
                scalars.append(scalar)
            case .emptyInput: return
            case .error: throw problem("the text is not UTF-8")
            }
        }
    }

    /// What the parser is given.
    var text: String { String(String.UnicodeScalarView(scalars)) }

    /// Text as it was written: its asterisks and question marks are back.
    static func restored(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 == aliasSign || $0 == complexKeySign }) else { return text }
        let signs: [Unicode.Scalar: Unicode.Scalar] = [aliasSign: "*", complexKeySign: "?"]
        return String(String.UnicodeScalarView(text.unicodeScalars.map { signs[$0] ?? $0 }))
    }

    /// Hides the key that begins at `offset`: no other key equals it any more. False when there are no signs left.
    mutating func hide(keyAt offset: Int) -> Bool {
        guard scalars.indices.contains(offset), let sign = signsLeft.popLast() else { return false }
        scalars[offset] = sign
        return true
    }

    /// The problem that the scalar after those already read has.
    private func problem(_ message: String) -> Problem {
        Problem(mark: mark(at: scalars.count), message: message)
    }

    /// `c-printable` of YAML 1.2 (section 5.1), less our signs.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF: true
        case 0xE000...0xE006: false
        case 0xE007...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

// MARK: Lines and columns, counted as the parser does

extension SourceText {
    func mark(at offset: Int) -> Mark {
        var (line, column) = (1, 1)
        for index in scalars.indices.prefix(offset) {
            if endsLine(index) { (line, column) = (line + 1, 1) } else { column += 1 }
        }
        return Mark(file: file, line: line, column: column)
    }

    func offset(ofLine line: Int, column: Int) -> Int {
        var (index, current) = (0, 1)
        while current < line, index < scalars.count {
            if endsLine(index) { current += 1 }
            index += 1
        }
        return min(scalars.count, index + max(0, column - 1))
    }

    /// Whether a line ends with this scalar; between CR and LF none does.
    func endsLine(_ index: Int) -> Bool {
        switch scalars[index] {
        case "\r": index + 1 >= scalars.count || scalars[index + 1] != "\n"
        case "\n", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }
}
