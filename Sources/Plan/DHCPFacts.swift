public import DHCP
public import Leases
public import NetworkValues

/// What a DHCP message asks, beyond who asks (`Machine`).
public struct DHCPFacts: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case discover, request, decline, release, inform
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
    /// Option 61.
    public var clientID: [UInt8]?
    /// Option 55; nil when the client has no list and takes everything.
    public var parameters: [UInt8]?

    public init(_ kind: Kind) {
        self.kind = kind
    }
}

/// What a DHCP message is met with.
public struct DHCPDecision: Sendable {
    /// Nil is silence.
    public var reply: DHCPReply?
    /// What the lease book has to take in before the reply leaves.
    public var changes: [LeaseChange] = []
    /// Why, beyond the plan's own reasons.
    public var reasons: [Reason] = []
}
