public import NetworkValues

/// The names that we gave ourselves in replies though they are no addresses of ours, as relays want it (RFC 5107): by a relay,
/// or by another interface, such a reply may come back to us.
///
/// A name is ours in the exchange that it was given in, and behind the relay that wanted it. So whoever has us use another
/// server's address hides nothing of what that server says on its own link.
public struct OwnNames: Sendable {
    private var names = RecentMap<RelayedExchange, IPv4Address>(limit: 8192)

    public init() {}

    /// Takes note of the server that a reply to `request` names.
    public mutating func note(_ server: IPv4Address, for request: DHCPMessage) {
        names[RelayedExchange(request)] = server
    }

    /// Whether what looks like another server is a reply of ours.
    public func include(_ other: OtherServer) -> Bool { names[other.exchange] == other.server }
}

/// What a request and its replies have in common.
struct RelayedExchange: Hashable {
    let xid: UInt32
    let hardware: HardwareAddress
    /// The relay (giaddr); 0.0.0.0 for none.
    let relay: IPv4Address

    init(_ message: DHCPMessage) {
        (xid, hardware, relay) = (message.xid, message.hardware, message.giaddr)
    }
}
