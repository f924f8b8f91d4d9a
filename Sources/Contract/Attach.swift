public import JSON
public import NetworkValues

/// Which protocol a worker speaks.
public enum Role: String, Sendable, CaseIterable {
    case dhcp, tftp, http
}

/// A socket that a worker serves.
public struct ServedSocket: MessageValue, Hashable {
    /// The name its activator gave it: `dhcp`, `pxe`, `tftp`, `http`.
    public let name: String
    /// Address and port: `0.0.0.0:67`.
    public let address: String

    public init(name: String, address: String) {
        self.name = name
        self.address = address
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        name = try view.string("name")
        address = try view.string("address")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("name", name)
        writer.set("address", address)
    }
}

/// A network interface as a worker sees it.
public struct InterfaceInfo: MessageValue, Hashable {
    public let name: String
    public let index: Int
    public let addresses: [IPv4Address]

    public init(name: String, index: Int, addresses: [IPv4Address]) {
        self.name = name
        self.index = index
        self.addresses = addresses
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        name = try view.string("name")
        index = try view.integer("index")
        addresses = try view.list("addresses", of: "IPv4 addresses") { $0.parse { IPv4Address(ascii: $0) } }
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("name", name)
        writer.set("index", index)
        writer.set("addresses", addresses.map(\.description))
    }
}

/// The parameters of `Attach`.
public struct AttachRequest: MessageValue, Hashable {
    public let role: Role
    public let version: String
    public let process: Int
    public let sockets: [ServedSocket]
    public let interfaces: [InterfaceInfo]
    /// Of other programs, on our ports; nil from a worker that does not look, or may not.
    public let otherSockets: [OtherSocket]?

    public init(
        role: Role, version: String, process: Int, sockets: [ServedSocket], interfaces: [InterfaceInfo],
        otherSockets: [OtherSocket]? = nil
    ) {
        self.role = role
        self.version = version
        self.process = process
        self.sockets = sockets
        self.interfaces = interfaces
        self.otherSockets = otherSockets
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        role = try view.word("role", Role.self)
        version = try view.string("version")
        process = try view.integer("process")
        sockets = try view.values("sockets", ServedSocket.self)
        interfaces = try view.values("interfaces", InterfaceInfo.self)
        otherSockets = try view.optionalValues("otherSockets", OtherSocket.self)
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("role", role.rawValue)
        writer.set("version", version)
        writer.set("process", process)
        writer.set("sockets", sockets)
        writer.set("interfaces", interfaces)
        if let otherSockets { writer.set("otherSockets", otherSockets) }
    }
}

/// A directory that candidates name.
public struct Root: MessageValue, Hashable {
    public let name: String
    public let path: String

    public init(name: String, path: String) {
        self.name = name
        self.path = path
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        name = try view.string("name")
        path = try view.string("path")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("name", name)
        writer.set("path", path)
    }
}

/// What a worker has to know to do its work without asking.
public struct WorkerSettings: MessageValue, Hashable {
    public let roots: [Root]
    /// The subnets that we serve; a client elsewhere is a stranger.
    public let served: [IPv4Subnet]
    public let idleSeconds: Int
    public let maximumTransfers: Int
    public let maximumTransfersPerClient: Int

    public init(
        roots: [Root], served: [IPv4Subnet], idleSeconds: Int, maximumTransfers: Int, maximumTransfersPerClient: Int
    ) {
        self.roots = roots
        self.served = served
        self.idleSeconds = idleSeconds
        self.maximumTransfers = maximumTransfers
        self.maximumTransfersPerClient = maximumTransfersPerClient
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        roots = try view.values("roots", Root.self)
        served = try view.list("served", of: "IPv4 subnets") { $0.string.flatMap { IPv4Subnet($0) } }
        idleSeconds = try view.integer("idleSeconds")
        maximumTransfers = try view.integer("maximumTransfers")
        maximumTransfersPerClient = try view.integer("maximumTransfersPerClient")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("roots", roots)
        writer.set("served", served.map(\.description))
        writer.set("idleSeconds", idleSeconds)
        writer.set("maximumTransfers", maximumTransfers)
        writer.set("maximumTransfersPerClient", maximumTransfersPerClient)
    }

    /// Whether a client there is one of ours: in a subnet that we serve, or on this machine. While we serve none, those with
    /// IPv6 alone are strangers too.
    public func serves(_ client: IPAddress) -> Bool {
        guard let address = client.ipv4 else { return !served.isEmpty }
        return address.rawValue >> 24 == 127 || served.contains { $0.contains(address) }
    }
}

/// One reply of `Attach`.
public struct Attachment: MessageValue, Hashable {
    public let generation: Int
    public let settings: WorkerSettings

    public init(generation: Int, settings: WorkerSettings) {
        self.generation = generation
        self.settings = settings
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        generation = try view.integer("generation")
        settings = try WorkerSettings(reading: try view.required("settings"))
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("generation", generation)
        writer.set("settings", settings)
    }
}
