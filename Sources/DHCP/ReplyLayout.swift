import NetworkValues

/// Which options of a reply fit into it, and in which order they stand.
struct ReplyLayout {
    private let reply: DHCPOptions
    private let request: DHCPOptions
    /// Nil for a client from before DHCP.
    private let messageType: DHCPMessageType?
    private let wanted: ArraySlice<UInt8>
    private var chosen = DHCPOptionSet()
    private var room: Int
    /// What did not fit, the most needed first.
    private(set) var leftOut: [DHCPOptionCode] = []

    /// Stand first: RFC 2132 section 3.3 wants the subnet mask before the routers.
    private static let first: [DHCPOptionCode] = [.serverIdentifier, .leaseTime, .subnetMask]
    /// Stand last, as the request has them; the relay's own at the very end.
    private static let echoed: [DHCPOptionCode] = [.subnetSelection, .clientIdentifier, .relayAgentInformation]
    /// What a machine cannot boot without, the most needed first: this gets its room before anything else.
    private static let needed: [DHCPOptionCode] =
        first + [.relayAgentInformation, .clientIdentifier, .subnetSelection, .router] + [
            .vendorClassIdentifier, .bootFileName, .tftpServerName, .vendorSpecificInformation,
            .clientMachineIdentifier, .ipxeEncapsulation,
        ]
    private static let decidedElsewhere = DHCPOptionSet([.messageType] + echoed)
    private static let ofNAK = DHCPOptionSet([.serverIdentifier, .message, .clientIdentifier, .relayAgentInformation])
    private static let ofLease = DHCPOptionSet([.leaseTime, .renewalTime, .rebindingTime])
    /// What a client from before DHCP is not told (RFC 1534 section 2; RFC 2132 section 9).
    private static let ofDHCP = DHCPOptionSet([
        .leaseTime, .serverIdentifier, .message, .renewalTime, .rebindingTime, .vendorClassIdentifier, .clientIdentifier,
        .tftpServerName, .bootFileName, .rapidCommit,
    ])

    init(of reply: DHCPReply, for request: DHCPMessage) {
        self.reply = reply.options
        self.request = request.options
        messageType = request.isBOOTP ? nil : reply.messageType
        wanted = request.options.parameterRequestList ?? []
        room = Self.room(for: request)

        var pending = reply.options.codes.subtracting(Self.decidedElsewhere)
        for code in Self.echoed where request.options.contains(code) { pending.insert(code) }
        if reply.kind == .nak { pending = pending.intersection(Self.ofNAK) }
        if request.type == .inform { pending = pending.subtracting(Self.ofLease) }
        if request.isBOOTP { pending = pending.subtracting(Self.ofDHCP) }
        choose(from: pending)
    }

    /// Takes everything when it fits, as it nearly always does; else what is most needed.
    private mutating func choose(from codes: DHCPOptionSet) {
        // Options 66 and 67 grow by their NULs.
        let all = reply.sizeOnWire(of: codes.subtracting(Self.decidedElsewhere)) + 2
        if all + request.sizeOnWire(of: codes.intersection(Self.decidedElsewhere)) <= room {
            chosen = codes
            return
        }
        var pending = codes
        for code in Self.needed where pending.remove(code) { choose(code) }
        for code in wanted.lazy.map(DHCPOptionCode.init) where pending.remove(code) { choose(code) }
        for entry in reply.entries where pending.remove(entry.code) { choose(entry.code) }
    }

    /// How many octets of options the client takes, END and the message type aside: its own number (57) within reason, less
    /// the IP and UDP headers. BOOTP's vendor area has 64, with the magic cookie.
    private static func room(for request: DHCPMessage) -> Int {
        if request.isBOOTP { return DHCPMessage.paddedSize - DHCPMessage.optionsOffset - 1 }
        let size = min(max(Int(request.options.maximumMessageSize ?? 576), 576), 1500) - 28
        return size - DHCPMessage.optionsOffset - ByteWriter.sizeOfOption(1) - 1
    }

    private mutating func choose(_ code: DHCPOptionCode) {
        let value = value(of: code)
        let size = ByteWriter.sizeOfOption(value.count + (lacksNUL(code, value) ? 1 : 0))
        if size <= room {
            room -= size
            chosen.insert(code)
        } else {
            leftOut.append(code)
        }
    }

    private func value(of code: DHCPOptionCode) -> ArraySlice<UInt8> {
        (Self.decidedElsewhere.contains(code) ? request[code] : reply[code]) ?? []
    }

    private func lacksNUL(_ code: DHCPOptionCode, _ value: ArraySlice<UInt8>) -> Bool {
        (code == .tftpServerName || code == .bootFileName) && value.last != 0
    }

    /// Writes the message type and all chosen options.
    func write(to writer: inout ByteWriter) {
        var unwritten = chosen.subtracting(Self.decidedElsewhere)
        if let messageType { writer.writeOption(.messageType, [messageType.rawValue]) }
        for code in Self.first where unwritten.remove(code) { write(code, to: &writer) }
        for code in wanted.lazy.map(DHCPOptionCode.init) where unwritten.remove(code) { write(code, to: &writer) }
        for entry in reply.entries where unwritten.remove(entry.code) { write(entry.code, to: &writer) }
        for code in Self.echoed where chosen.contains(code) { write(code, to: &writer) }
    }

    private func write(_ code: DHCPOptionCode, to writer: inout ByteWriter) {
        let value = value(of: code)
        writer.writeOption(code, value, closed: lacksNUL(code, value))
    }
}
