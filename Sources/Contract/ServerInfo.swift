public import JSON
public import NetworkValues

/// A network as it is served.
public struct NetworkInfo: MessageValue, Hashable {
    public let name: String
    public let subnet: String
    public let interface: String?
    public let server: IPv4Address?
    public let addresses: Int
    public let leased: Int
    public let source: String

    public init(
        name: String, subnet: String, interface: String?, server: IPv4Address?, addresses: Int, leased: Int, source: String
    ) {
        self.name = name
        self.subnet = subnet
        self.interface = interface
        self.server = server
        self.addresses = addresses
        self.leased = leased
        self.source = source
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        name = try view.string("name")
        subnet = try view.string("subnet")
        interface = try view.optionalString("interface")
        server = try view.optionalIPv4("server")
        addresses = try view.integer("addresses")
        leased = try view.integer("leased")
        source = try view.string("source")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("name", name)
        writer.set("subnet", subnet)
        writer.set("interface", interface)
        writer.set("server", server)
        writer.set("addresses", addresses)
        writer.set("leased", leased)
        writer.set("source", source)
    }
}

/// A worker that is attached.
public struct WorkerInfo: MessageValue, Hashable {
    public let role: Role
    public let version: String
    public let process: Int
    public let since: WallTime
    public let sockets: [String]

    public init(role: Role, version: String, process: Int, since: WallTime, sockets: [String]) {
        self.role = role
        self.version = version
        self.process = process
        self.since = since
        self.sockets = sockets
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        role = try view.word("role", Role.self)
        version = try view.string("version")
        process = try view.integer("process")
        since = WallTime(seconds: Int64(try view.integer("since")))
        sockets = try view.strings("sockets")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("role", role.rawValue)
        writer.set("version", version)
        writer.set("process", process)
        writer.set("since", since.seconds)
        writer.set("sockets", sockets)
    }
}

/// The reply of `Info`.
public struct ServerInfo: MessageValue, Hashable {
    public let version: String
    public let process: Int
    public let started: WallTime
    public let configuration: String
    public let state: String
    public let generation: Int
    public let networks: [NetworkInfo]
    public let workers: [WorkerInfo]
    public let problems: [String]

    public init(
        version: String, process: Int, started: WallTime, configuration: String, state: String, generation: Int,
        networks: [NetworkInfo], workers: [WorkerInfo], problems: [String]
    ) {
        self.version = version
        self.process = process
        self.started = started
        self.configuration = configuration
        self.state = state
        self.generation = generation
        self.networks = networks
        self.workers = workers
        self.problems = problems
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        version = try view.string("version")
        process = try view.integer("process")
        started = WallTime(seconds: Int64(try view.integer("started")))
        configuration = try view.string("configuration")
        state = try view.string("state")
        generation = try view.integer("generation")
        networks = try view.values("networks", NetworkInfo.self)
        workers = try view.values("workers", WorkerInfo.self)
        problems = try view.strings("problems")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("version", version)
        writer.set("process", process)
        writer.set("started", started.seconds)
        writer.set("configuration", configuration)
        writer.set("state", state)
        writer.set("generation", generation)
        writer.set("networks", networks)
        writer.set("workers", workers)
        writer.set("problems", problems)
    }
}
