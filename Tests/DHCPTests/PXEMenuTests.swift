import DHCP
import NetworkValues
import Testing

@Suite struct PXEMenuTests {
    private static let menu = PXEMenu(
        prompt: "F8", timeout: 10,
        items: [
            .init(type: 0x8000, text: "Install", servers: [IPv4Address(10, 75, 0, 1)]),
            .init(type: 0x9001, text: "Other", servers: [IPv4Address(10, 75, 0, 9), IPv4Address(10, 75, 0, 10)]),
            .init(type: 0, text: "Disk", servers: []),
        ])

    @Test func aMenuIsTheOptionsThatFirmwareReads() {
        #expect(
            Self.menu.vendorSpecificInformation
                == hex(
                    """
                    06 01 07                                    # no broadcast, no multicast, listed servers only
                    08 12 8000 01 0a4b0001 9001 02 0a4b0009 0a4b000a
                    09 19 8000 07 496e7374616c6c 9001 05 4f74686572 0000 04 4469736b
                    0a 03 0a 4638
                    ff
                    """))
        #expect(Self.menu.size == Self.menu.vendorSpecificInformation.count)
    }

    @Test func aMenuOfTheDiskAloneHasNoServers() {
        let menu = PXEMenu(prompt: "", timeout: 255, items: [.init(type: 0, text: "a", servers: [])])
        #expect(menu.vendorSpecificInformation == hex("060107 0904 0000 01 61 0a01 ff ff"))
    }

    @Test(arguments: [(0, 20), (234, 254), (235, 255), (236, 256), (500, 520)])
    func whatIsTooLongIsKnownBySize(count: Int, size: Int) {
        let text = String(repeating: "t", count: count)
        #expect(PXEMenu(prompt: "", timeout: 1, items: [.init(type: 1, text: text, servers: [server])]).size - 1 == size)
    }

    @Test func itIsReadAsItWasWritten() throws {
        var options = DHCPOptions()
        options.append(.vendorSpecificInformation, Self.menu.vendorSpecificInformation)
        #expect(options.vendorOptions?[PXEOption.discoveryControl].map(Array.init) == [7])
        #expect(options.vendorOptions.map { $0.map(\.code) } == [6, 8, 9, 10])
    }

    @Test func theItemThatFirmwareChoseIsGivenBack() throws {
        let item = try #require(try decode(Fixture.edk2BootServerRequest.octets).options.pxeBootItem)
        #expect(item == PXEBootItem(type: 0x8000, layer: 0))
        #expect(PXEBootItem(type: 0x9001, layer: 0x8002).vendorSpecificInformation == hex("4704 9001 8002 ff"))
    }
}
