public import JSON
public import NetworkValues

/// A network that is to be served, and where it is configured.
public struct CheckedNetwork: MessageValue, Hashable {
    public let name: String
    public let subnet: IPv4Subnet
    /// file:line:column
    public let source: String

    public init(name: String, subnet: IPv4Subnet, source: String) {
        self.name = name
        self.subnet = subnet
        self.source = source
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        name = try view.string("name")
        subnet = try view.value("subnet", "an IPv4 subnet") { $0.string.flatMap { IPv4Subnet($0) } }
        source = try view.string("source")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("name", name)
        writer.set("subnet", subnet.description)
        writer.set("source", source)
    }
}

/// A file that machines are told to fetch from us.
public struct CheckedFile: MessageValue, Hashable {
    public enum Use: String, Sendable, CaseIterable {
        case loader, kernel, initrd
    }

    public let use: Use
    /// Whose it is: an architecture, or an entry of a menu, for a loader, or a profile.
    public let name: String
    /// Whose directory it lies below: what TFTP serves, or HTTP.
    public let role: Role
    /// From that directory on.
    public let path: String
    /// file:line:column; nil for a default.
    public let source: String?

    public init(use: Use, name: String, role: Role, path: String, source: String?) {
        self.use = use
        self.name = name
        self.role = role
        self.path = path
        self.source = source
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        use = try view.word("use", Use.self)
        name = try view.string("name")
        role = try view.word("role", Role.self)
        path = try view.string("path")
        source = try view.optionalString("source")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("use", use.rawValue)
        writer.set("name", name)
        writer.set("role", role.rawValue)
        writer.set("path", path)
        writer.set("source", source)
    }
}

/// The reply of `Check`: what is to be looked after outside of the supervisor's sandbox, and what is wrong inside.
public struct CheckReport: MessageValue, Hashable {
    public var configuration: String
    public var generation = 0
    /// Whether the files on disk say what is in force.
    public var isCurrent = true
    public var isStandalone = false
    public var state: String
    /// What clients are told in place of our address on their interface.
    public var server: IPv4Address?
    public var httpPort = 8080
    /// Where that is configured; nil for the default.
    public var httpPortSource: String?
    public var tftp: String
    public var assets: String
    public var networks: [CheckedNetwork] = []
    public var files: [CheckedFile] = []
    public var workers: [WorkerInfo] = []
    /// Why the next reload would be refused.
    public var problems: [ProblemRow] = []
    /// What else is wrong; sentences for people.
    public var notices: [String] = []

    public init(configuration: String, state: String, tftp: String, assets: String) {
        self.configuration = configuration
        self.state = state
        self.tftp = tftp
        self.assets = assets
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        configuration = try view.string("configuration")
        generation = try view.integer("generation")
        isCurrent = try view.bool("isCurrent")
        isStandalone = try view.bool("isStandalone")
        state = try view.string("state")
        server = try view.optionalIPv4("server")
        httpPort = try view.integer("httpPort")
        httpPortSource = try view.optionalString("httpPortSource")
        tftp = try view.string("tftp")
        assets = try view.string("assets")
        networks = try view.values("networks", CheckedNetwork.self)
        files = try view.values("files", CheckedFile.self)
        workers = try view.values("workers", WorkerInfo.self)
        problems = try view.values("problems", ProblemRow.self)
        notices = try view.strings("notices")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("configuration", configuration)
        writer.set("generation", generation)
        writer.set("isCurrent", isCurrent)
        writer.set("isStandalone", isStandalone)
        writer.set("state", state)
        writer.set("server", server)
        writer.set("httpPort", httpPort)
        writer.set("httpPortSource", httpPortSource)
        writer.set("tftp", tftp)
        writer.set("assets", assets)
        writer.set("networks", networks)
        writer.set("files", files)
        writer.set("workers", workers)
        writer.set("problems", problems)
        writer.set("notices", notices)
    }
}
