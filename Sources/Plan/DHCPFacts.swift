public import DHCP
public import Leases
public import NetworkValues

/// What a DHCP message asks, beyond who asks (`Machine`).
public struct DHCPFacts: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case discover, request, decline, release, inform
        /// A request of a client from before DHCP.
        case bootp
    }

    public var kind: Kind
    /// Our port that it came to: 67, or 4011 where PXE clients look for a boot server.
    public var port = DHCPPort.server
    /// ciaddr
    public var clientAddress: IPv4Address?
    /// Option 50.
    public var requested: IPv4Address?
    /// Option 54.
    public var server: IPv4Address?
    /// Option 51, in seconds.
    public var leaseSeconds: UInt32?
    /// Option 12.
    public var hostname: String?
    /// Whether an ACK may answer its DISCOVER (option 80).
    public var takesRapidCommit = false
    /// Option 55; nil when the client has no list and takes everything.
    public var parameters: [UInt8]?
    /// The item of a menu that firmware asks a boot server for (43.71).
    public var bootItem: PXEBootItem?
    /// What a check of the address that we had in mind for it found.
    public var checked: AddressFinding?

    public init(_ kind: Kind) {
        self.kind = kind
    }
}

/// What a check found: whether somebody uses an address.
public struct AddressFinding: Hashable, Sendable {
    public let address: IPv4Address
    public let isInUse: Bool

    public init(_ address: IPv4Address, isInUse: Bool) {
        self.address = address
        self.isInUse = isInUse
    }
}

/// What a DHCP message is met with.
public struct DHCPDecision: Sendable {
    /// Nil is silence, or a check comes first.
    public var reply: DHCPReply?
    /// The address to look for before it is offered; the machine's message is decided again with what was found.
    public var check: IPv4Address?
    /// Whether an address was found in use, and the message is to be decided again when the book has taken that in.
    public var isFinding = false
    /// Whether it is for a machine that no host names and that never had a lease.
    public var isForStranger = false
    /// The entry of the menu that the machine has chosen.
    public var choice: MenuPlan.Entry?
    /// What the lease book has to take in before the reply leaves.
    public var changes: [LeaseChange] = []
    /// Why, beyond the plan's own reasons.
    public var reasons: [Reason] = []
}
