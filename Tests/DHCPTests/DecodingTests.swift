import DHCP
import NetworkValues
import Testing

@Suite struct DecodingTests {
    @Test func theFixedFieldsAreRead() throws {
        let message = try decode(
            hex(
                """
                02 01 06 02
                01020304 0506 8001
                0a000001 0a000002 0a000003 0a000004
                525400000001 aa*10
                626f6f74 00*59 41           # sname, and rubbish behind its NUL
                66696c65 00*124
                63825363 350102 ff
                """))
        #expect(message.operation == .reply)
        #expect(message.hops == 2)
        #expect(message.xid == 0x0102_0304)
        #expect(message.secs == 0x0506)
        #expect(message.flags == 0x8001)
        #expect(message.isBroadcast)
        #expect(message.ciaddr == IPv4Address(10, 0, 0, 1))
        #expect(message.yiaddr == IPv4Address(10, 0, 0, 2))
        #expect(message.siaddr == IPv4Address(10, 0, 0, 3))
        #expect(message.giaddr == IPv4Address(10, 0, 0, 4))
        #expect(message.hardware.mac == client)
        #expect(message.hardware.octets == client.octets)
        #expect(message.sname == ascii("boot"))
        #expect(message.file == ascii("file"))
        #expect(message.type == .offer)
    }

    @Test(arguments: Fixture.all)
    func aWholePacketComesBackFromItsOwnOctets(fixture: Fixture) throws {
        let message = try decode(fixture.octets)
        #expect(message.type != nil || message.isBOOTP)
        #expect(try decode(message.octets) == message)
        #expect(try DHCPOptions(tlv: message.options.tlv.span) == message.options)
    }

    @Test(arguments: Fixture.all)
    func everyPrefixIsReadOrRefused(fixture: Fixture) throws {
        for count in fixture.octets.indices {
            do {
                let message = try decode(Array(fixture.octets.prefix(count)))
                #expect(count >= 236)
                #expect(try decode(message.octets) == message)
            } catch .optionBeyondEnd(_, let offset) {
                #expect((240..<count).contains(offset))
            } catch {
                #expect(error == .tooShort(octets: count))
                #expect(count < 236)
            }
        }
    }

    /// Zero, one, the ends of signed and unsigned numbers, the neighbours, and each bit the other way.
    @Test(arguments: Fixture.all)
    func everyDamagedOctetIsReadOrRefused(fixture: Fixture) throws {
        var (octets, read, all) = (fixture.octets, 0, 0)
        for position in try positions(of: fixture) {
            let right = octets[position]
            for value in Set([0, 1, 0x7F, 0x80, 0xFF, right &+ 1, right &- 1] + (0..<8).map { right ^ 1 << $0 }) {
                octets[position] = value
                all += 1
                guard let message = try? decode(octets) else { continue }
                read += 1
                #expect(try decode(message.octets) == message)
                exercise(message)
            }
            octets[position] = right
        }
        #expect((1..<all).contains(read), "none or all of \(all) were read")
    }

    /// All octets up to the padding; of `sname` and `file`, when they are empty, the first and the last ones.
    private func positions(of fixture: Fixture) throws -> [Int] {
        let end = fixture.octets.lastIndex { $0 != 0 } ?? 0
        return (0...end).filter { position in
            ![48..<104, 112..<232].contains { $0.contains(position) && fixture.octets[$0].allSatisfy { $0 == 0 } }
        }
    }

    /// All that is asked of a request, for values that no client meant.
    private func exercise(_ message: DHCPMessage) {
        var reply = DHCPReply(.ack)
        reply.options.append(.serverIdentifier, server)
        reply.options.append(.bootFileName, "undionly.kpxe")
        let encoded = reply.encoded(for: message)
        #expect((300...1472).contains(encoded.octets.count))
        #expect((try? decode(encoded.octets))?.xid == message.xid)
        let size = message.options.reduce(0) { $0 + $1.value.count }
        #expect(size <= DHCPMessage.maximumSize)
        #expect(message.options.relayAgentInformation?.subOptions.contains { $0.value.count > 255 } != true)
        #expect(message.options.vendorOptions?.contains { $0.value.count > 255 } != true)
        #expect(message.options.hostName?.isEmpty != true)
        #expect(message.options.machineUUID?.octets.count ?? 16 == 16)
        let client = BootClient(message.options)
        #expect(client.features == nil || client.kind == .ipxe)
        _ = ReplyDestination(of: reply, to: message, from: message.ciaddr, port: 68, at: 67)
    }

