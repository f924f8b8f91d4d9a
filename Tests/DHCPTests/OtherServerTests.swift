import NetworkValues
import Testing

@testable import DHCP

private let stranger = IPv4Address(10, 75, 0, 9)

private let card = HardwareAddress(client)

private func other(_ address: IPv4Address?, of server: IPv4Address = stranger, xid: UInt32 = 1) -> OtherServer {
    OtherServer(server: server, address: address, xid: xid, hardware: card)
}

private func message(
    _ type: DHCPMessageType, named: IPv4Address? = stranger, operation: DHCPMessage.Operation = .reply,
    address: IPv4Address = given
) -> [UInt8] {
    var message = DHCPMessage(operation: operation, xid: 1, hardware: card)
    message.yiaddr = address
    message.options.append(.messageType, [type.rawValue])
    if let named { message.options.append(.serverIdentifier, named.octets) }
    return message.octets
}

private func packet(_ payload: [UInt8], from port: UInt16 = 67, to destinationPort: UInt16 = 68) -> [UInt8] {
    IPv4UDPFrame.octets(from: server, port: port, to: .broadcast, port: destinationPort, payload: payload) ?? []
}

private func seen(_ octets: some Sequence<UInt8>) -> OtherServer? { OtherServer(packet: Array(octets).span) }

@Suite struct OtherServerTests {
    @Test(arguments: [DHCPMessageType.offer, .ack])
    func anAnswerShowsItsServerAndWhatItGives(type: DHCPMessageType) {
        #expect(seen(packet(message(type))) == other(given))
        #expect(seen(packet(message(type), to: 67)) == other(given))
    }

    @Test func aServerThatNamesNobodyIsItsSource() {
        #expect(seen(packet(message(.offer, named: nil)))?.server == server)
    }

    @Test func aProxyGivesNoAddress() {
        #expect(seen(packet(message(.offer, address: .any))) == other(nil))
    }

    @Test(arguments: [
        packet(message(.nak)), packet(message(.discover)), packet(message(.offer, operation: .request)),
        packet(message(.offer), from: 4011), packet(message(.offer), to: 69), packet([1, 2, 3]), [],
    ])
    func nothingElseShowsAServer(octets: [UInt8]) {
        #expect(seen(octets) == nil)
    }

    @Test func everyPrefixIsReadOrRefused() {
        let whole = packet(message(.offer))
        for count in whole.indices { #expect(seen(whole.prefix(count)) == nil, "\(count) octets") }
        // What pads a short frame is no part of the packet.
        #expect(seen(whole + [0, 0, 0]) != nil)
    }

    @Test func everyValueOfEveryOctetIsReadOrRefused() {
        let whole = packet(message(.offer))
        let headers = 28
        for index in whole.indices {
            for value in index < headers ? Array(UInt8.min...UInt8.max) : [0, 1, 0x7F, 0x80, 0xFF] {
                var octets = whole
                octets[index] = value
                if let server = seen(octets) { #expect(server.server != .any, "octet \(index) is \(value)") }
            }
        }
    }
}

@Suite struct OwnNamesTests {
    private var names = OwnNames()
    private let request = DHCPMessage(operation: .request, xid: 1, hardware: card)

    @Test mutating func aReplyThatComesBackIsOurs() {
        names.note(stranger, for: request)
        #expect(names.include(other(given)) == true)
    }

    /// A machine that had us answer in another server's name.
    @Test mutating func whatTheServerOfThatNameSaysToOthersIsItsOwn() {
        names.note(stranger, for: request)
        #expect(names.include(other(given, xid: 2)) == false)
        #expect(names.include(other(given, of: server)) == false)
        let neighbour = HardwareAddress(MACAddress(rawValue: client.rawValue + 1))
        #expect(names.include(OtherServer(server: stranger, address: given, xid: 1, hardware: neighbour)) == false)
    }
}
