import DHCP
import NetworkValues
import Testing

@Suite struct OptionsTests {
    private let fixed = "01010600 00*232 63825363"

    @Test func optionsKeepTheirOrderAndUnknownOnesSurvive() throws {
        let list = try decode(hex("\(fixed) e0 02 aabb 00 35 01 01 00 00 0c 00 ff 3d 01 00")).options
        #expect(list.map(\.code.rawValue) == [224, 53, 12])
        #expect(list.map { Array($0.value) } == [[0xAA, 0xBB], [1], []])
        #expect(list.tlv == hex("e002aabb 350101 0c00"))
        #expect(list[.clientIdentifier] == nil, "what stands behind END does not count")
        #expect(list.contains(.hostName))
    }

    @Test func aSplitOptionIsOne() throws {
        let list = try decode(hex("\(fixed) 43 03 626f6f 35 01 01 43 02 742e 43 00 0c 01 61 43 03 656669")).options
        #expect(list.map(\.code) == [.bootFileName, .messageType, .hostName])
        #expect(list[.bootFileName].map(Array.init) == ascii("boot.efi"))
        #expect(list[.messageType].map(Array.init) == [1])
        #expect(list[.hostName].map(Array.init) == ascii("a"))
    }

    @Test func aMessageFullOfOneCodeStaysWithinItsSize() throws {
        let list = try decode(hex("\(fixed) 35 01 01 \(String(repeating: "0c0161", count: 2991))")).options
        #expect(list.count == 2)
        #expect(list[.hostName]?.count == 2991)
    }

    @Test(arguments: [
        ("01", ["file"]), ("02", ["sname"]), ("03", ["file", "sname"]),
    ])
    func overloadedFieldsHoldOptions(overload: String, fields: [String]) throws {
        let message = try decode(
            hex(
                """
                01010600 00*40
                0c 05 736e616d65 ff 00*56           # sname
                3d 04 66696c65 ff 00*121            # file
                63825363 35 01 01 34 01 \(overload) ff
                """))
        let expected: [[UInt8]?] = [
            fields.contains("sname") ? ascii("sname") : nil, fields.contains("file") ? ascii("file") : nil,
        ]
        #expect(message.options[.hostName].map(Array.init) == expected[0])
        #expect(message.options[.clientIdentifier].map(Array.init) == expected[1])
        #expect(message.sname.isEmpty == (expected[0] != nil))
        #expect(message.file.isEmpty == (expected[1] != nil))
        #expect(!message.options.contains(.overload))
    }

    @Test func overloadInAnOverloadedFieldLeadsNowhere() throws {
        let message = try decode(
            hex(
                """
                01010600 00*40
                0c 05 736e616d65 ff 00*56           # sname, not named by the options field
                34 01 03 3d 01 00 ff 00*121         # file
                63825363 35 01 01 34 01 01 ff
                """))
        #expect(message.options.map(\.code) == [.messageType, .clientIdentifier])
    }

    @Test func anOptionGoesOnInTheFileAndThenInTheServerName() throws {
        let message = try decode(
            hex(
                """
                01010600 00*40
                0c 01 63 ff 00*60
                0c 01 62 ff 00*124
                63825363 34 01 03 0c 01 61
                """))
        #expect(message.options[.hostName].map(Array.init) == ascii("abc"))
    }

    @Test func anOverloadedFieldThatLiesIsRefusedWithItsOffset() {
        #expect(throws: DHCPDecodeError.optionBeyondEnd(.hostName, offset: 108)) {
            try decode(hex("01010600 00*104 0c 7f 00*126 63825363 34 01 01"))
        }
        #expect(throws: DHCPDecodeError.optionBeyondEnd(.hostName, offset: 107)) {
            try decode(hex("01010600 00*103 0c 00*128 63825363 34 01 02"))
        }
    }

    @Test(arguments: [0, 1, 254, 255, 256, 510, 511, 1000])
    func longValuesAreRepeatedAndJoinedAgain(count: Int) throws {
        var list = DHCPOptions()
        list.append(.bootFileName, (0..<count).map { UInt8(truncatingIfNeeded: $0) })
        list.append(.hostName, "x")
        #expect(list.tlv.count == count + 2 * max(1, (count + 254) / 255) + 3)
        #expect(try DHCPOptions(tlv: list.tlv.span) == list)
        #expect(list[.bootFileName]?.count == count)
    }

    @Test func whatIsAddedAgainIsAddedBehind() {
        var list = DHCPOptions()
        list.append(.domainNameServer, [IPv4Address(10, 0, 0, 1), IPv4Address(10, 0, 0, 2)])
        list.append(.leaseTime, 3600 as UInt32)
        list.append(.domainNameServer, IPv4Address(10, 0, 0, 3))
        list.append(.interfaceMTU, 1500 as UInt16)
        list.append(.router, [])
        #expect(list.tlv == hex("060c 0a000001 0a000002 0a000003 3304 00000e10 1a02 05dc"))
    }

    @Test func whatBelongsToTheWireIsNotTaken() throws {
        var list = DHCPOptions()
        for code in [DHCPOptionCode.pad, .end, .overload] { list.append(code, 1 as UInt8) }
        #expect(list.isEmpty)
        #expect(try options("00 34 01 01 0c 01 61 ff 3d 01 00").map(\.code) == [.hostName])
    }

    @Test func optionListsThatLieAreRefused() {
        #expect(throws: DHCPDecodeError.optionBeyondEnd(.hostName, offset: 3)) { try options("350101 0c02 61") }
        #expect(throws: DHCPDecodeError.tooLong(octets: 9217)) { try options("00*9217") }
    }
}
