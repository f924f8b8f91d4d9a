import NetworkValues
import Testing

@testable import DHCP

private let stranger = IPv4Address(10, 75, 0, 9)

private func question(xid: UInt32 = 1, of client: MACAddress = client, relay: IPv4Address = .any) -> DHCPMessage {
    var message = DHCPMessage(operation: .request, xid: xid, hardware: HardwareAddress(client))
    message.giaddr = relay
    return message
}

private func other(
    _ address: IPv4Address?, of server: IPv4Address = stranger, to question: DHCPMessage = question()
) -> OtherServer {
    OtherServer(server: server, address: address, exchange: RelayedExchange(question))
}

private func message(
    _ type: DHCPMessageType, named: IPv4Address? = stranger, operation: DHCPMessage.Operation = .reply,
    address: IPv4Address = given
) -> [UInt8] {
    var message = DHCPMessage(operation: operation, xid: 1, hardware: HardwareAddress(client))
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
    private static let relay = IPv4Address(10, 75, 0, 7)
    private let request = question(relay: relay)
    private var names = OwnNames()

    init() { names.note(stranger, for: request) }

    @Test func aReplyThatComesBackIsOurs() {
        #expect(names.include(other(given, to: request)))
    }

    /// A machine that had us answer in another server's name, by calling itself a relay.
    @Test(
        arguments: [
            question(xid: 2, relay: relay), question(of: MACAddress(rawValue: client.rawValue + 1), relay: relay), question(),
            question(relay: server),
        ])
    func whatTheServerOfThatNameSaysElsewhereIsItsOwn(answered: DHCPMessage) {
        #expect(!names.include(other(given, to: answered)))
    }

    @Test func anotherNameIsNotOurs() {
        #expect(!names.include(other(given, of: server, to: request)))
    }
}
