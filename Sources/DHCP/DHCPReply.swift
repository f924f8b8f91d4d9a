public import NetworkValues

/// What a server answers: the part of a message that it decides.
///
/// The rest is copied from the request.
public struct DHCPReply: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case offer
        case ack
        case nak
    }

    public var kind: Kind
    /// The address given; 0.0.0.0 from a proxy, to an INFORM, and in a NAK.
    public var yiaddr = IPv4Address.any
    /// Where the boot file is.
    public var siaddr = IPv4Address.any
    /// The server's name for `sname`, at most 63 octets.
    public var sname: [UInt8] = []
    /// The boot file's name for `file`, at most 127 octets.
    public var file: [UInt8] = []
    /// All options but those that the request decides: the message type (53), what the client says of itself (61, 118), and
    /// the relay's (82).
    ///
    /// They are all sent: leaving out what the client did not ask for is for whoever fills in this list.
    public var options = DHCPOptions(capacity: 128)

    public init(_ kind: Kind) {
        self.kind = kind
    }

    /// The value of option 53.
    public var messageType: DHCPMessageType {
        switch kind {
        case .offer: .offer
        case .ack: .ack
        case .nak: .nak
        }
    }
}

/// A reply as it goes onto the wire.
public struct EncodedReply: Hashable, Sendable {
    /// The datagram's payload.
    public let octets: [UInt8]
    /// What did not fit, the most important first.
    public let leftOut: [DHCPReplyPart]
}

/// A part of a reply that may be too long.
public enum DHCPReplyPart: Hashable, Sendable {
    case sname
    case file
    case option(DHCPOptionCode)
}

extension DHCPReplyPart: CustomStringConvertible {
    public var description: String {
        switch self {
        case .sname: "the field sname"
        case .file: "the field file"
        case .option(let code): code.description
        }
    }
}
