import DHCP
import NetworkValues
import Testing

private let other = MACAddress(rawValue: 0x5254_0000_0099)

/// Linux answering a probe for its address: a frame's payload, padded to 46 octets.
private let reply = hex(
    """
    0001 0800 06 04 0002        # Ethernet, IPv4, their lengths, reply
    525400000099 0a4b000b       # sender
    525400000001 00000000       # target: the prober
    00*18
    """)

private func readARP(_ octets: some Sequence<UInt8>) -> ARPPacket? { ARPPacket(decoding: Array(octets).span) }

@Suite struct ARPPacketTests {
    @Test func aProbeNamesNobodyAsItsSender() {
        let probe = ARPPacket.probe(for: given, from: client)
        #expect(
            probe.octets
                == hex(
                    """
                    0001 0800 06 04 0001
                    525400000001 00000000
                    00*6 0a4b000b
                    """))
        #expect(readARP(probe.octets) == probe)
    }

    @Test func aReplyIsReadWithItsPadding() {
        #expect(
            readARP(reply)
                == ARPPacket(
                    .reply, senderHardware: other, sender: given, targetHardware: client, target: .any))
    }

    @Test func everyPrefixIsReadOrRefused() {
        for count in 0...reply.count {
            #expect((readARP(reply.prefix(count)) != nil) == (count >= ARPPacket.size), "\(count) octets")
        }
    }

    /// The first eight octets say what the packet is; any value stands in the others.
    @Test func everyValueOfEveryOctetIsReadOrRefused() {
        for index in 0..<ARPPacket.size {
            for value in UInt8.min...UInt8.max where value != reply[index] {
                var octets = reply
                octets[index] = value
                let isOperation = index == 7 && value == 1
                #expect((readARP(octets) != nil) == (index >= 8 || isOperation), "octet \(index) is \(value)")
            }
        }
    }

    @Test(
        arguments: [
            (ARPPacket.Operation.reply, given, server, given), (.request, given, given, given), (.request, given, server, given),
            (.request, .any, given, given), (.reply, .any, given, nil), (.request, .any, .any, nil),
        ] as [(ARPPacket.Operation, IPv4Address, IPv4Address, IPv4Address?)])
    func whoSpeaksUsesHisAddressAndWhoProbesWantsIt(
        operation: ARPPacket.Operation, sender: IPv4Address, target: IPv4Address, claimed: IPv4Address?
    ) {
        let packet = ARPPacket(operation, senderHardware: other, sender: sender, targetHardware: client, target: target)
        #expect(packet.claimed == claimed)
    }
}
