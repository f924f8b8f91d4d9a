public import JSON
public import NetworkValues

/// A client's message, by its kind (RFC 2132 section 9.6).
public enum DHCPQueryKind: String, Sendable, CaseIterable {
    case discover, request, decline, release, inform
    /// A request without a kind, of a client from before DHCP (RFC 951).
    case bootp
}

/// What sort of program asks.
public enum ClientKind: String, Sendable, CaseIterable {
    /// Any DHCP client that does not boot from us.
    case ordinary
    /// A PXE ROM or a UEFI PXE client.
    case pxe
    /// UEFI HTTP Boot.
    case http
    case ipxe
}

/// The parameters of `AnswerDHCP`.
public struct DHCPQuestion: MessageValue, Hashable {
    public let query: DHCPQuery

    public init(_ query: DHCPQuery) {
        self.query = query
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        query = try DHCPQuery(reading: try view.required("query"))
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("query", query)
    }
}

/// One DHCP message as the supervisor sees it.
public struct DHCPQuery: MessageValue, Hashable {
    public var message: DHCPQueryKind
    /// Our port that it came to.
    public var port = Self.usualPort
    public var interface: String
    /// Our address on the interface.
    public var local: IPv4Address
    /// Where it came from, of a client that has an address.
    public var source: IPv4Address?
    /// What a machine that boots calls the exchange (xid).
    public var transaction: Int?
    public var hardware: MACAddress
    public var clientAddress: IPv4Address?
    public var relay: IPv4Address?
    public var requested: IPv4Address?
    /// The subnet that the client asks for (option 118, RFC 3011).
    public var subnet: IPv4Address?
    public var server: IPv4Address?
    public var client = ClientKind.ordinary
    /// A name of the architecture table: `x64-uefi`.
    public var architecture: String?
    public var uuid: MachineUUID?
    public var hostname: String?
    public var leaseSeconds: Int?
    /// Whether the client takes an ACK for its DISCOVER (option 80, RFC 4039).
    public var rapidCommit = false
    public var clientID: [UInt8]?
    public var relayAgent: [UInt8]?
    public var parameters: [UInt8]?
    public var ipxeFeatures: [UInt8]?
    /// The item of a menu that PXE firmware asks a boot server for: the type and layer of option 43.71.
    public var bootType: Int?
    public var bootLayer: Int?
    public var probed: Probed?

    private static let usualPort = 67

    public init(message: DHCPQueryKind, interface: String, local: IPv4Address, hardware: MACAddress) {
        self.message = message
        self.interface = interface
        self.local = local
        self.hardware = hardware
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        message = try view.word("message", DHCPQueryKind.self)
        port = try view.optionalInteger("port") ?? Self.usualPort
        interface = try view.string("interface")
        local = try view.ipv4("local")
        source = try view.optionalIPv4("source")
        transaction = try view.optionalInteger("transaction")
        hardware = try view.mac("hardware")
        clientAddress = try view.optionalIPv4("clientAddress")
        relay = try view.optionalIPv4("relay")
        requested = try view.optionalIPv4("requested")
        subnet = try view.optionalIPv4("subnet")
        server = try view.optionalIPv4("server")
        client = try view.optionalWord("client", ClientKind.self) ?? .ordinary
        architecture = try view.optionalString("architecture")
        uuid = try view.optional("uuid", "a UUID") { $0.string.flatMap { MachineUUID($0) } }
        hostname = try view.optionalString("hostname")
        leaseSeconds = try view.optionalInteger("leaseSeconds")
        rapidCommit = try view.flag("rapidCommit")
        clientID = try view.optionalHex("clientIDHex")
        relayAgent = try view.optionalHex("relayAgentHex")
        parameters = try view.optionalHex("parametersHex")
        ipxeFeatures = try view.optionalHex("ipxeFeaturesHex")
        bootType = try view.optionalInteger("bootType")
        bootLayer = try view.optionalInteger("bootLayer")
        probed = try view.optionalValue("probed", Probed.self)
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("message", message.rawValue)
        if port != Self.usualPort { writer.set("port", port) }
        writer.set("interface", interface)
        writer.set("local", local)
        writer.set("source", source)
        if let transaction { writer.set("transaction", transaction) }
        writer.set("hardware", hardware)
        writer.set("clientAddress", clientAddress)
        writer.set("relay", relay)
        writer.set("requested", requested)
        writer.set("subnet", subnet)
        writer.set("server", server)
        if client != .ordinary { writer.set("client", client.rawValue) }
        writer.set("architecture", architecture)
        writer.set("uuid", uuid?.description)
        writer.set("hostname", hostname)
        if let leaseSeconds { writer.set("leaseSeconds", leaseSeconds) }
        if rapidCommit { writer.set("rapidCommit", true) }
        writer.set("clientIDHex", hex: clientID)
        writer.set("relayAgentHex", hex: relayAgent)
        writer.set("parametersHex", hex: parameters)
        writer.set("ipxeFeaturesHex", hex: ipxeFeatures)
        if let bootType { writer.set("bootType", bootType) }
        if let bootLayer { writer.set("bootLayer", bootLayer) }
        writer.set("probed", probed)
    }
}

/// What a conflict check found.
public struct Probed: MessageValue, Hashable {
    public let address: IPv4Address
    public let inUse: Bool

    public init(address: IPv4Address, inUse: Bool) {
        self.address = address
        self.inUse = inUse
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        address = try view.ipv4("address")
        inUse = try view.bool("inUse")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("address", address)
        writer.set("inUse", inUse)
    }
}
