import DHCP
import Leases
import NetworkValues
import Plan
import Testing

/// Port 4011, where firmware looks for a boot server (PXE 2.1 section 2.2).
@Suite struct BootServerTests {
    private let uuid: [UInt8] = [
        0x78, 0x56, 0x34, 0x12, 0x34, 0x12, 0x78, 0x56, 0x9A, 0xBC, 0xDE, 0xF0, 0x11, 0x22, 0x33, 0x44,
    ]

    @Test(arguments: [.request, .inform] as [DHCPFacts.Kind])
    func firmwareIsToldItsBootFileAndNoLease(kind: DHCPFacts.Kind) throws {
        var client = machine(10, .pxe, .x64UEFI, client: "10.75.0.105")
        client.uuid = MachineUUID(wire: uuid)
        let decision = try Server().decision(kind, client) {
            $0.port = 4011
            $0.clientAddress = "10.75.0.105"
            $0.server = "10.75.0.9"
        }
        let reply = try #require(decision.reply)
        #expect(reply.kind == .ack)
        #expect(reply.yiaddr == .any)
        #expect(reply.siaddr == ourAddress)
        #expect(reply.fileText == "ipxe.efi")
        #expect(reply.text(.bootFileName) == "ipxe.efi")
        #expect(reply.text(.vendorClassIdentifier) == "PXEClient")
        // PXE option 6: discovery control 8, use the boot file; then END.
        #expect(reply.options[.vendorSpecificInformation].map(Array.init) == [6, 1, 8, 255])
        #expect(reply.options[.clientMachineIdentifier].map(Array.init) == [0] + uuid)
        #expect(reply.address(.serverIdentifier) == ourAddress)
        for code in [.leaseTime, .renewalTime, .rebindingTime, .subnetMask, .router] as [DHCPOptionCode] {
            #expect(reply.options[code] == nil)
        }
        #expect(decision.changes.isEmpty)
    }

    @Test func httpFirmwareIsToldItsURL() throws {
        let client = machine(10, .http, .x64UEFIHTTP, client: "10.75.0.105")
        let reply = try Server().decision(.request, client) { $0.port = 4011 }.reply
        #expect(reply?.text(.vendorClassIdentifier) == "HTTPClient")
        #expect(reply?.text(.bootFileName) == "http://10.75.0.1:8080/assets/ipxe.efi")
        #expect(reply?.options[.vendorSpecificInformation] == nil)
    }

    @Test(
        arguments: [
            (.request, .ordinary, nil), (.request, .ipxe, .x86BIOS), (.inform, .ordinary, nil), (.discover, .pxe, .x86BIOS),
            (.release, .pxe, .x86BIOS), (.decline, .pxe, .x86BIOS),
        ] as [(DHCPFacts.Kind, BootClient.Kind, ClientArchitecture?)])
    func othersAreMetWithSilence(kind: DHCPFacts.Kind, client: BootClient.Kind, architecture: ClientArchitecture?) throws {
        let held = lease("10.75.0.105", of: 10)
        let decision = try Server(leases: [held]).decision(kind, machine(10, client, architecture, client: "10.75.0.105")) {
            $0.port = 4011
            $0.clientAddress = "10.75.0.105"
            $0.requested = "10.75.0.105"
        }
        #expect(decision.reply == nil)
        #expect(decision.changes.isEmpty)
    }

    @Test func firmwareWithoutALoaderIsMetWithSilence() throws {
        let decision = try Server().decision(.request, machine(10, .pxe, .alpha, client: "10.75.0.105")) { $0.port = 4011 }
        #expect(decision.reply == nil)
    }

    @Test func thePortDoesNotOpenOtherNetworks() throws {
        let decision = try Server("{}", documents: [:]).decision(.request, machine(10, client: "10.75.0.105")) { $0.port = 4011 }
        #expect(decision.reply == nil)
    }
}
