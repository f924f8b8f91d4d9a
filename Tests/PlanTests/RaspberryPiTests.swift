import DHCP
import NetworkValues
import Plan
import Testing

/// A Raspberry Pi's boot ROM is told by its MAC, for it says that it is a BIOS.
struct RaspberryPiTests {
    /// Use the boot file; menu item 0 of 17 letters, "Raspberry Pi Boot"; prompt of 0 seconds, "PXE"; end.
    private static let option43: [UInt8] =
        [6, 1, 8, 9, 20, 0, 0, 17] + Array("Raspberry Pi Boot".utf8) + [10, 4, 0] + Array("PXE".utf8) + [255]

    private func pi(_ mac: String, _ kind: BootClient.Kind = .pxe, _ architecture: ClientArchitecture = .x86BIOS) -> Machine {
        var machine = machine(10, kind, architecture)
        machine.mac = MACAddress(mac)
        return machine
    }

    @Test(
        arguments: [
            "b8:27:eb:00:00:01", "dc:a6:32:ff:ff:ff", "e4:5f:01:00:00:00", "28:cd:c1:01:02:03", "d8:3a:dd:01:02:03",
            "2c:cf:67:01:02:03",
        ], ["server", "proxy"])
    func itIsKnownByItsMAC(mac: String, mode: String) throws {
        let range = mode == "server" ? ", range: 10.75.0.100 - 10.75.0.109" : ""
        let server = try Server("networks: {lab: {subnet: 10.75.0.0/16, mode: \(mode)\(range)}}", documents: [:])
        let reply = try #require(server.decision(.discover, pi(mac)) { $0.parameters = [1, 3, 43, 60, 67] }.reply)
        #expect(reply.text(.vendorClassIdentifier) == "PXEClient")
        #expect(reply.options[.vendorSpecificInformation].map(Array.init) == Self.option43)
        #expect(reply.text(.tftpServerName) == "10.75.0.1")
        #expect(reply.siaddr == ourAddress)
        #expect(reply.file.isEmpty)
        #expect((reply.yiaddr == .any) == (mode == "proxy"))
        #expect(server.makePlan(pi(mac)).reasons.contains(.raspberryPi))
    }

    @Test(
        arguments: [
            ("52:54:00:00:00:01", .pxe, .x86BIOS), ("b8:27:ea:00:00:01", .pxe, .x86BIOS), ("dc:a6:32:00:00:01", .pxe, .arm64UEFI),
            ("dc:a6:32:00:00:01", .ipxe, .arm64UEFI), ("dc:a6:32:00:00:01", .ordinary, .x86BIOS),
        ] as [(String, BootClient.Kind, ClientArchitecture)])
    func othersAreNot(mac: String, kind: BootClient.Kind, architecture: ClientArchitecture) throws {
        let reply = try #require(try Server().decision(.discover, pi(mac, kind, architecture)).reply)
        #expect(reply.options[.vendorSpecificInformation] == nil)
        #expect(reply.options[.vendorClassIdentifier] == nil)
    }

    @Test func itsOwnWordAndAConfiguredLoaderCount() throws {
        let server = try Server(configuration + "\nboot: {loaders: {arm-rpiboot: rpi/boot.img}}")
        for machine in [pi("dc:a6:32:00:00:01"), pi("52:54:00:00:00:0a", .pxe, .armRPIBoot)] {
            let reply = try #require(server.decision(.discover, machine).reply)
            #expect(reply.fileText == "rpi/boot.img")
            #expect(reply.options[.vendorSpecificInformation].map(Array.init) == Self.option43)
        }
    }
}
