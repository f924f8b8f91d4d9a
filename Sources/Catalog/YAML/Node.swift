/// A value as it stands in a YAML file, its scalars as they were written: what a scalar means, its reader decides.
struct Node {
    enum Content {
        /// A scalar's text. Only a plain one (without quotes, not a block) can mean null, a truth value or a number.
        case scalar(String, isPlain: Bool)
        case sequence([Node])
        /// Pairs in the order in which they were written, each key once.
        case mapping([Pair])
    }

    struct Pair {
        let key: Key
        var value: Node

        /// The value; an empty one, which has no place of its own, in the place of its key.
        var placedValue: Node { value.isNull ? Node(content: value.content, mark: key.mark) : value }
    }

    struct Key {
        let text: String
        let mark: Mark
    }

    let content: Content
    let mark: Mark

    /// Whether nothing was written: an empty value, `~` or `null`.
    var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return CoreSchema.isNull(text)
    }

    /// What a person would call this kind of value.
    var kind: String {
        switch content {
        case .scalar: isNull ? "nothing" : "a single value"
        case .sequence: "a list"
        case .mapping: "a map"
        }
    }
}
