/// A token of a text that has been checked, and where it stands. A container is followed by what it holds, each name of an
/// object by its value.
struct JSONNode {
    enum Kind {
        case object, array, string, integer, yes, no, null
        /// A string with escapes, or a number with a fraction or an exponent: json-c says what they stand for.
        case escapedString, number
    }

    let kind: Kind
    /// The place of the first octet, and how many there are: quotes and brackets included.
    let start: Int32
    var count: Int32 = 0
    /// The place of the node after this one and all that it holds; while a container is open, that of the one around it.
    var next: Int32

    /// What stands between a string's quotes.
    var inside: Range<Int> { Int(start) + 1..<Int(start) + Int(count) - 1 }
    var whole: Range<Int> { Int(start)..<Int(start) + Int(count) }
}
