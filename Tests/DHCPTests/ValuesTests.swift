import DHCP
import NetworkValues
import Testing

@Suite struct ValuesTests {
    @Test func anIntelROMSaysWhatItIs() throws {
        let list = try decode(Fixture.intelRequest.octets).options
        #expect(list.messageType == .request)
        #expect(list.requestedAddress == given)
        #expect(list.serverIdentifier == server)
        #expect(list.maximumMessageSize == 1260)
        #expect(list.parameterRequestList?.count == 36)
        #expect(list.vendorClassIdentifier.map(Array.init) == ascii("PXEClient:Arch:00000:UNDI:002001"))
        #expect(list.machineUUID?.description == "33323130-3534-3736-3839-3a3b3c3d3e3f")
        #expect(list.clientIdentifier == nil)
        #expect(list.relayAgentInformation == nil)
        #expect(list.ipxeFeatures == nil)
        #expect(list.subnetSelection == nil)
        #expect(list.leaseTime == nil)
    }

    @Test func iPXESaysWhatItCanDo() throws {
        let features = try #require(try decode(Fixture.ipxeDiscover.octets).options.ipxeFeatures)
        #expect(features == [.dns, .tftp, .http, .iscsi, .aoe, .multiboot, .pxeExtensions, .bzImage, .comboot, .pxe])
        #expect(!features.contains(.https))
        #expect(!features.contains(.efi))
        #expect(try options("af00").ipxeFeatures == [])
        #expect(try options("af06 290101 240101").ipxeFeatures == [.nfs, .efi])
        #expect(try options("af06 0f0101 300101").ipxeFeatures == [], "no features")
        #expect(try options("af06 130101 1409 01").ipxeFeatures == .http, "the second runs beyond the end")
    }

    @Test func aRelaySaysWhereTheClientIs() throws {
        let relay = try #require(try decode(Fixture.relayedRequest.octets).options.relayAgentInformation)
        #expect(relay.circuitID.map(Array.init) == ascii("eth0/0/1"))
        #expect(relay.remoteID.map(Array.init) == [0x52, 0x54, 0, 0xAA, 0xBB, 0xCC])
        #expect(relay.linkSelection == IPv4Address(10, 76, 2, 0))
        #expect(relay.serverIdentifierOverride == nil)
        #expect(
            try options("52060b040a4c0001").relayAgentInformation?.serverIdentifierOverride == IPv4Address(10, 76, 0, 1)
        )
        #expect(try options("5204 ff01 0001").relayAgentInformation?.subOptions.map(\.code) == [255], "no end here")
        #expect(try options("5205 0002 aabb 01").relayAgentInformation?.subOptions.map(\.code) == [0], "no pad here")
    }

    @Test func vendorOptionsArePaddedAndEnded() throws {
        let list = try options("2b12 00 060108 00 4704 8000 8001 ff 090401020304")
        #expect(list.vendorOptions?.map(\.code) == [6, 71])
        #expect(list.pxeBootItem?.type == 0x8000)
        #expect(list.pxeBootItem?.layer == 0x8001)
        #expect(try options("2b05 4703 800080").pxeBootItem == nil)
        #expect(PXEDiscoveryControl.useBootFile.vendorSpecificInformation == [6, 1, 8, 255])
        #expect(IPXEOption.noPXEDHCP == hex("b00101"))
    }

    @Test(arguments: [
        ("3500", "35 empty"), ("35020101", "53 of two octets"), ("3501 09", "an unknown type"),
        ("3203 0a4b00", "50 too short"), ("3205 0a4b000b00", "50 too long"), ("3204 00000000", "50 of zeros"),
        ("3604 00000000", "54 of zeros"), ("3901 40", "57 too short"), ("3303 000e10", "51 too short"),
        ("7603 0a0000", "118 too short"), ("3d00", "61 empty"),
        ("6110 00*16", "97 too short"), ("6111 01 11*16", "97 of another type"), ("6111 00*17", "97 of zeros"),
        ("6111 00 ff*16", "97 of ones"), ("6100", "97 empty"),
    ])
    func aValueOfTheWrongFormIsNone(text: String, what: Comment) throws {
        let list = try options(text)
        #expect(!list.isEmpty)
        #expect(list.messageType == nil, what)
        #expect(list.requestedAddress == nil, what)
        #expect(list.serverIdentifier == nil, what)
        #expect(list.maximumMessageSize == nil, what)
        #expect(list.leaseTime == nil, what)
        #expect(list.subnetSelection == nil, what)
        #expect(list.clientIdentifier == nil, what)
        #expect(list.machineUUID == nil, what)
    }

    @Test(arguments: [(0, false), (1, true), (255, true), (256, false)])
    func aClientIdentifierHasAtMostOnePart(count: Int, isOne: Bool) {
        var list = DHCPOptions()
        list.append(.clientIdentifier, [UInt8](repeating: 7, count: count))
        #expect((list.clientIdentifier != nil) == isOne)
    }

    @Test func numbersAreInNetworkOrder() throws {
        let list = try options("3304 00015180 3902 05c0 7604 0a4c0000 3501 08 3d01 07")
        #expect(list.leaseTime == 86_400)
        #expect(list.maximumMessageSize == 1472)
        #expect(list.subnetSelection == IPv4Address(10, 76, 0, 0))
        #expect(list.messageType == .inform)
        #expect(list.clientIdentifier.map(Array.init) == [7])
    }

    @Test(
        arguments: [
            ("node1", "node1"), ("Node-1.lab.example", "Node-1.lab.example"), ("a_b", "a_b"), ("node1\0", "node1"),
            ("", nil), ("\0", nil), (".", nil), ("a..b", nil), ("-a", nil), ("a b", nil), ("a\nb", nil), ("a\"b", nil),
            ("a\0b", nil),
            ("höst", nil), (String(repeating: "a", count: 63), String(repeating: "a", count: 63)),
            (String(repeating: "a", count: 64), nil), (String(repeating: "a.", count: 126) + "ab", nil),
        ] as [(String, String?)])
    func onlyANameThatIsSafeIsAHostName(sent: String, name: String?) {
        var list = DHCPOptions()
        list.append(.hostName, sent)
        #expect(list.hostName == name)
    }

    @Test func messageTypesHaveTheirNumbersAndNames() {
        #expect(DHCPMessageType.allCases.map(\.rawValue) == Array(1...8))
        #expect(
            DHCPMessageType.allCases.map(\.description)
                == ["DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK", "NAK", "RELEASE", "INFORM"])
    }
}
