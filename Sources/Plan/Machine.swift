public import DHCP
public import NetworkValues

/// What is known of a machine at the moment when it asks.
public struct Machine: Hashable, Sendable {
    /// By DHCP always known; by HTTP only if a label or its lease tells.
    public var mac: MACAddress?
    public var uuid: MachineUUID?
    public var client: BootClient
    public var attachment: Attachment

    public init(
        mac: MACAddress?, uuid: MachineUUID? = nil,
        client: BootClient = BootClient(kind: .ordinary, architecture: nil), attachment: Attachment
    ) {
        self.mac = mac
        self.uuid = uuid
        self.client = client
        self.attachment = attachment
    }
}

/// Where a machine's question came in.
public struct Attachment: Hashable, Sendable {
    public var interface: String
    /// Our address that it was sent to, or that answers on the interface.
    public var local: IPv4Address
    /// All of our addresses on the interface.
    public var addresses: [IPv4Address]
    /// Our addresses on other interfaces.
    public var elsewhere: [IPv4Address] = []
    /// The relay that passed the question on (giaddr).
    public var relay: IPv4Address?
    /// The address that the machine uses already (ciaddr, or the source of its packets).
    public var client: IPv4Address?

    public init(
        interface: String, local: IPv4Address, addresses: [IPv4Address] = [], relay: IPv4Address? = nil,
        client: IPv4Address? = nil
    ) {
        self.interface = interface
        self.local = local
        self.addresses = addresses.isEmpty ? [local] : addresses
        self.relay = relay
        self.client = client
    }

    /// Whether an address is one of ours, on whichever interface.
    public func isOurs(_ address: IPv4Address) -> Bool { addresses.contains(address) || elsewhere.contains(address) }
}
