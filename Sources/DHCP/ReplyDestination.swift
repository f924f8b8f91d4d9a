public import NetworkValues

/// Where a reply goes (RFC 2131 section 4.1).
public enum ReplyDestination: Hashable, Sendable {
    /// To the relay that passed the request on, to its server port.
    case relay(IPv4Address)
    /// To a client that has an address.
    case unicast(IPv4Address, port: UInt16)
    /// To 255.255.255.255, client port, out of the interface that the request came in by.
    case broadcast
    /// To a client that cannot answer ARP yet: a frame to its card, client port.
    case hardware(IPv4Address, MACAddress)

    /// The destination of `reply` to a request that came from `source`, `port`, to our `localPort`.
    public init(
        of reply: DHCPReply, to request: DHCPMessage, from source: IPv4Address, port: UInt16, at localPort: UInt16
    ) {
        if localPort == DHCPPort.bootServer, source != .any {
            self = .unicast(source, port: port == 0 ? DHCPPort.client : port)
        } else if request.giaddr != .any {
            self = .relay(request.giaddr)
        } else if reply.kind == .nak {
            self = .broadcast
        } else if let address = Self.knownAddress(of: request, from: source) {
            self = .unicast(address, port: address == source && port != 0 ? port : DHCPPort.client)
        } else if let mac = request.hardware.mac, mac.isMachine, reply.yiaddr != .any, !request.isBroadcast {
            self = .hardware(reply.yiaddr, mac)
        } else {
            self = .broadcast
        }
    }

    /// The address that the client answers at; in an INFORM its source address is believed before `ciaddr`.
    private static func knownAddress(of request: DHCPMessage, from source: IPv4Address) -> IPv4Address? {
        request.type == .inform && source != .any ? source : request.clientAddress
    }
}
