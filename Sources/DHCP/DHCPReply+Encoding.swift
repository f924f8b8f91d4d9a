import NetworkValues

extension DHCPReply {
    /// The reply to `request` as a datagram's payload (RFC 2131 table 3).
    ///
    /// - `xid`, `hops`, `secs`, `flags`, `giaddr` and the hardware address are the request's, `ciaddr` too in an ACK to a
    ///   client that has one. A NAK carries no addresses, and only options 53, 54, 56, 61 and 82; the ACK of an INFORM no lease.
    /// - The options stand in the order message type, server, lease time, subnet mask; then what the client asked for in the
    ///   order of its list (55); then the others in the order given; then the request's own 118 (RFC 3011), 61
    ///   (RFC 6842) and 82 (RFC 3046).
    /// - The text options 66 and 67 get a closing NUL, without which ROMs read on.
    /// - The size stays within what the client takes (57), at least 576 with the IP and UDP headers, which is also meant
    ///   when it does not say. What does not fit goes into `file` and `sname` if they have no use of their own, for others
    ///   than firmware (option 52), split between the fields if need be (RFC 3396); then it is left out, the least needed first.
    /// - END follows, then zeros up to 300 octets.
    /// - A BOOTP client (RFC 1534) gets 300 octets, with what fits into its vendor area and is no part of DHCP. One that uses
    ///   the area in another way, without the magic cookie, has it back.
    public func encoded(for request: DHCPMessage) -> EncodedReply {
        if let area = request.vendorArea, area.contains(where: { $0 != 0 }) {
            var message = header(for: request)
            message.vendorArea = area
            return EncodedReply(octets: message.octets, leftOut: longFields)
        }
        let layout = ReplyLayout(of: self, for: request)
        var writer = ByteWriter(capacity: 576)
        var header = header(for: request)
        if let file = layout.file { header.file = file }
        if let sname = layout.sname { header.sname = sname }
        header.writeFixedFields(to: &writer)
        layout.write(to: &writer)
        writer.write(DHCPOptionCode.end.rawValue)
        writer.pad(to: DHCPMessage.paddedSize)
        return EncodedReply(octets: writer.octets, leftOut: longFields + layout.leftOut.map(DHCPReplyPart.option))
    }

    private var longFields: [DHCPReplyPart] {
        let isNAK = kind == .nak
        let sname = !isNAK && sname.count > DHCPMessage.longestServerName ? [DHCPReplyPart.sname] : []
        return !isNAK && file.count > DHCPMessage.longestFile ? sname + [.file] : sname
    }

    private func header(for request: DHCPMessage) -> DHCPMessage {
        var message = DHCPMessage(operation: .reply, xid: request.xid, hardware: request.hardware)
        (message.hops, message.secs, message.flags) = (request.hops, request.secs, request.flags)
        message.giaddr = request.giaddr
        if kind == .nak {
            // RFC 2131 section 4.3.2: the relay cannot reach a client whose address is wrong.
            if request.giaddr != .any { message.isBroadcast = true }
            return message
        }
        // A proxy's offer goes to a client without an address, whatever its flags say.
        if kind == .offer, yiaddr == .any { message.isBroadcast = true }
        if kind == .ack { message.ciaddr = request.clientAddress ?? .any }
        message.yiaddr = request.type == .inform ? .any : yiaddr
        message.siaddr = siaddr
        // Half a name would load another file or none; it is better absent.
        message.sname = sname.count > DHCPMessage.longestServerName ? [] : sname
        message.file = file.count > DHCPMessage.longestFile ? [] : file
        return message
    }
}
