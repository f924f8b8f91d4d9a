/// Where something stands in a configuration file.
public struct Mark: Hashable, Sendable {
    public let file: String
    /// The first line is 1.
    public let line: Int
    /// The first column is 1; columns count Unicode scalars.
    public let column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension Mark: CustomStringConvertible {
    /// As compilers write it: `/etc/bootd/bootd.yaml:31:3`.
    public var description: String { "\(file):\(line):\(column)" }
}

/// Where the values of one entry stand, by key. What has no mark was not written: it is a default.
public struct Marks: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        let key: String
        let mark: Mark
    }

    private var entries: [Entry] = []

    public init() {}

    public subscript(key: String) -> Mark? { entries.first { $0.key == key }?.mark }

    mutating func set(_ key: String, _ mark: Mark) {
        entries.append(Entry(key: key, mark: mark))
    }

    /// The places of both; where both know a key, the other's.
    func overridden(by other: Marks) -> Marks {
        var marks = other
        marks.entries += entries.filter { other[$0.key] == nil }
        return marks
    }
}
