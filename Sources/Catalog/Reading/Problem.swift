/// One thing that is wrong in the configuration, said to a person.
public struct Problem: Error, Hashable, Sendable {
    public let mark: Mark
    /// What is wrong, what was expected, and an example where one helps.
    public let message: String

    public init(mark: Mark, message: String) {
        self.mark = mark
        self.message = message
    }

    public var file: String { mark.file }
    public var line: Int { mark.line }
    public var column: Int { mark.column }
}

extension Problem: CustomStringConvertible {
    /// `/etc/bootd/bootd.yaml:31:3: host node1: mac: ...`
    public var description: String { "\(mark): \(message)" }
}

/// Everything that is wrong in a configuration, up to 500 problems. None of it is used.
public struct ConfigurationInvalid: Error, Hashable, Sendable {
    /// At least one; file by file in the order of reading, each from its top.
    public let problems: [Problem]

    public init(problems: [Problem]) {
        self.problems = problems
    }
}

/// Collects problems, up to a number that nobody reads to its end.
struct Problems {
    static let most = 500

    private(set) var found: [Problem] = []

    var isEmpty: Bool { found.isEmpty }

    mutating func report(_ message: @autoclosure () -> String, at mark: Mark) {
        guard found.count < Self.most else { return }
        found.append(Problem(mark: mark, message: message()))
    }

    mutating func report(_ problem: Problem) {
        report(problem.message, at: problem.mark)
    }

    /// The problems file by file, in the order of `files`, each from its top.
    func sorted(files: [String]) -> [Problem] {
        let order = Dictionary(files.enumerated().map { ($1, $0) }) { first, _ in first }
        func place(_ problem: Problem) -> (Int, String, Int, Int) {
            (order[problem.file] ?? files.count, problem.file, problem.line, problem.column)
        }
        return found.sorted { place($0) < place($1) }
    }
}
