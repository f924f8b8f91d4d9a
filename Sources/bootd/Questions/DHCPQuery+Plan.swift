internal import Catalog
internal import Contract
internal import DHCP
internal import Leases
internal import NetworkValues
internal import Plan

// From the contract's words to the plan's, and back.

extension Machine {
    /// `addresses` are ours on the interface that the query came in by, `elsewhere` those on others.
    init(_ query: DHCPQuery, addresses: [IPv4Address], elsewhere: [IPv4Address]) {
        self.init(
            mac: query.hardware,
            uuid: query.uuid,
            clientID: query.clientID,
            client: BootClient(
                kind: BootClient.Kind(query.client),
                architecture: query.architecture.flatMap { ClientArchitecture(name: $0) },
                features: query.ipxeFeatures.map { IPXEFeatures(encapsulated: $0[...]) }),
            attachment: Attachment(
                interface: query.interface, local: query.local, addresses: addresses, relay: query.relay,
                client: query.clientAddress == query.source ? query.clientAddress : nil))
        speaksBOOTP = query.message == .bootp
        attachment.elsewhere = elsewhere
        attachment.subnetSelection = query.subnet
        guard let relayed = query.relayAgent.map({ RelayAgentInformation($0[...]) }) else { return }
        attachment.relayPort = RelayPort(circuitID: relayed.circuitID.map(Array.init), remoteID: relayed.remoteID.map(Array.init))
        attachment.linkSelection = relayed.linkSelection
        attachment.identifierOverride = relayed.serverIdentifierOverride
    }
}

extension BootClient.Kind {
    init(_ kind: ClientKind) {
        switch kind {
        case .ordinary: self = .ordinary
        case .pxe: self = .pxe
        case .http: self = .http
        case .ipxe: self = .ipxe
        }
    }
}

extension DHCPFacts {
    init(_ query: DHCPQuery) {
        self.init(Kind(query.message))
        port = UInt16(clamping: query.port)
        clientAddress = query.clientAddress
        requested = query.requested
        server = query.server
        leaseSeconds = query.leaseSeconds.map { UInt32(clamping: $0) }
        hostname = query.hostname
        takesRapidCommit = query.rapidCommit
        parameters = query.parameters
        bootItem = query.bootType.map {
            PXEBootItem(type: UInt16(clamping: $0), layer: UInt16(clamping: query.bootLayer ?? 0))
        }
        checked = query.probed.map { AddressFinding($0.address, isInUse: $0.inUse) }
    }
}

extension DHCPFacts.Kind {
    init(_ kind: DHCPQueryKind) {
        switch kind {
        case .discover: self = .discover
        case .request: self = .request
        case .decline: self = .decline
        case .release: self = .release
        case .inform: self = .inform
        case .bootp: self = .bootp
        }
    }
}

extension DHCPReplyValue {
    init(_ reply: DHCPReply) {
        let kind: DHCPReplyKind =
            switch reply.kind {
            case .offer: .offer
            case .ack: .ack
            case .nak: .nak
            }
        self.init(
            message: kind,
            address: reply.yiaddr == .any ? nil : reply.yiaddr,
            nextServer: reply.siaddr == .any ? nil : reply.siaddr,
            serverName: reply.sname.isEmpty ? nil : String(decoding: reply.sname, as: UTF8.self),
            file: reply.file.isEmpty ? nil : String(decoding: reply.file, as: UTF8.self),
            options: reply.options.tlv)
    }
}
