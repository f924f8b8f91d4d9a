import DHCP
import NetworkValues
import Testing

@Suite struct DestinationTests {
    private static let relay = IPv4Address(10, 76, 0, 1)
    private static let router = IPv4Address(10, 9, 9, 9)

    struct Case: Sendable, CustomStringConvertible {
        let description: String
        var type = DHCPMessageType.discover
        var kind = DHCPReply.Kind.offer
        var yiaddr = given
        var source = (IPv4Address.any, UInt16(68))
        var localPort = DHCPPort.server
        var change: @Sendable (inout DHCPMessage) -> Void = { _ in }
        let destination: ReplyDestination
    }

    static let cases = [
        Case(description: "a client without an address", destination: .hardware(given, client)),
        Case(description: "one that wants broadcast", change: { $0.isBroadcast = true }, destination: .broadcast),
        Case(
            description: "other bits of the flags mean nothing", change: { $0.flags = 0x7FFF },
            destination: .hardware(given, client)),
        Case(description: "a proxy's offer", yiaddr: .any, destination: .broadcast),
        Case(
            description: "InfiniBand", change: { $0.hardware = HardwareAddress(type: 32, octets: []) ?? $0.hardware },
            destination: .broadcast),
        Case(
            description: "an address of zeros",
            change: { $0.hardware = HardwareAddress(MACAddress(rawValue: 0)) }, destination: .broadcast),
        Case(
            description: "a group address",
            change: { $0.hardware = HardwareAddress(MACAddress(rawValue: 0x0100_5E00_0001)) }, destination: .broadcast),
        Case(description: "through a relay", change: { $0.giaddr = relay }, destination: .relay(relay)),
        Case(
            description: "through a relay, whatever else", type: .request, kind: .nak, yiaddr: .any,
            change: { ($0.giaddr, $0.ciaddr, $0.isBroadcast) = (relay, given, true) }, destination: .relay(relay)),
        Case(description: "a NAK", type: .request, kind: .nak, yiaddr: .any, destination: .broadcast),
        Case(
            description: "a NAK to a renewal", type: .request, kind: .nak, yiaddr: .any, source: (given, 68),
            change: { $0.ciaddr = given }, destination: .broadcast),
        Case(
            description: "a renewal", type: .request, kind: .ack, source: (given, 68), change: { $0.ciaddr = given },
            destination: .unicast(given, port: 68)),
        Case(
            description: "a renewal from another port", type: .request, kind: .ack, source: (given, 1068),
            change: { $0.ciaddr = given }, destination: .unicast(given, port: 1068)),
        Case(
            description: "a renewal from another address", type: .request, kind: .ack, source: (router, 1068),
            change: { $0.ciaddr = given }, destination: .unicast(given, port: 68)),
        Case(
            description: "a renewal that wants broadcast has an address all the same", type: .request, kind: .ack,
            source: (given, 68), change: { ($0.ciaddr, $0.isBroadcast) = (given, true) },
            destination: .unicast(given, port: 68)),
        Case(
            description: "a DISCOVER with ciaddr", change: { $0.ciaddr = given }, destination: .hardware(given, client)),
        Case(
            description: "an INFORM", type: .inform, kind: .ack, yiaddr: .any, source: (given, 1068),
            change: { $0.ciaddr = given }, destination: .unicast(given, port: 1068)),
        Case(
            description: "an INFORM without ciaddr", type: .inform, kind: .ack, yiaddr: .any, source: (given, 68),
            destination: .unicast(given, port: 68)),
        Case(
            description: "an INFORM's source counts more than ciaddr", type: .inform, kind: .ack, yiaddr: .any,
            source: (router, 68), change: { $0.ciaddr = given }, destination: .unicast(router, port: 68)),
        Case(
            description: "an INFORM from nowhere", type: .inform, kind: .ack, yiaddr: .any,
            change: { $0.ciaddr = given }, destination: .unicast(given, port: 68)),
        Case(
            description: "a boot server's answer", type: .request, kind: .ack, source: (given, 4011), localPort: 4011,
            destination: .unicast(given, port: 4011)),
        Case(
            description: "a boot server's answer to a client that says broadcast", type: .request, kind: .ack,
            yiaddr: .any,
            source: (given, 68), localPort: 4011, change: { $0.isBroadcast = true },
            destination: .unicast(given, port: 68)),
        Case(
            description: "a boot server's answer to nowhere", type: .request, kind: .ack, yiaddr: .any, localPort: 4011,
            change: { $0.ciaddr = given }, destination: .unicast(given, port: 68)),
        Case(
            description: "port 0 is nobody's", type: .inform, kind: .ack, yiaddr: .any, source: (given, 0),
            destination: .unicast(given, port: 68)),
    ]

    @Test(arguments: cases)
    func aReplyGoesWhereItsClientHears(_ it: Case) throws {
        var reply = DHCPReply(it.kind)
        reply.yiaddr = it.yiaddr
        let destination = ReplyDestination(
            of: reply, to: try request(it.type, change: it.change), from: it.source.0, port: it.source.1,
            at: it.localPort)
        #expect(destination == it.destination)
    }
}