    @Test func randomOctetsBehindTheCookieAreReadOrRefused() throws {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        var read = 0
        for _ in 0..<2_000 {
            var octets = Array(Fixture.udhcpcDiscover.octets.prefix(240))
            for _ in 0..<60 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                octets.append(UInt8(truncatingIfNeeded: state >> 56) & 0x3F)
            }
            guard let message = try? decode(octets) else { continue }
            read += 1
            #expect(try decode(message.octets) == message)
            exercise(message)
        }
        #expect(read > 0)
    }

    @Test func whatLiesIsRefused() {
        func refusal(_ text: String) -> DHCPDecodeError? {
            do {
                _ = try decode(hex(text))
                return nil
            } catch {
                return error
            }
        }
        let rest = "00*232 63825363"
        #expect(refusal("") == .tooShort(octets: 0))
        #expect(refusal("01010600 00*231") == .tooShort(octets: 235))
        #expect(refusal("01010600 \(rest) 00*8977") == .tooLong(octets: 9217))
        #expect(refusal("01010600 \(rest) 00*8976") == nil)
        #expect(refusal("00010600 \(rest)") == .unknownOperation(0))
        #expect(refusal("03010600 \(rest)") == .unknownOperation(3))
        #expect(refusal("01011000 \(rest)") == nil)
        #expect(refusal("01011100 \(rest)") == .hardwareAddressTooLong(17))
        #expect(refusal("01010610 \(rest)") == nil)
        #expect(refusal("01010611 \(rest)") == .tooManyHops(17))
        #expect(refusal("01010600 \(rest) 35") == .optionBeyondEnd(.messageType, offset: 240))
        #expect(refusal("01010600 \(rest) 3501") == .optionBeyondEnd(.messageType, offset: 240))
        #expect(
            refusal("01010600 \(rest) 000000 3d08 01525400000001") == .optionBeyondEnd(.clientIdentifier, offset: 243))
        #expect(refusal("01010600 \(rest) 3400") == .badOverload(offset: 240))
        #expect(refusal("01010600 \(rest) 340100") == .badOverload(offset: 240))
        #expect(refusal("01010600 \(rest) 340104") == .badOverload(offset: 240))
        #expect(refusal("01010600 \(rest) 34020101") == .badOverload(offset: 240))
    }

    @Test func refusalsSayWhatIsWrongAndWhere() {
        let texts: [(DHCPDecodeError, String)] = [
            (.tooShort(octets: 235), "too short for a DHCP message: 235 octets, at least 236"),
            (.tooLong(octets: 9217), "too long for a DHCP message: 9217 octets, at most 9216"),
            (.unknownOperation(7), "operation 7 at offset 0 is neither a request nor a reply"),
            (.hardwareAddressTooLong(17), "a hardware address of 17 octets (offset 2) does not fit its field of 16"),
            (.tooManyHops(17), "passed on by 17 relays (offset 3), more than 16: a loop"),
            (.optionBeyondEnd(.hostName, offset: 250), "option 12 at offset 250 runs beyond the end of its field"),
            (.badOverload(offset: 250), "the overload option at offset 250 is not one octet of 1, 2 or 3"),
        ]
        for (error, text) in texts { #expect(error.description == text) }
    }

    @Test func aMessageWithoutOptionsIsPlainBOOTP() throws {
        let message = try decode(hex("01010600 00*232 63825363"))
        #expect(message.type == nil)
        #expect(message.options.isEmpty)
    }

    @Test func anInfiniBandClientHasNoHardwareAddress() throws {
        let message = try decode(hex("01200000 00*232 63825363 350101 ff"))
        #expect(message.hardware.mac == nil)
        #expect(message.hardware.octets.isEmpty)
        #expect(message.hardware.type == 32)
        #expect(message.hardware.description == "32/")
    }
}
