import Yams

/// Why a file cannot be read as YAML.
struct YAMLFault: Error {
    let problem: Problem
    /// Where a key stands that its map has already: without it, reading can go on.
    var repeatedKey: Int?

    init(problem: Problem) {
        self.problem = problem
    }

    /// Says in our words what the parser threw.
    init(_ error: any Error, in source: SourceText) {
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _)?, .parser(let context, let problem, let mark, _)?:
            self.problem = Self.syntax(problem, context, mark, in: source)
        case .composer(_, _, let mark, _)?:
            // There are no aliases left; all that the composer refuses is a second document.
            let place = Mark(file: source.file, line: mark.line, column: mark.column)
            problem = Problem(mark: place, message: "a second document begins here; a file holds one")
        case .duplicatedKeysInMapping(let names, let context)?:
            let search = RepeatedKey(name: names.first ?? "", first: context.mark, in: source)
            problem = search.problem
            repeatedKey = search.offset
        default:
            problem = Problem(mark: source.mark(at: 0), message: "the file cannot be read as YAML")
        }
    }

    private static func syntax(
        _ problem: String, _ context: YamlError.Context?, _ mark: Yams.Mark, in source: SourceText
    ) -> Problem {
        let offset = source.offset(ofLine: mark.line, column: mark.column)
        if offset < source.scalars.count, source.scalars[offset] == "\t" {
            return Problem(mark: source.mark(at: offset), message: "a tab stands here; YAML is indented with blanks")
        }
        let place = Mark(file: source.file, line: mark.line, column: mark.column)
        if problem.hasPrefix("Maximum nesting level") { return NodeBuilder.tooDeep(at: place) }
        let origin = context.map { " (\($0.text) that began in line \($0.mark.line))" } ?? ""
        return Problem(mark: place, message: "this is not YAML: \(problem)\(origin)")
    }
}
