import NIOCore
import NetworkValues

/// The two ends of a connection.
struct Peer: Hashable {
    let client: IPAddress
    /// The address of ours that the client asked.
    let local: IPAddress
}

extension Peer {
    /// Nil when the client has gone already.
    init?(_ channel: any Channel) {
        guard let client = IPAddress(channel.remoteAddress), let local = IPAddress(channel.localAddress)
        else { return nil }
        self.init(client: client, local: local)
    }
}

extension IPAddress {
    /// Reads NIO's form; `::ffff:` addresses become IPv4 here, at the edge.
    init?(_ address: SocketAddress?) {
        guard let text = address?.ipAddress, let address = IPAddress(text) else { return nil }
        switch address {
        case .v4: self = address
        case .v6(let address): self = address.mappedIPv4.map { .v4($0) } ?? .v6(address)
        }
    }
}
