import Yams

/// Turns the parser's tree into ours: follows aliases, and keeps depth and size within bounds.
struct NodeBuilder {
    static let deepest = 32

    let file: String
    /// How many nodes may still be read; what an alias stands for counts each time.
    private(set) var budget: Int
    private var anchors: [String: Built] = [:]

    /// A node, how many nodes it is made of, and how many levels.
    struct Built {
        let node: Node
        var size = 1
        var height = 1
    }

    init(file: String, budget: Int) {
        self.file = file
        self.budget = budget
    }

    mutating func build(_ node: Yams.Node, depth: Int) throws(Problem) -> Built {
        let mark = mark(of: node)
        try spend(1, at: mark)
        try bound(depth + 1, at: mark)
        let built: Built
        let anchor: String?
        switch node {
        case .scalar(let scalar):
            built = try build(scalar, depth: depth, mark)
            anchor = scalar.anchor?.rawValue
        case .sequence(let sequence):
            built = try build(sequence, depth: depth, mark)
            anchor = sequence.anchor?.rawValue
        case .mapping(let mapping):
            built = try build(mapping, depth: depth, mark)
            anchor = mapping.anchor?.rawValue
        case .alias:
            throw Problem(mark: mark, message: "this alias cannot be read")
        }
        if let anchor { anchors[anchor] = built }
        return built
    }

    private mutating func build(_ scalar: Yams.Node.Scalar, depth: Int, _ mark: Mark) throws(Problem) -> Built {
        let text = try text(of: scalar, mark)
        let isTagged = scalar.tag.rawValue != Tag.Name.implicit.rawValue
        guard Self.isAlias(scalar) else {
            return Built(node: Node(content: .scalar(text, isPlain: scalar.style == .plain && !isTagged), mark: mark))
        }
        guard !isTagged, let meant = anchors[String(text.dropFirst())] else {
            let anchor = "&\(text.dropFirst())"
            let message = "\(text) refers to \(anchor), which is not above it; if it is text, quote it"
            throw Problem(mark: mark, message: message)
        }
        try spend(meant.size, at: mark)
        try bound(depth + meant.height, at: mark)
        return meant
    }

    private mutating func build(_ sequence: Yams.Node.Sequence, depth: Int, _ mark: Mark) throws(Problem) -> Built {
        try refuseTag(sequence.tag.rawValue, allowing: [Tag.Name.seq.rawValue], at: mark)
        var items: [Node] = []
        var (size, height) = (1, 1)
        for item in sequence {
            let built = try build(item, depth: depth + 1)
            items.append(built.node)
            size += built.size
            height = max(height, built.height + 1)
        }
        return Built(node: Node(content: .sequence(items), mark: mark), size: size, height: height)
    }

    private mutating func build(_ mapping: Yams.Node.Mapping, depth: Int, _ mark: Mark) throws(Problem) -> Built {
        try refuseTag(mapping.tag.rawValue, allowing: [Tag.Name.map.rawValue], at: mark)
        var pairs: [Node.Pair] = []
        var (size, height) = (1, 1)
        for (key, value) in mapping {
            let name = try self.key(key)
            let built = try build(value, depth: depth + 1)
            size += built.size
            height = max(height, built.height + 1)
            if let name { pairs.append(Node.Pair(key: name, value: built.node)) }
        }
        return Built(node: Node(content: .mapping(pairs), mark: mark), size: size, height: height)
    }

    /// Nil for a key that its map has already, which is reported elsewhere.
    private mutating func key(_ node: Yams.Node) throws(Problem) -> Node.Key? {
        let mark = mark(of: node)
        guard case .scalar(let scalar) = node else {
            throw Problem(mark: mark, message: "a key must be a single value")
        }
        if let first = scalar.string.unicodeScalars.first, SourceText.repeatedKeySigns.contains(first) { return nil }
        let text = try text(of: scalar, mark)
        if Self.isAlias(scalar) { throw Problem(mark: mark, message: "an alias (\(text)) cannot be a key") }
        if let anchor = scalar.anchor?.rawValue {
            anchors[anchor] = Built(node: Node(content: .scalar(text, isPlain: scalar.style == .plain), mark: mark))
        }
        return Node.Key(text: text, mark: mark)
    }

    private func text(of scalar: Yams.Node.Scalar, _ mark: Mark) throws(Problem) -> String {
        try refuseTag(scalar.tag.rawValue, allowing: [Tag.Name.str.rawValue], at: mark)
        let signs = scalar.string.unicodeScalars
        if scalar.style == .plain, signs.first == SourceText.complexKeySign, signs.dropFirst().first ?? " " == " " {
            throw Problem(mark: mark, message: "a key that \"?\" announces is not read here; if it is text, quote it")
        }
        return SourceText.restored(scalar.string)
    }

    private mutating func spend(_ nodes: Int, at mark: Mark) throws(Problem) {
        guard nodes <= budget else {
            let message = "the configuration has too many values; aliases count as what they stand for"
            throw Problem(mark: mark, message: message)
        }
        budget -= nodes
    }

    private func bound(_ depth: Int, at mark: Mark) throws(Problem) {
        guard depth <= Self.deepest else { throw Self.tooDeep(at: mark) }
    }

    static func tooDeep(at mark: Mark) -> Problem {
        Problem(mark: mark, message: "lists and maps are nested deeper than \(deepest) levels")
    }

    private func refuseTag(_ tag: String, allowing allowed: [String], at mark: Mark) throws(Problem) {
        let untold = [Tag.Name.implicit.rawValue, Tag.Name.nonSpecific.rawValue]
        guard (untold + allowed).contains(tag) else {
            throw Problem(mark: mark, message: "the tag \(tag) is not read here; leave it out")
        }
    }

    private static func isAlias(_ scalar: Yams.Node.Scalar) -> Bool {
        scalar.style == .plain && scalar.string.unicodeScalars.first == SourceText.aliasSign
    }

    private func mark(of node: Yams.Node) -> Mark {
        Mark(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }
}
