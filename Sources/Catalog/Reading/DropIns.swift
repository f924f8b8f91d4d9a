/// Puts the main file and the drop-ins together: maps by name, and nothing may be set twice.
enum DropIns {
    /// The maps that several files may add to; what stands inside the others belongs to one file.
    private static let open: Set<String> = [
        "", "networks", "profiles", "hosts", "paths", "http", "workers", "limits", "options", "boot", "boot.loaders",
    ]

    /// One map of everything that the files say, which are in the order of reading.
    static func merged(_ roots: [Node], _ problems: inout Problems) -> [Node.Pair] {
        var merged: [Node.Pair] = []
        for root in roots {
            switch root.content {
            case .mapping(let pairs): add(pairs, to: &merged, in: "", &problems)
            case _ where root.isNull: continue
            default: problems.report("expected a map (key: value), found \(root.kind)", at: root.mark)
            }
        }
        return merged
    }

    private static func add(
        _ pairs: [Node.Pair], to merged: inout [Node.Pair], in path: String, _ problems: inout Problems
    ) {
        var places = Dictionary(merged.enumerated().map { ($1.key.text, $0) }) { first, _ in first }
        for pair in pairs {
            guard let place = places[pair.key.text] else {
                places[pair.key.text] = merged.count
                merged.append(pair)
                continue
            }
            let inner = path.isEmpty ? pair.key.text : "\(path).\(pair.key.text)"
            let (earlier, later) = (merged[place].value, pair.value)
            if open.contains(inner), let both = maps(earlier, later) {
                var sum = both.earlier
                add(both.later, to: &sum, in: inner, &problems)
                merged[place].value = Node(content: .mapping(sum), mark: earlier.mark)
            } else {
                let place = merged[place].key.mark
                problems.report("\(quoted(pair.key.text)) is already set in \(place)", at: pair.key.mark)
            }
        }
    }

    /// The pairs of two maps, of which one may be empty.
    private static func maps(_ earlier: Node, _ later: Node) -> (earlier: [Node.Pair], later: [Node.Pair])? {
        func pairs(_ node: Node) -> [Node.Pair]? {
            if case .mapping(let pairs) = node.content { return pairs }
            return node.isNull ? [] : nil
        }
        guard let first = pairs(earlier), let second = pairs(later) else { return nil }
        return (first, second)
    }
}
