import DHCP
import NetworkValues

/// Whatever the request is, its reply keeps to the rules of the wire. Returns the reply as a client reads it.
@discardableResult
func requireEncoded(_ reply: DHCPReply, to request: DHCPMessage) throws(Broken) -> DHCPMessage {
    let encoded = reply.encoded(for: request)
    try require(encoded.octets.count >= 300, "\(encoded.octets.count) octets are too few for relays")
    let limit = largest(for: request)
    try require(encoded.octets.count <= limit, "\(encoded.octets.count) octets, and the client takes \(limit)")

    let message = try require(try? DHCPMessage(decoding: encoded.octets.span), "the reply cannot be read")
    try require(message.operation == .reply, "a reply that is a request")
    try require(message.type == (request.isBOOTP ? nil : reply.messageType), "another message type: \(message.type as Any)")
    try require(message.xid == request.xid, "another xid")
    try require(message.hardware == request.hardware, "another hardware address")
    try require(message.giaddr == request.giaddr, "another relay")
    try require(reply.kind != .nak || message.yiaddr == .any && message.ciaddr == .any, "a NAK with an address")
    try requireEchoes(in: message, of: request, leftOut: encoded.leftOut)
    if request.vendorArea == nil { try requireRelaysLast(encoded.octets) }
    return message
}

/// What the client takes (option 57), the headers of IP and UDP aside.
private func largest(for request: DHCPMessage) -> Int {
    guard !request.isBOOTP else { return 300 }
    return min(max(Int(request.options.maximumMessageSize ?? 0), 576), 1500) - 28
}

/// The relay's option comes back as it was, the client's identifier too (RFC 6842), unless the client is from before DHCP.
func requireEchoes(in reply: DHCPMessage, of request: DHCPMessage, leftOut: [DHCPReplyPart]) throws(Broken) {
    let echoed: [DHCPOptionCode] = request.isBOOTP ? [.relayAgentInformation] : [.relayAgentInformation, .clientIdentifier]
    for code in echoed where !leftOut.contains(.option(code)) {
        try require(reply.options[code] == request.options[code], "\(code) is not the request's")
    }
}

/// What stands behind the magic cookie ends with the relay's option (RFC 3046 section 2.2); other fields may hold more options.
private func requireRelaysLast(_ octets: [UInt8]) throws(Broken) {
    let field = try require(try? DHCPOptions(tlv: octets.span.extracting(240...)), "the options cannot be read")
    guard field.contains(.relayAgentInformation) else { return }
    try require(field.last?.code == .relayAgentInformation, "the relay's option does not stand last")
}
