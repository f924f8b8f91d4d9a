import DHCP
import NetworkValues
import Testing

@Suite struct ReplyTests {
    private func offer(_ kind: DHCPReply.Kind = .offer, _ text: String = "3604 0a4b0001 3304 00000e10 0104 ffff0000")
        throws -> DHCPReply
    {
        var reply = DHCPReply(kind)
        reply.yiaddr = given
        reply.siaddr = server
        reply.options = try options(text)
        return reply
    }

    private func codes(_ reply: EncodedReply) throws -> [UInt8] {
        try decode(reply.octets).options.map(\.code.rawValue)
    }

    @Test func theWholeReplyToAnIntelROM() throws {
        var reply = try offer(
            .offer, "3604 0a4b0001 3304 00000e10 0104 ffff0000 0304 0a4b0001 0604 0a4b0001 420a 31302e37352e302e3100")
        reply.sname = ascii("10.75.0.1")
        reply.file = ascii("undionly.kpxe")
        reply.options.append(.bootFileName, "undionly.kpxe")
        let encoded = try reply.encoded(for: decode(Fixture.intelDiscover.octets))
        #expect(encoded.leftOut.isEmpty)
        #expect(
            encoded.octets
                == hex(
                    """
                    02 01 06 00
                    72a202e3 0004 8000
                    00000000 0a4b000b 0a4b0001 00000000
                    3c0771a202e3 00*10
                    31302e37352e302e31 00*55
                    756e64696f6e6c792e6b707865 00*115
                    63825363
                    3501 02
                    3604 0a4b0001
                    3304 00000e10
                    0104 ffff0000
                    0304 0a4b0001                               # in the order of its list: 3, 6, 66, 67
                    0604 0a4b0001
                    420a 31302e37352e302e31 00
                    430e 756e64696f6e6c792e6b707865 00
                    ff                                          # 310 octets: no padding
                    """))
    }

    @Test func aShortReplyIsPaddedBehindItsEnd() throws {
        let octets = try offer().encoded(for: request(.discover)).octets
        #expect(octets.count == 300)
        #expect(Array(octets[240...]) == hex("350102 36040a4b0001 330400000e10 0104ffff0000 ff 00*38"))
    }

    @Test func theRequestsFieldsComeBack() throws {
        let message = try request(.request, "3204 0a4b000b") {
            ($0.hops, $0.secs, $0.flags) = (1, 7, 0x8001)
            $0.giaddr = IPv4Address(10, 76, 0, 1)
            $0.hardware = HardwareAddress(type: 32, octets: Array(1...16)) ?? $0.hardware
            $0.siaddr = IPv4Address(1, 2, 3, 4)
            $0.sname = ascii("theirs")
            $0.file = ascii("theirs")
        }
        let reply = try decode(offer(.ack).encoded(for: message).octets)
        #expect(reply.operation == .reply)
        #expect((reply.xid, reply.hops, reply.secs, reply.flags) == (message.xid, 1, 7, 0x8001))
        #expect(reply.giaddr == message.giaddr)
        #expect(reply.hardware == message.hardware)
        #expect((reply.yiaddr, reply.siaddr) == (given, server))
        #expect(reply.sname.isEmpty)
        #expect(reply.file.isEmpty)
    }

    @Test func theClientsAddressIsRepeatedInAnACKAlone() throws {
        let renewal = try request(.request) { $0.ciaddr = given }
        #expect(try decode(offer(.ack).encoded(for: renewal).octets).ciaddr == given)
        let selecting = try request(.request, "3204 0a4b000b") { $0.ciaddr = given }
        #expect(try decode(offer(.ack).encoded(for: selecting).octets).ciaddr == .any)
        let discover = try request(.discover) { $0.ciaddr = given }
        #expect(try decode(offer().encoded(for: discover).octets).ciaddr == .any)
    }

    @Test func aNAKCarriesNoAddressesAndFewOptions() throws {
        var nak = try offer(.nak, "3604 0a4b0001 3304 00000e10 0104 ffff0000 3803 6e6f21 4303 612e62")
        nak.file = ascii("a.b")
        nak.sname = [UInt8](repeating: 65, count: 64)
        let message = try request(.request, "3204 0a4b000b 3d03 010203 5204 01020304") { $0.ciaddr = given }
        let encoded = nak.encoded(for: message)
        let reply = try decode(encoded.octets)
        #expect(try codes(encoded) == [53, 54, 56, 61, 82])
        #expect(encoded.leftOut.isEmpty)
        #expect(reply.type == .nak)
        #expect((reply.ciaddr, reply.yiaddr, reply.siaddr) == (.any, .any, .any))
        #expect(reply.file.isEmpty)
        #expect(reply.sname.isEmpty)
        #expect(!reply.isBroadcast)
    }

    @Test func aRelayedNAKIsBroadcastByTheRelay() throws {
        let message = try request(.request) { $0.giaddr = IPv4Address(10, 76, 0, 1) }
        #expect(try decode(DHCPReply(.nak).encoded(for: message).octets).isBroadcast)
    }

    @Test func aProxysOfferIsBroadcast() throws {
        var proxy = try offer()
        proxy.yiaddr = .any
        #expect(try decode(proxy.encoded(for: request(.discover)).octets).isBroadcast)
        #expect(try !decode(offer().encoded(for: request(.discover)).octets).isBroadcast)
    }

    @Test func theACKOfAnINFORMGivesNoLease() throws {
        let ack = try offer(.ack, "3604 0a4b0001 3304 00000e10 3a04 00000708 3b04 00000c4e 0104 ffff0000")
        let message = try request(.inform) { $0.ciaddr = given }
        let encoded = ack.encoded(for: message)
        #expect(try codes(encoded) == [53, 54, 1])
        #expect(encoded.leftOut.isEmpty)
        let reply = try decode(encoded.octets)
        #expect(reply.yiaddr == .any)
        #expect(reply.ciaddr == given)
    }

    private static let many = "0304 0a4b0001 0604 0a4b0001 0104 ffff0000 0c01 61 3304 00000e10 3604 0a4b0001 e001 00"

    @Test(
        arguments: [
            ("", [53, 54, 51, 1, 3, 6, 12, 224], "no list: the order given"),
            ("3703 0c0603", [53, 54, 51, 1, 12, 6, 3, 224], "the client's order"),
            ("3704 0306 0c01", [53, 54, 51, 1, 3, 6, 12, 224], "the mask stands before the routers all the same"),
            ("3705 e0e00c0c35", [53, 54, 51, 1, 224, 12, 3, 6], "asked for twice, sent once"),
            ("3703 4252ff", [53, 54, 51, 1, 3, 6, 12, 224], "what is not there, or not theirs to ask for"),
            ("3700", [53, 54, 51, 1, 3, 6, 12, 224], "an empty list"),
            ("3703 523d0c 5204 01020304 3d02 0100", [53, 54, 51, 1, 12, 3, 6, 224, 61, 82], "echoes stand last"),
        ] as [(String, [UInt8], Comment)])
    func optionsStandInTheOrderOfTheClientsList(asked: String, expected: [UInt8], what: Comment) throws {
        let encoded = try offer(.offer, Self.many).encoded(for: request(.discover, asked))
        #expect(try codes(encoded) == expected, what)
    }

    @Test func theRequestDecidesWhatIsEchoed() throws {
        let reply = try offer(.ack, "3501 09 3d02 aabb 5202 ccdd 3604 0a4b0001")
        #expect(try codes(reply.encoded(for: request(.request))) == [53, 54])
        let echoed = try decode(reply.encoded(for: request(.request, "5205 0103 313233 3d03 ff0102")).octets).options
        #expect(echoed[.clientIdentifier].map(Array.init) == [0xFF, 1, 2])
        #expect(echoed[.relayAgentInformation].map(Array.init) == hex("0103313233"))
        #expect(echoed.last?.code == .relayAgentInformation)
        #expect(echoed.messageType == .ack)
    }

    /// RFC 3011 section 2: a client that does not get its own back discards the reply.
    @Test func theSubnetThatAClientAskedForComesBack() throws {
        let message = try request(.request, "7604 0a4c0000 3703 010306 5202 ccdd")
        #expect(try codes(offer(.ack).encoded(for: message)) == [53, 54, 51, 1, 118, 82])
        let reply = try decode(offer(.ack, "7604 01020304").encoded(for: message).octets)
        #expect(reply.options.subnetSelection == IPv4Address(10, 76, 0, 0))
        #expect(try codes(offer(.ack, "7604 01020304").encoded(for: request(.request))) == [53])
        #expect(try codes(offer(.nak).encoded(for: message)) == [53, 54, 82])
    }

    @Test(
        arguments: [
            (.tftpServerName, "a.efi", "4206 612e65666900"), (.bootFileName, "a.efi", "4306 612e65666900"),
            (.bootFileName, "a.efi\0", "4306 612e65666900"), (.bootFileName, "", "4301 00"),
            (.hostName, "a.efi", "0c05 612e656669"), (.hostName, "a.efi\0", "0c06 612e65666900"),
        ] as [(DHCPOptionCode, String, String)])
    func bootNamesAndNoOthersEndWithANUL(code: DHCPOptionCode, text: String, octets: String) throws {
        var reply = DHCPReply(.offer)
        reply.options.append(code, text)
        let encoded = reply.encoded(for: try request(.discover))
        #expect(encoded.octets[243...].starts(with: hex("\(octets) ff")))
    }

    @Test func aLongValueIsSplit() throws {
        var reply = DHCPReply(.offer)
        reply.options.append(.bootFileName, String(repeating: "u", count: 255))
        let octets = reply.encoded(for: try request(.discover, "3902 05c0")).octets
        #expect(Array(octets[243...].prefix(2)) == [67, 255])
        #expect(Array(octets[500...].prefix(4)) == [67, 1, 0, 255], "the NUL went into a part of its own")
        #expect(try decode(octets).options[.bootFileName]?.count == 256)
    }

    @Test(arguments: [
        ("", 548), ("3902 0000", 548), ("3902 023f", 548), ("3902 0240", 548), ("3902 0241", 549), ("3902 04ec", 1232),
        ("3902 05c0", 1444), ("3902 05dc", 1472), ("3902 ffff", 1472), ("3901 ff", 548),
    ])
    func theSizeIsTheClients(asked: String, limit: Int) throws {
        for excess in 0...1 {
            var reply = DHCPReply(.offer)
            // Names of their own: these fields hold no options.
            (reply.file, reply.sname) = (ascii("kernel"), ascii("server"))
            let room = limit - 240 - 3 - 1
            reply.options.append(.hostName, [UInt8](repeating: 1, count: room - 2 * ((room + 256) / 257) + excess))
            let encoded = reply.encoded(for: try request(.discover, asked))
            #expect(encoded.octets.count == (excess == 0 ? limit : 300))
            #expect(encoded.leftOut == (excess == 0 ? [] : [.option(.hostName)]))
        }
    }

    @Test(arguments: [(99, true), (100, false)])
    func aClosingNULNeedsItsPlaceToo(count: Int, fits: Bool) throws {
        var reply = DHCPReply(.offer)
        (reply.file, reply.sname) = (ascii("kernel"), ascii("server"))
        reply.options.append(.hostName, [UInt8](repeating: 97, count: 200))
        reply.options.append(.bootFileName, [UInt8](repeating: 98, count: count))
        let encoded = reply.encoded(for: try request(.discover))
        #expect(encoded.leftOut == (fits ? [] : [.option(.hostName)]))
        #expect(encoded.octets.count == (fits ? 548 : 347))
    }

    @Test func whatDoesNotFitIsLeftOutByNeed() throws {
        var reply = try offer(
            .offer, "0cc8 61*200 0304 0a4b0001 43c8 75*200 3604 0a4b0001 3304 00000e10 0104 ffff0000 0604 0a4b0001")
        reply.file = [UInt8](repeating: 70, count: 128)
        reply.sname = [UInt8](repeating: 83, count: 64)
        let encoded = reply.encoded(for: try request(.discover, "3702 0c06 3d07 01525400000001 5214 0112 31*18"))
        #expect(encoded.leftOut == [.sname, .file, .option(.hostName)])
        #expect(try codes(encoded) == [53, 54, 51, 1, 6, 3, 67, 61, 82])
        #expect(encoded.octets.count <= 548)
        let message = try decode(encoded.octets)
        #expect(message.file.isEmpty)
        #expect(message.sname.isEmpty)
    }

    @Test func aRelaysOptionHasItsPlaceBeforeOthers() throws {
        let relayed = try request(.discover, "52ff 01fd 31*253 3dff ab*255")
        let encoded = try offer().encoded(for: relayed)
        #expect(try codes(encoded) == [53, 54, 51, 1, 82])
        #expect(encoded.leftOut == [.option(.clientIdentifier)])
        #expect(encoded.octets.count == 240 + 3 + 18 + 257 + 1)
    }

    @Test func aRelaysOptionThatFitsNowhereIsLeftOutAndSaid() throws {
        let relayed = try request(.discover, "52ff 31*255 52ff 32*255")
        let encoded = try offer().encoded(for: relayed)
        #expect(try codes(encoded) == [53, 54, 51, 1])
        #expect(encoded.leftOut == [.option(.relayAgentInformation)])
    }

    @Test func theLongestNamesStillHaveTheirNUL() throws {
        var reply = DHCPReply(.offer)
        reply.sname = [UInt8](repeating: 83, count: 63)
        reply.file = [UInt8](repeating: 70, count: 127)
        let encoded = reply.encoded(for: try request(.discover))
        #expect(encoded.leftOut.isEmpty)
        #expect(Array(encoded.octets[44..<236]) == hex("53*63 00 46*127 00"))
    }

    @Test func partsHaveNames() {
        let parts: [DHCPReplyPart] = [.sname, .file, .option(.bootFileName)]
        #expect(parts.map(\.description) == ["the field sname", "the field file", "option 67"])
    }
}
