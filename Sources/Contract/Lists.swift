public import JSON
public import NetworkValues

/// A row of `Hosts`.
public struct HostRow: MessageValue, Hashable {
    public let name: String
    public let mac: MACAddress?
    public let uuid: MachineUUID?
    public let clientID: [UInt8]?
    public let circuitID: [UInt8]?
    public let remoteID: [UInt8]?
    /// Those that are its own.
    public let addresses: [IPv4Address]
    public let network: String?
    public let profile: String?
    public let metadata: JSONValue?
    /// The state of its lease, when it has one.
    public let lease: String?
    public let source: String

    public init(
        name: String, mac: MACAddress?, uuid: MachineUUID?, clientID: [UInt8]? = nil, circuitID: [UInt8]? = nil,
        remoteID: [UInt8]? = nil, addresses: [IPv4Address], network: String?, profile: String?, metadata: JSONValue?,
        lease: String?, source: String
    ) {
        self.name = name
        self.mac = mac
        self.uuid = uuid
        self.clientID = clientID
        self.circuitID = circuitID
        self.remoteID = remoteID
        self.addresses = addresses
        self.network = network
        self.profile = profile
        self.metadata = metadata
        self.lease = lease
        self.source = source
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        name = try view.string("name")
        mac = try view.optionalMAC("mac")
        uuid = try view.optional("uuid", "a UUID") { $0.string.flatMap { MachineUUID($0) } }
        clientID = try view.optionalHex("clientIDHex")
        circuitID = try view.optionalHex("circuitIDHex")
        remoteID = try view.optionalHex("remoteIDHex")
        addresses = try view.list("addresses", of: "IPv4 addresses") { $0.parse { IPv4Address(ascii: $0) } }
        network = try view.optionalString("network")
        profile = try view.optionalString("profile")
        metadata = try view.optional("metadata", "an object") { $0.isObject ? .some(JSONValue($0)) : .none }
        lease = try view.optionalString("lease")
        source = try view.string("source")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("name", name)
        writer.set("mac", mac)
        writer.set("uuid", uuid?.description)
        writer.set("clientIDHex", hex: clientID)
        writer.set("circuitIDHex", hex: circuitID)
        writer.set("remoteIDHex", hex: remoteID)
        writer.set("addresses", addresses.map(\.description))
        writer.set("network", network)
        writer.set("profile", profile)
        if let metadata { writer.set("metadata", metadata) }
        writer.set("lease", lease)
        writer.set("source", source)
    }
}

/// A row of `Leases`.
public struct LeaseRow: MessageValue, Hashable {
    public enum State: String, Sendable, CaseIterable {
        case offered, bound, released, declined, expired
        /// Held for a machine while somebody looks whether it is in use.
        case probing
        /// Found in use by a machine without a lease, and set aside.
        case inUse
    }

    public let address: IPv4Address
    public let hardware: MACAddress
    public let host: String?
    public let hostname: String?
    public let network: String
    public let state: State
    public let start: WallTime
    public let expires: WallTime
    public let clientID: [UInt8]?

    public init(
        address: IPv4Address, hardware: MACAddress, host: String?, hostname: String?, network: String, state: State,
        start: WallTime, expires: WallTime, clientID: [UInt8]?
    ) {
        self.address = address
        self.hardware = hardware
        self.host = host
        self.hostname = hostname
        self.network = network
        self.state = state
        self.start = start
        self.expires = expires
        self.clientID = clientID
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        address = try view.ipv4("address")
        hardware = try view.mac("hardware")
        host = try view.optionalString("host")
        hostname = try view.optionalString("hostname")
        network = try view.string("network")
        state = try view.word("state", State.self)
        start = WallTime(seconds: Int64(try view.integer("start")))
        expires = WallTime(seconds: Int64(try view.integer("expires")))
        clientID = try view.optionalHex("clientIDHex")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("address", address)
        writer.set("hardware", hardware)
        writer.set("host", host)
        writer.set("hostname", hostname)
        writer.set("network", network)
        writer.set("state", state.rawValue)
        writer.set("start", start.seconds)
        writer.set("expires", expires.seconds)
        writer.set("clientIDHex", hex: clientID)
    }
}

/// A row of `Trail`: one step of a machine's boot.
public struct EventRow: MessageValue, Hashable {
    /// Since 1970.
    public let microseconds: Int
    public let machine: MACAddress
    public let host: String?
    /// Which of the machine's boots, counted from 1.
    public let boot: Int
    public let stage: Role
    /// What happened, as a word for programs: `offer`, `transfer`, `ignition`.
    public let event: String
    /// What happened, for people.
    public let text: String

    public init(microseconds: Int, machine: MACAddress, host: String?, boot: Int, stage: Role, event: String, text: String) {
        self.microseconds = microseconds
        self.machine = machine
        self.host = host
        self.boot = boot
        self.stage = stage
        self.event = event
        self.text = text
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        microseconds = try view.integer("microseconds")
        machine = try view.mac("machine")
        host = try view.optionalString("host")
        boot = try view.integer("boot")
        stage = try view.word("stage", Role.self)
        event = try view.string("event")
        text = try view.string("text")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("microseconds", microseconds)
        writer.set("machine", machine)
        writer.set("host", host)
        writer.set("boot", boot)
        writer.set("stage", stage.rawValue)
        writer.set("event", event)
        writer.set("text", text)
    }
}
