public import JSON
public import NetworkValues

/// A server's message, by its kind.
public enum DHCPReplyKind: String, Sendable, CaseIterable {
    case offer, ack, nak
}

/// What to send to a DHCP client.
public struct DHCPReplyValue: MessageValue, Hashable {
    public let message: DHCPReplyKind
    /// The client's address (yiaddr).
    public let address: IPv4Address?
    /// siaddr
    public let nextServer: IPv4Address?
    /// sname
    public let serverName: String?
    public let file: String?
    /// Code, length, value, one after the other.
    public let options: [UInt8]

    public init(
        message: DHCPReplyKind, address: IPv4Address?, nextServer: IPv4Address?, serverName: String?, file: String?,
        options: [UInt8]
    ) {
        self.message = message
        self.address = address
        self.nextServer = nextServer
        self.serverName = serverName
        self.file = file
        self.options = options
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        message = try view.word("message", DHCPReplyKind.self)
        address = try view.optionalIPv4("address")
        nextServer = try view.optionalIPv4("nextServer")
        serverName = try view.optionalString("serverName")
        file = try view.optionalString("file")
        options = try view.value("optionsHex", "hexadecimal") { $0.parse { Hex.decode($0) } }
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("message", message.rawValue)
        writer.set("address", address)
        writer.set("nextServer", nextServer)
        writer.set("serverName", serverName)
        writer.set("file", file)
        writer.set("optionsHex", hex: options)
    }
}

/// How a conflict check asks for an address.
public enum ProbeKind: String, Sendable, CaseIterable {
    /// Everybody on a link of ours (RFC 5227).
    case arp
    /// The address itself, behind a relay.
    case icmp
}

/// A conflict check that the worker is to make before it asks again.
public struct Probe: MessageValue, Hashable {
    public let kind: ProbeKind
    public let address: IPv4Address
    /// How long to wait for somebody to answer.
    public let milliseconds: Int

    public init(kind: ProbeKind, address: IPv4Address, milliseconds: Int) {
        self.kind = kind
        self.address = address
        self.milliseconds = milliseconds
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        kind = try view.word("kind", ProbeKind.self)
        address = try view.ipv4("address")
        milliseconds = try view.integer("milliseconds")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("kind", kind.rawValue)
        writer.set("address", address)
        writer.set("milliseconds", milliseconds)
    }
}

/// The reply of `AnswerDHCP`: a message to send, or a probe to make first, or neither.
public enum DHCPAnswer: MessageValue, Hashable {
    case reply(DHCPReplyValue)
    case probe(Probe)
    case silence

    public init(reading view: borrowing JSONView) throws(JSONError) {
        if let reply = try view.optionalValue("reply", DHCPReplyValue.self) {
            self = .reply(reply)
        } else if let probe = try view.optionalValue("probe", Probe.self) {
            self = .probe(probe)
        } else {
            self = .silence
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .reply(let reply): writer.set("reply", reply)
        case .probe(let probe): writer.set("probe", probe)
        case .silence: break
        }
    }
}
