/// What a message is (option 53; RFC 2132 section 9.6).
public enum DHCPMessageType: UInt8, Hashable, Sendable, CaseIterable {
    case discover = 1
    case offer
    case request
    case decline
    case ack
    case nak
    case release
    case inform
}

extension DHCPMessageType: CustomStringConvertible {
    /// The name without its prefix, as people write it: `DISCOVER`.
    public var description: String {
        switch self {
        case .discover: "DISCOVER"
        case .offer: "OFFER"
        case .request: "REQUEST"
        case .decline: "DECLINE"
        case .ack: "ACK"
        case .nak: "NAK"
        case .release: "RELEASE"
        case .inform: "INFORM"
        }
    }
}
