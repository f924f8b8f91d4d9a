import DHCP
import NetworkValues
import Testing

/// Clients from before DHCP (RFC 951, RFC 1534).
@Suite struct BOOTPTests {
    /// Without the magic cookie, and with another maker's words in the vendor area.
    private static let plain = "01010600 12345678 0000 0000 00*16 525400000001 00*10 00*64 00*128"

    @Test(arguments: ["00*64", "5354414e 01*60", "63825362 ff 00*59"])
    func whatHasNoMagicCookieIsRead(vendorArea: String) throws {
        let message = try decode(hex("\(Self.plain) \(vendorArea)"))
        #expect(message.isBOOTP)
        #expect(message.options.isEmpty)
        #expect(message.vendorArea == hex(vendorArea))
        #expect(message.hardware.mac == client)
        #expect(message.octets == hex("\(Self.plain) \(vendorArea)"))
        #expect(try decode(message.octets) == message)
    }

    @Test func aShortVendorAreaIsFilledUpAndALongOneCut() throws {
        #expect(try decode(hex("\(Self.plain) 01020304 05")).vendorArea == hex("0102030405 00*59"))
        #expect(try decode(hex("\(Self.plain) 01*312")).vendorArea == hex("01*64"))
        #expect(try decode(hex("\(Self.plain) 638253")).vendorArea == hex("638253 00*61"))
        #expect(throws: DHCPDecodeError.tooShort(octets: 235)) { try decode(Array(hex(Self.plain).dropLast())) }
    }

    @Test func theFieldsThereAreNames() throws {
        let message = try decode(hex("01010600 12345678 00*20 525400000001 00*10 737276 00*61 6b65726e656c 00*122 00*64"))
        #expect(message.sname == ascii("srv"))
        #expect(message.file == ascii("kernel"))
    }

    @Test func aClientWithTheCookieAsksByOptions() throws {
        let message = try decode(hex("\(Self.plain) 63825363 0c01 61 ff 00*56"))
        #expect(message.isBOOTP)
        #expect(message.vendorArea == nil)
        #expect(message.options.hostName == "a")
    }

    @Test func aClientThatDoesNotSayBootsAsABIOSDoes() throws {
        #expect(try BootClient(decode(hex("\(Self.plain) 00*64"))) == BootClient(kind: .pxe, architecture: .x86BIOS))
        let told = try decode(hex("\(Self.plain) 63825363 5d02 0007 ff 00*55"))
        #expect(BootClient(told) == BootClient(kind: .pxe, architecture: .x64UEFI))
        #expect(try BootClient(request(.discover)) == BootClient(kind: .ordinary, architecture: nil))
    }

    private func ack(_ text: String) throws -> DHCPReply {
        var reply = DHCPReply(.ack)
        (reply.yiaddr, reply.siaddr) = (given, server)
        reply.file = ascii("undionly.kpxe")
        reply.options = try options(text)
        return reply
    }

    @Test func theReplyHas300OctetsAndNothingOfDHCP() throws {
        let bootp = DHCPMessage(operation: .request, xid: 0x1234_5678, hardware: HardwareAddress(client))
        let all = """
            3604 0a4b0001 3304 00000e10 3a04 00000708 3b04 00000a8c 0104 ffff0000 0304 0a4b0001 3801 41 420101 430102 5000
            3c01 50
            """
        let encoded = try ack(all).encoded(for: bootp)
        #expect(encoded.leftOut == [])
        #expect(
            encoded.octets
                == hex(
                    """
                    02010600 12345678 0000 0000
                    00000000 0a4b000b 0a4b0001 00000000
                    525400000001 00*10 00*64
                    756e64696f6e6c792e6b707865 00*115
                    63825363 0104 ffff0000 0304 0a4b0001 ff 00*47
                    """))
    }

    @Test func theVendorAreaHasRoomFor59OctetsOfOptions() throws {
        let bootp = DHCPMessage(operation: .request, xid: 1, hardware: HardwareAddress(client))
        for (count, isLeftOut) in [(51, false), (52, true)] {
            let encoded = try ack("0104 ffff0000 1100").encoded(for: bootp)
            #expect(encoded.octets.count == 300)
            let long = try ack("0104 ffff0000 11\(Hex.text(of: [UInt8(count)])) 61*\(count)").encoded(for: bootp)
            #expect(long.octets.count == 300)
            #expect(long.leftOut == (isLeftOut ? [.option(.rootPath)] : []))
        }
    }

    @Test func whoMakesNoUseOfTheVendorAreaGetsOptionsThere() throws {
        let request = try decode(Fixture.ipconfigBOOTP.octets)
        #expect(request.vendorArea == hex("00*64"))
        let encoded = try ack("0104 ffff0000 0304 0a4b0001").encoded(for: request)
        #expect(encoded.octets[236...] == hex("63825363 0104 ffff0000 0304 0a4b0001 ff 00*47")[...])
    }

    @Test func whoMakesAnotherUseOfItHasItBack() throws {
        let encoded = try ack("0104 ffff0000").encoded(for: decode(hex("\(Self.plain) 5354414e 01*60")))
        #expect(encoded.octets.count == 300)
        #expect(encoded.octets[236...] == hex("5354414e 01*60")[...])
        #expect(encoded.octets[16..<24] == hex("0a4b000b 0a4b0001")[...])
        #expect(encoded.octets[108..<236] == hex("756e64696f6e6c792e6b707865 00*115")[...])
        #expect(encoded.leftOut == [])
    }

    @Test func aMessageTypeMakesItDHCP() throws {
        var message = DHCPMessage(operation: .request, xid: 1, hardware: HardwareAddress(client))
        message.options.append(.messageType, [1])
        #expect(!message.isBOOTP)
    }
}
