internal import Contract
internal import DHCP
internal import NetworkValues

// From the wire's words to the contract's, and back.

extension DHCPQuery {
    /// Nil for what is no client's message, or comes from no Ethernet card.
    init?(_ message: DHCPMessage, _ arrival: Arrival) {
        guard message.operation == .request, let kind = DHCPQueryKind(message), let hardware = message.hardware.mac,
            hardware.isMachine
        else { return nil }
        self.init(
            message: kind, interface: arrival.interface, local: arrival.local, hardware: hardware)
        let options = message.options
        let client = BootClient(message)
        port = Int(arrival.port)
        clientAddress = message.clientAddress
        source = clientAddress == nil ? nil : arrival.source
        relay = message.giaddr == .any ? nil : message.giaddr
        requested = options.requestedAddress
        subnet = options.subnetSelection
        server = options.serverIdentifier
        self.client = ClientKind(client.kind)
        transaction = client.kind == .ordinary ? nil : Int(message.xid)
        architecture = client.architecture?.name
        uuid = options.machineUUID
        hostname = options.hostName
        leaseSeconds = options.leaseTime.map { Int($0) }
        rapidCommit = kind == .discover && options.contains(.rapidCommit)
        clientID = options.clientIdentifier.map(Array.init)
        relayAgent = options[.relayAgentInformation].map(Array.init)
        parameters = options.parameterRequestList.map(Array.init)
        bootType = options.pxeBootItem.map { Int($0.type) }
        bootLayer = options.pxeBootItem.map { Int($0.layer) }
        ipxeFeatures = options[.ipxeEncapsulation].map(Array.init)
    }
}

extension DHCPQueryKind {
    /// Nil for what only servers say, and for kinds that nobody knows.
    init?(_ message: DHCPMessage) {
        switch message.type {
        case nil where message.isBOOTP: self = .bootp
        case .discover: self = .discover
        case .request: self = .request
        case .decline: self = .decline
        case .release: self = .release
        case .inform: self = .inform
        case .offer, .ack, .nak, nil: return nil
        }
    }
}

extension ClientKind {
    init(_ kind: BootClient.Kind) {
        switch kind {
        case .ordinary: self = .ordinary
        case .pxe: self = .pxe
        case .http: self = .http
        case .ipxe: self = .ipxe
        }
    }
}

extension DHCPReply {
    /// Nil when the options are no options, which the supervisor never sends.
    init?(_ value: DHCPReplyValue) {
        switch value.message {
        case .offer: self.init(.offer)
        case .ack: self.init(.ack)
        case .nak: self.init(.nak)
        }
        yiaddr = value.address ?? .any
        siaddr = value.nextServer ?? .any
        sname = Array((value.serverName ?? "").utf8)
        file = Array((value.file ?? "").utf8)
        guard let options = try? DHCPOptions(tlv: value.options.span) else { return nil }
        self.options = options
    }
}
