public import JSON

/// The reply of `Reload`.
public struct ReloadResult: MessageValue, Hashable {
    public let generation: Int
    public let networks: Int
    public let hosts: Int
    public let profiles: Int

    public init(generation: Int, networks: Int, hosts: Int, profiles: Int) {
        self.generation = generation
        self.networks = networks
        self.hosts = hosts
        self.profiles = profiles
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        generation = try view.integer("generation")
        networks = try view.integer("networks")
        hosts = try view.integer("hosts")
        profiles = try view.integer("profiles")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("generation", generation)
        writer.set("networks", networks)
        writer.set("hosts", hosts)
        writer.set("profiles", profiles)
    }
}

/// One thing that is wrong with the configuration, and where.
public struct ProblemRow: MessageValue, Hashable {
    public let file: String
    public let line: Int
    public let column: Int
    public let message: String

    public init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        file = try view.string("file")
        line = try view.integer("line")
        column = try view.integer("column")
        message = try view.string("message")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("file", file)
        writer.set("line", line)
        writer.set("column", column)
        writer.set("message", message)
    }
}

extension ProblemRow: CustomStringConvertible {
    public var description: String { "\(file):\(line):\(column): \(message)" }
}
