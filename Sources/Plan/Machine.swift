public import Catalog
public import DHCP
import Leases
public import NetworkValues

/// What is known of a machine at the moment when it asks.
public struct Machine: Hashable, Sendable {
    /// By DHCP always known; by HTTP only if a label or its lease tells.
    public var mac: MACAddress?
    public var uuid: MachineUUID?
    /// Option 61.
    public var clientID: [UInt8]?
    public var client: BootClient
    public var attachment: Attachment
    /// Whether it asks in the words of before DHCP (RFC 951).
    public var speaksBOOTP = false
    /// The name of the host that it was when it asked for its address, where only memory tells that.
    public var seenAs: String?

    public init(
        mac: MACAddress?, uuid: MachineUUID? = nil, clientID: [UInt8]? = nil,
        client: BootClient = BootClient(kind: .ordinary, architecture: nil), attachment: Attachment
    ) {
        self.mac = mac
        self.uuid = uuid
        self.clientID = clientID
        self.client = client
        self.attachment = attachment
    }

    /// By what a network knows it: ROM, iPXE, installer and system use different client identifiers, the hardware address
    /// is what stays.
    func key(in network: Network) -> LeaseKey? {
        if network.leasing.key == .clientID, let clientID { return .clientID(clientID) }
        return mac.map(LeaseKey.hardware)
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
    /// Where the relay says that the machine is.
    public var relayPort: RelayPort?
    /// An address of the machine's link, as the relay says (RFC 3527).
    public var linkSelection: IPv4Address?
    /// The subnet that the machine asks for (RFC 3011).
    public var subnetSelection: IPv4Address?
    /// What the relay wants to stand as our identifier, so that renewals pass it too (RFC 5107).
    public var identifierOverride: IPv4Address?
    /// The address that the machine uses already (ciaddr, or the source of its packets).
    public var client: IPv4Address?
    /// Whether another program of this host takes what comes in there, too.
    public var isShared = false

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

    /// The override, if it is a relay's word: a machine of the link may claim what it likes.
    var relayedIdentifier: IPv4Address? { relay == nil ? nil : identifierOverride }

    /// Whether an address is one of ours, on whichever interface.
    public func isOurs(_ address: IPv4Address) -> Bool { addresses.contains(address) || elsewhere.contains(address) }
}
