import NetworkValues

/// Which options of a reply fit into it, and in which order they stand.
struct ReplyLayout {
    private let reply: DHCPOptions
    private let request: DHCPOptions
    /// Nil for a client from before DHCP.
    private let messageType: DHCPMessageType?
    private let wanted: ArraySlice<UInt8>
    private var places = OptionPlaces(room: 0)

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

        var pending = reply.options.codes.subtracting(Self.decidedElsewhere)
        for code in Self.echoed where request.options.contains(code) { pending.insert(code) }
        if reply.kind == .nak { pending = pending.intersection(Self.ofNAK) }
        if request.type == .inform { pending = pending.subtracting(Self.ofLease) }
        if request.isBOOTP { pending = pending.subtracting(Self.ofDHCP) }
        places = choose(from: pending, room: Self.room(for: request))
        // Firmware looks for its boot file in `file`, and much of it at nothing else.
        guard !places.leftOut.isEmpty, reply.kind != .nak, BootClient(request).kind == .ordinary else { return }
        for isSplitting in [false, true] where !places.leftOut.isEmpty {
            let overloading = OptionPlaces.overloading(reply, room: Self.room(for: request), isSplitting: isSplitting)
            let other = placed(pending, in: overloading)
            if other.isBetter(than: places) { places = other }
        }
    }

    /// What did not fit, the most needed first.
    var leftOut: [DHCPOptionCode] { places.leftOut }

    /// Takes everything when it fits, as it nearly always does; else what is most needed.
    private func choose(from codes: DHCPOptionSet, room: Int) -> OptionPlaces {
        // Options 66 and 67 grow by their NULs.
        let all = reply.sizeOnWire(of: codes.subtracting(Self.decidedElsewhere)) + 2
        if all + request.sizeOnWire(of: codes.intersection(Self.decidedElsewhere)) <= room {
            return OptionPlaces(codes)
        }
        return placed(codes, in: OptionPlaces(room: room))
    }

    private func placed(_ codes: DHCPOptionSet, in empty: OptionPlaces) -> OptionPlaces {
        var (places, pending) = (empty, codes)
        for code in Self.needed where pending.remove(code) { place(code, in: &places) }
        for code in wanted.lazy.map(DHCPOptionCode.init) where pending.remove(code) { place(code, in: &places) }
        for entry in reply.entries where pending.remove(entry.code) { place(entry.code, in: &places) }
        return places
    }

    /// What is echoed stays among the options proper: relays look for theirs nowhere else.
    private func place(_ code: DHCPOptionCode, in places: inout OptionPlaces) {
        let value = value(of: code)
        let count = value.count + (lacksNUL(code, value) ? 1 : 0)
        places.put(code, count, mayOverload: !Self.decidedElsewhere.contains(code))
    }

    /// How many octets of options the client takes, END and the message type aside: its own number (57) within reason, less
    /// the IP and UDP headers. BOOTP's vendor area has 64, with the magic cookie.
    private static func room(for request: DHCPMessage) -> Int {
        if request.isBOOTP { return DHCPMessage.paddedSize - DHCPMessage.optionsOffset - 1 }
        let size = min(max(Int(request.options.maximumMessageSize ?? 576), 576), 1500) - 28
        return size - DHCPMessage.optionsOffset - ByteWriter.sizeOfOption(1) - 1
    }

    private func value(of code: DHCPOptionCode) -> ArraySlice<UInt8> {
        (Self.decidedElsewhere.contains(code) ? request[code] : reply[code]) ?? []
    }

    private func lacksNUL(_ code: DHCPOptionCode, _ value: ArraySlice<UInt8>) -> Bool {
        (code == .tftpServerName || code == .bootFileName) && value.last != 0
    }

    /// Writes the message type and the options that stand in the field of that name.
    func write(to writer: inout ByteWriter) {
        if let messageType { writer.writeOption(.messageType, [messageType.rawValue]) }
        if let overload = places.overload { writer.writeOption(.overload, [overload.rawValue]) }
        write(places.options, to: &writer)
        for code in Self.echoed where places.options.codes.contains(code) { write(code, of: places.options, to: &writer) }
    }

    /// The options that stand in `file`, with END; nil when it holds none.
    var file: [UInt8]? { octets(of: places.file) }

    /// The same of `sname`.
    var sname: [UInt8]? { octets(of: places.sname) }

    private func octets(of field: OptionPlaces.Field) -> [UInt8]? {
        guard !field.codes.isEmpty else { return nil }
        var writer = ByteWriter()
        write(field, to: &writer)
        return writer.octets + [DHCPOptionCode.end.rawValue]
    }

    private func write(_ field: OptionPlaces.Field, to writer: inout ByteWriter) {
        var unwritten = field.codes.subtracting(Self.decidedElsewhere)
        for code in Self.first where unwritten.remove(code) { write(code, of: field, to: &writer) }
        for code in wanted.lazy.map(DHCPOptionCode.init) where unwritten.remove(code) { write(code, of: field, to: &writer) }
        for entry in reply.entries where unwritten.remove(entry.code) { write(entry.code, of: field, to: &writer) }
    }

    private func write(_ code: DHCPOptionCode, of field: OptionPlaces.Field, to writer: inout ByteWriter) {
        let value = value(of: code)
        guard !field.parts.isEmpty, let part = field.parts[code] else {
            return writer.writeOption(code, value, closed: lacksNUL(code, value))
        }
        let whole = lacksNUL(code, value) ? value + [0] : value
        writer.writeOption(code, whole.dropFirst(part.lowerBound).prefix(part.count))
    }
}
