import DHCP
import NetworkValues
import Testing

private let echo = ICMPEcho(identifier: 0x1234, sequence: 0x0005)

/// The answer of a machine behind a relay, with an IP option in its header and a frame's padding behind it.
private let reply = hex(
    """
    46 00 0020                  # version, header length 24, total length 32
    beef 0000                   # identification, not a fragment
    3f 01 0000                  # time to live, ICMP, checksum (the kernel's affair)
    0a4b000b 0a4b0001
    94040000                    # router alert
    0000 edc6 1234 0005         # echo reply, checksum, identifier, sequence
    00*14
    """)
private let header = 24
private let end = 32

private func readReply(_ octets: some Sequence<UInt8>) -> (source: IPv4Address, echo: ICMPEcho)? {
    ICMPEcho.reply(in: Array(octets).span)
}

@Suite struct ICMPEchoTests {
    @Test func aRequestHasItsChecksum() {
        #expect(echo.request == hex("0800 e5c6 1234 0005"))
    }

    @Test func aReplyTellsWhoSentItAndToWhat() throws {
        let read = try #require(readReply(reply))
        #expect(read.source == given)
        #expect(read.echo == echo)
    }

    /// Debian's ping sends 56 octets of data, which come back.
    @Test func aReplyMayCarryData() {
        let packet = hex("4500 0021 0000 4000 40 01 0000 0a4b000b 0a4b0001  0000 8c55 0001 0002 a1b2 c3f4 0e")
        #expect(readReply(packet)?.echo == ICMPEcho(identifier: 1, sequence: 2))
    }

    @Test func everyPrefixIsReadOrRefused() {
        for count in 0...reply.count {
            #expect((readReply(reply.prefix(count)) != nil) == (count >= end), "\(count) octets")
        }
    }

    @Test func noCorruptedReplyIsTakenForTheOneThatIsAwaited() {
        for index in header..<end {
            for value in UInt8.min...UInt8.max where value != reply[index] {
                var octets = reply
                octets[index] = value
                #expect(readReply(octets) == nil, "octet \(index) is \(value)")
            }
        }
    }

    /// Of the header only the source may differ, and what nobody looks at.
    @Test func everyValueOfEveryOctetOfTheHeaderIsReadOrRefused() {
        for index in 0..<header {
            for value in UInt8.min...UInt8.max {
                var octets = reply
                octets[index] = value
                guard let read = readReply(octets) else { continue }
                #expect(read.echo == echo, "octet \(index) is \(value)")
                #expect(read.source == given || (12..<16).contains(index))
            }
        }
    }

    @Test(arguments: [
        "4600 0020 beef 2000 3f01", "4600 0020 beef 0001 3f01",  // parts of a datagram
        "4600 0020 beef 0000 3f11",  // UDP
        "6600 0020 beef 0000 3f01", "4400 0020 beef 0000 3f01",  // another version, a header that is too short
    ])
    func whatIsNoWholeICMPPacketIsRefused(beginning: String) {
        let begun = hex(beginning)
        #expect(readReply(begun + reply.dropFirst(begun.count)) == nil)
    }

    @Test func aRequestIsNoReply() {
        #expect(readReply(reply.prefix(header) + echo.request) == nil)
    }
}
