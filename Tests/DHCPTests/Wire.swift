import DHCP
import NetworkValues
import Testing

/// Octets from hexadecimal text: `#` begins a comment, `00*16` repeats.
func hex(_ text: String) -> [UInt8] {
    text.split(separator: "\n")
        .flatMap { line in line.prefix { $0 != "#" }.split(separator: " ") }
        .flatMap { word -> [UInt8] in
            let parts = word.split(separator: "*")
            let octets = Hex.decode(parts[0])
            let times = parts.count == 2 ? Int(parts[1]) : 1
            guard let octets, let times else {
                Issue.record("\(word) is not hexadecimal")
                return []
            }
            return (0..<times).flatMap { _ in octets }
        }
}

/// ASCII octets.
func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

func decode(_ octets: [UInt8]) throws(DHCPDecodeError) -> DHCPMessage {
    try DHCPMessage(decoding: octets.span)
}

/// The options that these octets spell.
func options(_ text: String) throws -> DHCPOptions {
    try DHCPOptions(tlv: hex(text).span)
}

/// A request of an Ethernet client with these options.
func request(_ type: DHCPMessageType, _ text: String = "", change: (inout DHCPMessage) -> Void = { _ in }) throws
    -> DHCPMessage
{
    var message = DHCPMessage(operation: .request, xid: 0x1234_5678, hardware: HardwareAddress(client))
    message.options.append(.messageType, type.rawValue)
    for option in try options(text) { message.options.append(option.code, option.value) }
    change(&message)
    return message
}

let client = MACAddress(rawValue: 0x5254_0000_0001)
let server = IPv4Address(10, 75, 0, 1)
let given = IPv4Address(10, 75, 0, 11)
