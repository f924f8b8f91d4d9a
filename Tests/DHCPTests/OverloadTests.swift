import DHCP
import NetworkValues
import Testing

/// What does not fit among the options goes into `file` and `sname` (option 52; RFC 2131 section 4.1, RFC 3396).
@Suite struct OverloadTests {
    private static let full = "3604 0a4b0001 3304 00000e10 0104 ffff0000 0cff 61*255"

    private func ack(_ text: String) throws -> DHCPReply {
        var reply = DHCPReply(.ack)
        (reply.yiaddr, reply.siaddr) = (given, server)
        reply.options = try options(text)
        return reply
    }

    /// The client decodes what was meant, each option once.
    private func expectWhole(_ reply: DHCPReply, _ encoded: EncodedReply) throws {
        #expect(encoded.leftOut == [])
        #expect(encoded.octets.count <= 548)
        let message = try decode(encoded.octets)
        for option in reply.options { #expect(message.options[option.code].map(Array.init) == Array(option.value)) }
        #expect(message.options.count == reply.options.count + 1)
        #expect(message.file == reply.file)
        #expect(message.sname == reply.sname)
    }

    @Test func whatFitsStaysWhereItIs() throws {
        let reply = try ack(Self.full + " 0f1b 62*27")
        let encoded = try reply.encoded(for: request(.request))
        #expect(encoded.octets.count == 548)
        #expect(encoded.octets[44..<236] == hex("00*192")[...])
        try expectWhole(reply, encoded)
    }

    @Test func theFileFieldIsTheFirstToHelp() throws {
        let reply = try ack(Self.full + " 0f40 62*64")
        let encoded = try reply.encoded(for: request(.request))
        #expect(encoded.octets[44..<108] == hex("00*64")[...])
        #expect(encoded.octets[108..<236] == hex("0f40 62*64 ff 00*61")[...])
        #expect(encoded.octets[240...].starts(with: hex("350105 340101 3604 0a4b0001")))
        try expectWhole(reply, encoded)
    }

    @Test func bothFieldsAreFilledToTheirEnd() throws {
        // 126 and 62 octets, with END and a NUL behind them.
        let reply = try ack(Self.full + " 117c 63*124 0f3c 62*60")
        let encoded = try reply.encoded(for: request(.request))
        #expect(encoded.octets[44..<108] == hex("0f3c 62*60 ff 00")[...])
        #expect(encoded.octets[108..<236] == hex("117c 63*124 ff 00")[...])
        #expect(encoded.octets[240...].starts(with: hex("350105 340103")))
        try expectWhole(reply, encoded)
    }

    // MARK: Options that are split between fields

    /// 26 octets are left among the options, then 126 and 62.
    @Test func whatFitsIntoNoFieldIsBegunInOneAndContinuedInTheNext() throws {
        let reply = try ack(Self.full + " 1196 63*149 64")
        let encoded = try reply.encoded(for: request(.request))
        #expect(encoded.octets[44..<108] == hex("1102 63 64 ff 00*59")[...])
        #expect(encoded.octets[108..<236] == hex("117c 63*124 ff 00")[...])
        #expect(encoded.octets[240...].starts(with: hex("350105 340103 " + Self.full + " 1118 63*24 ff")))
        try expectWhole(reply, encoded)
    }

    @Test func twoAreSplitWhereThatFillsTheFields() throws {
        let reply = try ack(Self.full + " 117d 63*125 0f3d 62*61")
        let encoded = try reply.encoded(for: request(.request))
        #expect(encoded.octets[44..<108] == hex("0f28 62*40 ff 00*21")[...])
        #expect(encoded.octets[108..<236] == hex("1165 63*101 0f15 62*21 ff 00")[...])
        try expectWhole(reply, encoded)
    }

    @Test func theClosingNULMayStandInAnotherField() throws {
        let reply = try ack("3604 0a4b0001 3304 00000e10 0104 ffff0000 42ff 61*255 4294 61*148")
        let encoded = try reply.encoded(for: request(.request))
        #expect(encoded.leftOut == [])
        #expect(encoded.octets[44..<108] == hex("4201 00 ff 00*60")[...])
        #expect(try decode(encoded.octets).options[.tftpServerName].map(Array.init) == hex("61*403 00"))
    }

    @Test func moreThanAllFieldsHoldIsLeftOut() throws {
        for (count, leftOut) in [(208, []), (209, [.option(.rootPath)])] as [(Int, [DHCPReplyPart])] {
            var reply = try ack(Self.full)
            reply.options.append(.rootPath, [UInt8](repeating: 0x63, count: count))
            let encoded = try reply.encoded(for: request(.request))
            #expect(encoded.leftOut == leftOut)
            if leftOut.isEmpty { try expectWhole(reply, encoded) }
        }
    }

    @Test func nothingIsSplitThatHasRoomWhole() throws {
        for count in 0...255 {
            let reply = try ack(Self.full + " 1140 63*64 0f\(Hex.text(of: [UInt8(count)])) 62*\(count)")
            let encoded = try reply.encoded(for: request(.request))
            if encoded.leftOut.isEmpty { try expectWhole(reply, encoded) }
            let field = encoded.octets[108..<236]
            if count <= 24 { #expect(field.starts(with: hex("1140 63*64 ff"))) }
            if (25...58).contains(count) { #expect(field.starts(with: hex("1140 63*64 0f"))) }
        }
    }

    @Test func aFieldWithANameIsLeftAlone() throws {
        var reply = try ack(Self.full + " 0f28 62*40")
        reply.file = ascii("kernel")
        let encoded = try reply.encoded(for: request(.request))
        #expect(encoded.octets[44..<108] == hex("0f28 62*40 ff 00*21")[...])
        #expect(encoded.octets[240...].starts(with: hex("350105 340102")))
        try expectWhole(reply, encoded)
        reply.sname = ascii("server")
        #expect(try reply.encoded(for: request(.request)).leftOut == [.option(DHCPOptionCode(rawValue: 15))])
    }

    @Test func whatIsEchoedStaysAmongTheOptions() throws {
        let encoded = try ack(Self.full + " 0f28 62*40").encoded(for: request(.request, "3d03 010203 5203 0101 61"))
        let message = try decode(encoded.octets)
        #expect(encoded.leftOut == [])
        #expect(encoded.octets.suffix(16).contains(82))
        #expect(message.options[.relayAgentInformation].map(Array.init) == [1, 1, 0x61])
        #expect(message.options[.clientIdentifier].map(Array.init) == [1, 2, 3])
        #expect(encoded.octets[108..<110] == [15, 40])
    }

    @Test(
        arguments: [
            "3c20 505845436c69656e743a417263683a30303030373a554e44493a303033303030", "4d04 69505845", "af00",
            "3c0a 48545450436c69656e74",
        ])
    func firmwareFindsNoOptionsInTheFieldOfItsFile(vendor: String) throws {
        let encoded = try ack(Self.full + " 0f40 62*64").encoded(for: request(.request, vendor))
        #expect(encoded.octets[44..<236] == hex("00*192")[...])
        #expect(encoded.leftOut == [.option(DHCPOptionCode(rawValue: 15))])
    }

    @Test func aBOOTPClientKnowsNothingOfIt() throws {
        let bootp = DHCPMessage(operation: .request, xid: 1, hardware: HardwareAddress(client))
        let encoded = try ack("0104 ffff0000 1140 63*64").encoded(for: bootp)
        #expect(encoded.octets[44..<236] == hex("00*192")[...])
        #expect(encoded.leftOut == [.option(.rootPath)])
    }

    @Test func withoutAGainNothingIsOverloaded() throws {
        // Too long for all fields together.
        let encoded = try ack(Self.full + " 11ff 63*255").encoded(for: request(.request))
        #expect(encoded.leftOut == [.option(.rootPath)])
        #expect(try decode(encoded.octets).options.count == 5)
        #expect(encoded.octets[240...].starts(with: hex("350105 3604")))
    }

    @Test func theClientsOrderSaysWhatIsMeantForTheOptions() throws {
        let asked = try request(.request, "3702 0f0c")
        let encoded = try ack(Self.full + " 0cff 61*255 0f40 62*64").encoded(for: asked)
        #expect(encoded.leftOut == [.option(.hostName)])
        #expect(try decode(encoded.octets).options.contains(DHCPOptionCode(rawValue: 15)))
    }
}
