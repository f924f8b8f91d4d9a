import Yams

/// A key that stands twice in one map. The parser tells its first place; this finds the second in the text.
struct RepeatedKey {
    /// Where the second key's text begins, when it was found.
    let offset: Int?
    let problem: Problem

    init(name: String, first: Yams.Mark, in source: SourceText) {
        let shown = SourceText.restored(name)
        let start = source.offset(ofLine: first.line, column: first.column)
        let search = KeySearch(text: source, name: Array(name.unicodeScalars), column: first.column)
        offset = search.inBlock(after: start) ?? search.inFlow(after: start)
        problem =
            if let offset {
                Problem(
                    mark: source.mark(at: offset),
                    message: "\"\(shown)\" is here twice, first in line \(first.line)")
            } else {
                Problem(
                    mark: Mark(file: source.file, line: first.line, column: first.column),
                    message: "\"\(shown)\" is here twice")
            }
    }
}

/// Looks for the next place where a key stands in the map that it stands in once.
private struct KeySearch {
    let text: SourceText
    let name: [Unicode.Scalar]
    /// Where the first key stands in its line.
    let column: Int

    /// In block style the keys of a map stand below each other, and nothing in it stands further left.
    func inBlock(after start: Int) -> Int? {
        var index = start
        while index < text.scalars.count {
            guard text.endsLine(index) else {
                index += 1
                continue
            }
            let line = index + 1
            let begin = text.scalars[line...].firstIndex { $0 != " " } ?? text.scalars.count
            index = max(begin, line)
            guard begin < text.scalars.count, !text.endsLine(begin), text.scalars[begin] != "#" else { continue }
            let indentation = begin - line
            if indentation < column - 1 { return nil }
            if indentation == column - 1, let found = keyBegins(at: begin) { return found }
        }
        return nil
    }

    /// In flow style it stands before the bracket that closes the map, outside of inner brackets and quotes.
    func inFlow(after start: Int) -> Int? {
        var (depth, index) = (0, start + 1)
        while index < text.scalars.count {
            if depth == 0, ["{", ",", " "].contains(text.scalars[index - 1]), let found = keyBegins(at: index) {
                return found
            }
            switch text.scalars[index] {
            case "{", "[": depth += 1
            case "}", "]":
                if depth == 0 { return nil }
                depth -= 1
            case "\"", "'":
                let rest = text.scalars[(index + 1)...]
                index = rest.firstIndex(of: text.scalars[index]) ?? text.scalars.count
            default: break
            }
            index += 1
        }
        return nil
    }

    /// Where the key's letters begin when it stands at `offset`, quoted or not, with its colon.
    private func keyBegins(at offset: Int) -> Int? {
        let quote: Unicode.Scalar? = ["\"", "'"].contains(text.scalars[offset]) ? text.scalars[offset] : nil
        let begin = quote == nil ? offset : offset + 1
        var rest = text.scalars[begin...]
        guard !name.isEmpty, rest.starts(with: name) else { return nil }
        rest = rest.dropFirst(name.count)
        if let quote {
            guard rest.first == quote else { return nil }
            rest = rest.dropFirst()
        }
        return rest.first { $0 != " " } == ":" ? begin : nil
    }
}
