import DHCP
import NetworkValues
import Testing

@Suite struct IPv4UDPFrameTests {
    private func frame(_ payload: [UInt8]) -> [UInt8]? {
        IPv4UDPFrame.octets(from: server, port: 67, to: given, port: 68, payload: payload)
    }

    @Test func theHeadersStandBeforeThePayload() {
        #expect(
            frame(ascii("boot"))
                == hex(
                    """
                    45 c0 0020              # version, header length, CS6, total length
                    0000 4000               # identification, do not fragment
                    40 11 256c              # time to live, UDP, checksum
                    0a4b0001 0a4b000b
                    0043 0044 000c 18ca     # ports, length, checksum
                    626f6f74
                    """))
    }

    @Test func anOddOctetIsSummedAsIfAZeroFollowed() {
        #expect(frame(ascii("boots"))?.suffix(13) == hex("00430044000d a5c7 626f6f7473")[...])
    }

    /// RFC 768: zero would mean that there is no checksum.
    @Test func aChecksumOfZeroIsSentAsOnes() {
        #expect(frame(hex("eab1"))?.suffix(4) == hex("ffff eab1")[...])
    }

    /// The header of 0x73 octets from 192.168.0.1 to 192.168.0.199 that textbooks sum to b861, here with CS6.
    @Test func theHeaderSumIsThatOfTheTextbooks() {
        let packet = IPv4UDPFrame.octets(
            from: IPv4Address(192, 168, 0, 1), port: 1, to: IPv4Address(192, 168, 0, 199), port: 2,
            payload: [UInt8](repeating: 0, count: 87))
        #expect(packet?.prefix(20) == hex("45c00073 00004000 4011b7a1 c0a80001 c0a800c7")[...])
    }

    @Test func aPayloadThatNoPacketHoldsIsRefused() {
        #expect(frame([UInt8](repeating: 0xFF, count: 65_507))?.count == 65_535)
        #expect(frame([UInt8](repeating: 0xFF, count: 65_508)) == nil)
    }

    private func received(_ octets: [UInt8]) -> IPv4UDPFrame.Received? { IPv4UDPFrame.received(octets.span) }

    @Test func whatIsSentIsReceived() throws {
        let octets = try #require(frame(ascii("boot")))
        let received = try #require(self.received(octets))
        #expect((received.source, received.destination) == (server, given))
        #expect((received.sourcePort, received.destinationPort) == (67, 68))
        #expect(Array(octets[received.payload]) == ascii("boot"))
        // What pads a short frame is no part of the packet.
        #expect(self.received(octets + [0, 0]) == received)
    }

    @Test func everyPrefixIsRefused() throws {
        let octets = try #require(frame(ascii("boot")))
        for count in octets.indices {
            #expect(received(Array(octets.prefix(count))) == nil, "\(count) octets")
        }
    }

    @Test(
        arguments: [
            "45c00020 00002000 4011 0000 0a4b0001 0a4b000b 00430044000c 0000 626f6f74",  // more fragments follow
            "45c00020 00000001 4011 0000 0a4b0001 0a4b000b 00430044000c 0000 626f6f74",  // one that is not the first
            "45c00020 00004000 4006 0000 0a4b0001 0a4b000b 00430044000c 0000 626f6f74",  // TCP
            "65c00020 00004000 4011 0000 0a4b0001 0a4b000b 00430044000c 0000 626f6f74",  // another version
            "44c00020 00004000 4011 0000 0a4b0001 0a4b000b 00430044000c 0000 626f6f74",  // a header of 16 octets
            "4fc00020 00004000 4011 0000 0a4b0001 0a4b000b 00430044000c 0000 626f6f74",  // one longer than the packet
            "45c00020 00004000 4011 0000 0a4b0001 0a4b000b 00430044000d 0000 626f6f74",  // a datagram longer than that
            "45c00020 00004000 4011 0000 0a4b0001 0a4b000b 004300440007 0000 626f6f74",  // one shorter than its header
        ])
    func whatIsNoWholeDatagramIsRefused(packet: String) {
        #expect(received(hex(packet)) == nil)
    }

    @Test func aPayloadMayLieBehindOptionsOfTheHeader() throws {
        let octets = hex("46000021 00004000 4011 0000 0a4b0001 0a4b000b 94040000 004300440009 0000 2a")
        let received = try #require(self.received(octets))
        #expect(Array(octets[received.payload]) == [0x2A])
    }
}
