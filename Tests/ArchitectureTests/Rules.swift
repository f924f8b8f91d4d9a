import Foundation

/// A rule of the architecture that a file, a folder or a row breaks.
struct Violation: Hashable, CustomStringConvertible {
    let place: String
    let what: String

    init(_ place: String, _ what: String) {
        self.place = place
        self.what = what
    }

    var description: String { "\(place): \(what)" }
}

extension SwiftSource {
    /// The modules that the file imports, and where.
    var imports: [(module: String, line: Int)] {
        // Attributes and access level, perhaps the kind of one declaration, and the module.
        let importLine =
            #/
            ^ \s* (?: @\w+ (?: \( \w+ \) )? \s+ )* (?: (?: public|package|internal|fileprivate|private) \s+ )?
            import \s+ (?: (?: struct|class|enum|protocol|typealias|func|let|var) \s+ )? (\w+)
            /#
        return lines.enumerated().compactMap { index, line in
            line.firstMatch(of: importLine).map { (String($0.1), index + 1) }
        }
    }

    /// What matches in the code, and where.
    func matches(of pattern: Regex<Substring>) -> [(text: String, line: Int)] {
        lines.enumerated().flatMap { index, line in
            line.matches(of: pattern).map { (String($0.0), index + 1) }
        }
    }
}

enum Rules {
    /// Imports that the row of a file's target does not allow.
    static func imports(_ sources: [SwiftSource], _ table: [TargetRow]) -> [Violation] {
        sources.flatMap { source in
            guard let row = table.first(where: { $0.name == source.target }) else { return [Violation]() }
            return source.imports.filter { !row.imports.contains($0.module) }.map {
                Violation("\(source.path):\($0.line)", "\(row.name) may not import \($0.module)")
            }
        }
    }

    /// Imports that a row allows and no file has.
    static func idleImports(_ sources: [SwiftSource], _ table: [TargetRow]) -> [Violation] {
        table.flatMap { row in
            let used = sources.filter { $0.target == row.name }.flatMap { $0.imports.map(\.module) }
            return row.imports.subtracting(used).sorted().map { Violation(row.name, "may import \($0), and does not") }
        }
    }

    /// Folders without a row, and rows without a folder.
    static func rows(_ folders: Set<String>, _ table: [TargetRow]) -> [Violation] {
        let rows = Set(table.map(\.name))
        return folders.subtracting(rows).sorted().map { Violation($0, "no row of the import table") }
            + rows.subtracting(folders).sorted().map { Violation($0, "a row of the import table without a folder under Sources") }
    }

    /// Rows that look upward, sideways to a later row, or out of a pure layer.
    static func layers(_ table: [TargetRow]) -> [Violation] {
        table.enumerated().flatMap { index, row in
            let earlier = Set(table[..<index].filter { $0.layer.rawValue <= row.layer.rawValue }.map(\.name))
            let own = Set(table.map(\.name))
            let upward = row.imports.intersection(own).subtracting(earlier).sorted().map {
                Violation(row.name, "\($0) is not below it")
            }
            let impure = row.layer.isPure ? row.imports.intersection(impureModules).sorted() : []
            return upward + impure.map { Violation(row.name, "is pure, and \($0) is not") }
        }
    }

    /// Code that the compiler does not prove safe, outside the targets that may hold it.
    static func unsafeCode(_ sources: [SwiftSource]) -> [Violation] {
        sources.filter { !unsafeTargets.contains($0.target) }.flatMap { source in
            source.matches(of: #/\bunsafe\b|@safe\b|@unchecked\b/#).map { Violation("\(source.path):\($0.line)", $0.text) }
        }
    }

    /// What stops the process, but for the exceptions; and exceptions that nothing needs.
    static func traps(_ sources: [SwiftSource], except exceptions: [TrapException] = []) -> [Violation] {
        // The functions whose purpose it is; forced tries and casts; a `!` after a value, but for the first half of `!=`.
        let trap = #/\b(?:fatalError|preconditionFailure|assertionFailure|precondition|assert)\(|\b(?:try|as)!|[\w)\]}"?]!(?!=)/#
        var unused = Set(exceptions)
        let violations = sources.flatMap { source in
            source.matches(of: trap).compactMap { text, line -> Violation? in
                if let exception = exceptions.first(where: { $0.file == source.path && $0.trap == text }) {
                    unused.remove(exception)
                    return nil
                }
                return Violation("\(source.path):\(line)", text)
            }
        }
        return violations + unused.map { Violation($0.file, "the exception for \($0.trap) is not needed") }
    }

    /// Files that are too long to be read at once.
    static func length(_ sources: [SwiftSource], limit: Int = 500) -> [Violation] {
        sources.filter { $0.lines.count > limit + 1 }.map { Violation($0.path, "more than \(limit) lines") }
    }
}
