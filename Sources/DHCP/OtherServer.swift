public import NetworkValues

/// A DHCP server that is not ours, as one of its replies shows it.
public struct OtherServer: Hashable, Sendable {
    public let server: IPv4Address
    /// What it gives a client.
    public let address: IPv4Address?
    /// Which exchange it belongs to.
    let exchange: RelayedExchange

    init(server: IPv4Address, address: IPv4Address?, exchange: RelayedExchange) {
        self.server = server
        self.address = address
        self.exchange = exchange
    }

    /// Looks at an IPv4 packet: a server's OFFER or ACK to a client, or to a relay.
    ///
    /// The server is the one that the reply names (option 54), for a relay passes replies on in its own name.
    public init?(packet: Span<UInt8>) {
        guard let datagram = IPv4UDPFrame.received(packet), datagram.sourcePort == DHCPPort.server,
            [DHCPPort.client, DHCPPort.server].contains(datagram.destinationPort),
            let message = try? DHCPMessage(decoding: packet.extracting(datagram.payload)), message.operation == .reply,
            message.type == .offer || message.type == .ack
        else { return nil }
        let server = message.options.serverIdentifier ?? datagram.source
        guard server != .any else { return nil }
        self.init(
            server: server, address: message.yiaddr == .any ? nil : message.yiaddr, exchange: RelayedExchange(message))
    }
}
