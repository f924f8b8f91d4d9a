import DHCP

/// Reads the value of one option: a value alone, or a map of `type`, `value` and `always`.
struct OptionReader {
    let key: OptionKey
    /// Where the option stands.
    let mark: Mark

    func read(_ node: Node, _ reading: inout Reading) -> ConfiguredOption? {
        if key.code == .ipxeEncapsulation, !node.hasKey("value") {
            return Shape.ipxe.read(node, &reading).map { ConfiguredOption(key.code, $0, at: mark) }
        }
        if case .mapping = node.content { return Shape<ConfiguredOption>.section(option).read(node, &reading) }
        if let type = key.type { return option(type, node, &reading) }
        if let (type, value) = Self.typed(node) { return option(type, value, &reading) }
        let types = DHCPOptionType.allCases.map(\.rawValue).joined(separator: ", ")
        reading.report(
            "has no type of its own; write {type: text, value: hello}, where the types are \(types)",
            at: node.mark)
        return nil
    }

    /// `{type: text, value: hello, always: yes}`; the type may be left out where the option has one of its own.
    private func option(_ fields: inout Fields) -> ConfiguredOption? {
        let words = Shape<DHCPOptionType>.oneOf
        let type = key.type == nil ? fields.required("type", words) : fields.optional("type", words) ?? key.type
        let isForced = fields.optional("always", .truth) ?? false
        guard let value = fields.required("value", type.map(Shape.value) ?? .unread) else { return nil }
        return ConfiguredOption(key.code, value, isForced: isForced, at: mark)
    }

    private func option(_ type: DHCPOptionType, _ node: Node, _ reading: inout Reading) -> ConfiguredOption? {
        Shape.value(of: type).read(node, &reading).map { ConfiguredOption(key.code, $0, at: mark) }
    }

    /// `hex 01:02`, the value in quotes or not.
    private static func typed(_ node: Node) -> (DHCPOptionType, Node)? {
        guard case .scalar(let text, _) = node.content else { return nil }
        let words = text.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let type = DHCPOptionType(rawValue: String(words[0])) else { return nil }
        var value = words[1]
        for quote in ["\"", "'"] where value.count >= 2 && value.hasPrefix(quote) && value.hasSuffix(quote) {
            value = value.dropFirst().dropLast()
        }
        return (type, Node(content: .scalar(String(value), isPlain: false), mark: node.mark))
    }
}

extension Node {
    fileprivate func hasKey(_ text: String) -> Bool {
        guard case .mapping(let pairs) = content else { return false }
        return pairs.contains { $0.key.text == text }
    }
}
