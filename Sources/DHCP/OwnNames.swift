public import NetworkValues

/// The names that we gave ourselves in replies though they are no addresses of ours, as relays want it (RFC 5107): by a relay,
/// or by another interface, such a reply may come back to us.
///
/// A name is ours in the exchange that it was given in. So whoever has us use another server's address hides what that server
/// answers to nobody else.
public struct OwnNames: Sendable {
    private struct Exchange: Hashable {
        let xid: UInt32
        let hardware: HardwareAddress
    }

    private var names = RecentMap<Exchange, IPv4Address>(limit: 8192)

    public init() {}

    /// Takes note of the server that a reply to `request` names.
    public mutating func note(_ server: IPv4Address, for request: DHCPMessage) {
        names[Exchange(xid: request.xid, hardware: request.hardware)] = server
    }

    /// Whether what looks like another server is a reply of ours.
    public func include(_ other: OtherServer) -> Bool {
        names[Exchange(xid: other.xid, hardware: other.hardware)] == other.server
    }
}
