import DHCP
import NetworkValues
import Testing

@Suite struct BootClientTests {
    @Test(arguments: [
        (Fixture.intelDiscover, BootClient(kind: .pxe, architecture: .x86BIOS)),
        (Fixture.intelRequest, BootClient(kind: .pxe, architecture: .x86BIOS)),
        (Fixture.edk2PXEDiscover, BootClient(kind: .pxe, architecture: .x64UEFI)),
        (Fixture.edk2HTTPDiscover, BootClient(kind: .http, architecture: .x64UEFIHTTP)),
        (Fixture.udhcpcDiscover, BootClient(kind: .ordinary, architecture: nil)),
        (Fixture.dhclientRenewal, BootClient(kind: .ordinary, architecture: nil)),
    ])
    func firmwareIsToldFromOrdinaryClients(fixture: Fixture, client: BootClient) throws {
        #expect(try BootClient(decode(fixture.octets).options) == client)
    }

    @Test func iPXEIsToldFromTheROMThatItSpeaksLike() throws {
        let client = try BootClient(decode(Fixture.ipxeDiscover.octets).options)
        #expect(client.kind == .ipxe)
        #expect(client.architecture == .x86BIOS)
        #expect(client.features?.contains(.http) == true)
    }

    private static let pxe = "3c20 505845436c69656e743a417263683a30303030373a554e44493a303033303030"

    @Test(
        arguments: [
            ("4d04 69505845", true, "plain"),
            ("4d05 0469505845", true, "framed"),
            ("4d09 03616263 0469505845", true, "second of a framed list"),
            ("4d09 0469505845 03616263", true, "first of a framed list"),
            ("af00", true, "no class, but its own option"),
            ("4d03 616263 af06 b10501 1af410", true, "another class and its own option"),
            ("4d04 69707865", false, "in small letters"),
            ("4d08 6950584569505845", false, "twice and unframed"),
            ("4d06 0469505845 09", false, "a list that lies"),
            ("4d05 0569505845", false, "a frame that lies"),
            ("4d00", false, "an empty class"),
            ("4d02 0000", false, "a list of nothing"),
            ("", false, "nothing"),
        ] as [(String, Bool, Comment)])
    func iPXESaysSoByClassOrByItsOwnOption(text: String, isIPXE: Bool, what: Comment) throws {
        #expect(try BootClient(options("\(Self.pxe) \(text)")).kind == (isIPXE ? .ipxe : .pxe), what)
    }

    @Test func featuresAreUnknownOfAnIPXEThatDoesNotSay() throws {
        #expect(try BootClient(options("4d04 69505845")).features == nil)
        #expect(try BootClient(options("4d04 69505845")).kind == .ipxe)
        #expect(try BootClient(options("af00")).features == [])
    }

    @Test(
        arguments: [
            (pxe, .x64UEFI, "by option 60"),
            ("\(pxe) 5d02 000b", .arm64UEFI, "option 93 counts first"),
            ("\(pxe) 5d04 0009 0007", .x64UEFI, "EBC means x64"),
            ("\(pxe) 5d06 ffff 001b 0007", .riscv64UEFI, "the first that is known"),
            ("\(pxe) 5d02 0fff", nil, "one that nobody knows is not guessed at"),
            ("\(pxe) 5d01 07", nil, "half a code"),
            ("\(pxe) 5d00", nil, "an empty list"),
            ("3c09 505845436c69656e74", .x86BIOS, "a bare PXEClient"),
            ("3c14 505845436c69656e743a417263683a3030303037", .x64UEFI, "no UNDI behind"),
            ("3c14 505845436c69656e743a417263683a3939393939", .x86BIOS, "a number out of range"),
            ("3c0f 505845436c69656e743a417263683a", .x86BIOS, "no number"),
            ("3c20 48545450436c69656e743a417263683a30303031363a554e44493a3030333030", .x64UEFIHTTP, "HTTPClient"),
        ] as [(String, ClientArchitecture?, Comment)])
    func theArchitectureIsThatOfOption93ElseOf60ElseBIOS(text: String, expected: ClientArchitecture?, what: Comment)
        throws
    {
        #expect(try BootClient(options(text)).architecture == expected, what)
    }

    @Test func anOrdinaryClientMaySayItsArchitecture() throws {
        let client = try BootClient(options("3c05 4d53465435 5d02 0007"))
        #expect(client.kind == .ordinary)
        #expect(client.architecture == .x64UEFI)
    }
}
