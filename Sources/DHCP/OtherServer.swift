public import NetworkValues

/// A DHCP server that is not ours, as one of its replies shows it.
public struct OtherServer: Hashable, Sendable {
    public let server: IPv4Address
    /// What it gives a client.
    public let address: IPv4Address?
    /// Which of the client's exchanges it answered.
    public let xid: UInt32
    public let hardware: HardwareAddress

    public init(server: IPv4Address, address: IPv4Address?, xid: UInt32, hardware: HardwareAddress) {
        self.server = server
        self.address = address
        self.xid = xid
        self.hardware = hardware
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
            server: server, address: message.yiaddr == .any ? nil : message.yiaddr, xid: message.xid, hardware: message.hardware)
    }
}

/// The other servers that were seen of late: each is worth a word once a minute on each interface.
public struct OtherServerSightings: Sendable {
    private struct Place: Hashable {
        let server: IPv4Address
        let interface: UInt32
    }

    /// Microseconds between two words on a server.
    static let pause: UInt64 = 60_000_000
    /// No more servers and interfaces are remembered; whoever makes servers up is not followed.
    static let capacity = 64

    private var lastTold: [Place: BootTime] = [:]

    public init() {}

    /// Whether this sighting is to be told.
    public mutating func note(_ server: IPv4Address, on interface: UInt32, at now: BootTime) -> Bool {
        let place = Place(server: server, interface: interface)
        if let last = lastTold[place], now.microseconds(since: last) < Self.pause { return false }
        if lastTold[place] == nil, lastTold.count >= Self.capacity {
            lastTold = lastTold.filter { now.microseconds(since: $0.value) < Self.pause }
            guard lastTold.count < Self.capacity else { return false }
        }
        lastTold[place] = now
        return true
    }
}
