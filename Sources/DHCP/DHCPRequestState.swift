public import NetworkValues

/// In which state a client sent its REQUEST (RFC 2131 section 4.3.2).
public enum DHCPRequestState: Hashable, Sendable {
    /// Accepts the offer of `server`.
    case selecting(server: IPv4Address, address: IPv4Address)
    /// Has come back and remembers an address.
    case initReboot(address: IPv4Address)
    /// Asks the server that gave the lease for more time.
    case renewing(address: IPv4Address)
    /// Asks any server for more time.
    case rebinding(address: IPv4Address)

    /// Nil when the message is no REQUEST, or names no address.
    ///
    /// The requested address (option 50) counts before `ciaddr`, which some clients fill in beside it. Renewals and
    /// rebindings differ only in how they travel: `wasBroadcast` tells whether the datagram came to a broadcast address.
    public init?(_ message: DHCPMessage, wasBroadcast: Bool) {
        guard message.type == .request else { return nil }
        let requested = message.options.requestedAddress
        guard let address = requested ?? message.clientAddress else { return nil }
        if let server = message.options.serverIdentifier {
            self = .selecting(server: server, address: address)
        } else if requested != nil {
            self = .initReboot(address: address)
        } else {
            self = wasBroadcast || message.giaddr != .any ? .rebinding(address: address) : .renewing(address: address)
        }
    }

    /// The address that the client wants to have.
    public var address: IPv4Address {
        switch self {
        case .selecting(_, let address), .initReboot(let address), .renewing(let address), .rebinding(let address):
            address
        }
    }
}
