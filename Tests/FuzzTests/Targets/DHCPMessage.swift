import DHCP
import NetworkValues

/// A datagram on port 67: refused, or read in all its parts and written again.
func readDHCPMessage(_ octets: [UInt8]) throws(Broken) {
    guard let message = try? DHCPMessage(decoding: octets.span) else { return }
    try requireReadable(message)
    try requireWritable(message)
    for kind in [DHCPReply.Kind.offer, .ack, .nak] { try requireEncoded(answer(kind), to: message) }
}

/// Looks at all that is ever asked of a message.
private func requireReadable(_ message: DHCPMessage) throws(Broken) {
    let options = message.options
    try require(options.reduce(0) { $0 + $1.value.count } <= DHCPMessage.maximumSize, "options outgrow a message")
    try require(options.codes == DHCPOptionSet(options.map(\.code)), "the set of codes is not that of the list")
    try require(Set(options.map(\.code)).count == options.count, "a code comes twice")
    for option in options { try require(options[option.code] == option.value, "\(option.code) is not found") }
    for list in [options.vendorOptions, options.relayAgentInformation?.subOptions] {
        try require(list?.allSatisfy { $0.value.count <= 255 } != false, "a sub-option is longer than its length can say")
    }
    try require(options.clientIdentifier?.isEmpty != true, "an empty client identifier")
    try require(options.hostName.map { (1...253).contains($0.utf8.count) } != false, "a host name of no good length")
    try require(options.machineUUID.map { $0.wireOctets.count == 16 } != false, "a UUID of no good length")
    let client = BootClient(options)
    try require(client.features == nil || client.kind == .ipxe, "features, but no iPXE")
    let relay = options.relayAgentInformation
    _ = (relay?.circuitID, relay?.remoteID, relay?.linkSelection, relay?.serverIdentifierOverride)
    _ = (options.requestedAddress, options.serverIdentifier, options.leaseTime, options.subnetSelection)
    _ = (options.pxeBootItem, options.vendorOptions, options.parameterRequestList)
    _ = (message.clientAddress, message.type, message.isBOOTP, message.hardware.description)
}

/// Whatever was read can be written, and is read again as the same.
private func requireWritable(_ message: DHCPMessage) throws(Broken) {
    let tlv = message.options.tlv
    if tlv.count <= DHCPMessage.maximumSize {
        try require((try? DHCPOptions(tlv: tlv.span)) == message.options, "options written and read again are others")
    }
    let octets = message.octets
    guard octets.count <= DHCPMessage.maximumSize else { return }
    var expected = message
    // A field that was full to its last octet has to make room for its NUL.
    expected.sname = Array(message.sname.prefix(63))
    expected.file = Array(message.file.prefix(127))
    try require((try? DHCPMessage(decoding: octets.span)) == expected, "the message written and read again is another")
}

/// A reply with everything that a reply may have.
private func answer(_ kind: DHCPReply.Kind) -> DHCPReply {
    var reply = DHCPReply(kind)
    reply.yiaddr = IPv4Address(10, 75, 0, 11)
    reply.siaddr = IPv4Address(10, 75, 0, 1)
    reply.sname = Array("boot".utf8)
    reply.file = Array("undionly.kpxe".utf8)
    reply.options.append(.serverIdentifier, reply.siaddr)
    reply.options.append(.leaseTime, 3600 as UInt32)
    reply.options.append(.subnetMask, IPv4Address(255, 255, 0, 0))
    reply.options.append(.bootFileName, "undionly.kpxe")
    reply.options.append(.rootPath, String(repeating: "r", count: 400))
    reply.options.append(.message, "here")
    return reply
}
