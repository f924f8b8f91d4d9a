import JSON

extension Shape where Value == JSONObject {
    /// A map of any values: what plain scalars mean is told by YAML's core schema.
    static var object: Self {
        Shape(expected: "a map, such as {role: control}") { node, reading in
            guard case .mapping = node.content, case .object(let object)? = value(of: node, &reading) else {
                if node.isNull { return JSONObject() }
                if case .mapping = node.content { return nil }
                reading.report("expected a map, such as {role: control}, found \(node.kind)", at: node.mark)
                return nil
            }
            return object
        }
    }

    /// Nodes are bounded in depth and number, so this is too.
    private static func value(of node: Node, _ reading: inout Reading) -> JSONValue? {
        switch node.content {
        case .scalar(let text, isPlain: false): .string(text)
        case .scalar(let text, isPlain: true): plain(text, at: node.mark, &reading)
        case .sequence(let items): .array(items.compactMap { value(of: $0, &reading) })
        case .mapping(let pairs): mapping(pairs, at: node.mark, &reading)
        }
    }

    private static func mapping(_ pairs: [Node.Pair], at mark: Mark, _ reading: inout Reading) -> JSONValue? {
        let most = 1000
        guard pairs.count <= most else {
            reading.report("has more than \(most) keys in one map", at: mark)
            return nil
        }
        let members = pairs.compactMap { pair in value(of: pair.value, &reading).map { (pair.key.text, $0) } }
        return .object(JSONObject(members))
    }

    private static func plain(_ text: String, at mark: Mark, _ reading: inout Reading) -> JSONValue? {
        do throws(CoreSchema.Unrepresentable) {
            return try CoreSchema.value(ofPlain: text)
        } catch .tooLarge {
            reading.report("\(quoted(text)) is larger than 64 bits hold; if it is text, quote it", at: mark)
        } catch {
            reading.report("\(quoted(text)) is not a number that JSON can hold; if it is text, quote it", at: mark)
        }
        return nil
    }
}
