import Catalog
import DHCP
import Leases
import NetworkValues
import Plan
import Testing

/// A network whose addresses another server leases: we say what to boot, to machines that boot, and nothing else.
struct ProxyTests {
    private static let yaml = """
        networks:
          lab: {subnet: 10.75.0.0/16, mode: proxy}
        hosts:
          n1: {mac: 52:54:00:00:00:01, boot: {loaders: {x64-uefi: special.efi}}}
        """

    private static let uuid = MachineUUID("12345678-1234-5678-9abc-def011223344")

    private func answer(
        _ kind: DHCPFacts.Kind, _ machine: Machine, port: UInt16 = 67, _ fill: (inout DHCPFacts) -> Void = { _ in }
    ) throws -> DHCPDecision {
        try Server(Self.yaml, documents: [:]).decision(kind, machine) { facts in
            facts.port = port
            fill(&facts)
        }
    }

    @Test(
        arguments: [
            (.x86BIOS, "undionly.kpxe"), (.x64UEFI, "ipxe.efi"), (.arm64UEFI, "snponly-arm64.efi"),
        ] as [(ClientArchitecture, String)])
    func firmwareIsToldWhatToLoadBesideItsLease(architecture: ClientArchitecture, file: String) throws {
        var machine = machine(10, .pxe, architecture)
        machine.uuid = Self.uuid
        for (kind, port) in [(DHCPFacts.Kind.discover, 67), (.request, 4011), (.inform, 4011)] as [(DHCPFacts.Kind, UInt16)] {
            let decision = try answer(kind, machine, port: port)
            let reply = try #require(decision.reply)
            #expect(reply.kind == (kind == .discover ? .offer : .ack))
            #expect(reply.yiaddr == .any)
            #expect(reply.siaddr == ourAddress)
            #expect(reply.fileText == file)
            #expect(reply.text(.vendorClassIdentifier) == "PXEClient")
            #expect(reply.options[.vendorSpecificInformation].map(Array.init) == [6, 1, 8, 255])
            #expect(reply.options[.clientMachineIdentifier]?.count == 17)
            for code in [DHCPOptionCode.leaseTime, .subnetMask, .router, .renewalTime] { #expect(reply.options[code] == nil) }
            #expect(decision.changes.isEmpty)
        }
    }

    @Test func aHostsOwnLoaderCountsThereToo() throws {
        #expect(try answer(.discover, machine(1, .pxe, .x64UEFI)).reply?.fileText == "special.efi")
    }

    @Test func httpBootIsToldItsURL() throws {
        let reply = try #require(try answer(.discover, machine(10, .http, .x64UEFIHTTP)).reply)
        #expect(reply.text(.vendorClassIdentifier) == "HTTPClient")
        #expect(reply.text(.bootFileName) == "http://10.75.0.1:8080/assets/ipxe.efi")
        #expect(reply.options[.vendorSpecificInformation] == nil)
        #expect(reply.yiaddr == .any)
    }

    @Test func iPXEIsToldItsScriptAndWaitsForItsProxy() throws {
        for (kind, port) in [(DHCPFacts.Kind.discover, 67), (.request, 4011)] as [(DHCPFacts.Kind, UInt16)] {
            let reply = try #require(try answer(kind, machine(10, .ipxe, .x64UEFI), port: port).reply)
            #expect(reply.text(.bootFileName) == "http://10.75.0.1:8080/boot.ipxe")
            #expect(reply.text(.vendorClassIdentifier) == "PXEClient")
            #expect(reply.options[.ipxeEncapsulation] == nil)
        }
    }

    @Test(arguments: [DHCPFacts.Kind.discover, .request, .decline, .release, .inform], [67, 4011] as [UInt16])
    func ordinaryClientsAreNeverAnswered(kind: DHCPFacts.Kind, port: UInt16) throws {
        for client in [nil, "10.75.0.105", "192.0.2.9"] as [IPv4Address?] {
            let decision = try answer(kind, machine(10, .ordinary, nil, client: client), port: port) {
                $0.requested = "192.0.2.9"
                $0.clientAddress = client
                $0.server = ourAddress
            }
            #expect(decision.reply == nil)
            #expect(decision.changes.isEmpty)
        }
    }

    @Test(
        arguments: [
            (.request, 67, "10.75.0.9"), (.request, 67, nil), (.inform, 67, nil), (.release, 67, nil), (.decline, 67, nil),
            (.discover, 4011, nil), (.release, 4011, nil),
        ] as [(DHCPFacts.Kind, UInt16, IPv4Address?)])
    func whatIsForTheOtherServerIsLeftToIt(kind: DHCPFacts.Kind, port: UInt16, server: IPv4Address?) throws {
        let decision = try answer(kind, machine(10), port: port) {
            $0.requested = "192.0.2.9"
            $0.server = server
        }
        #expect(decision.reply == nil)
        #expect(decision.changes.isEmpty)
        #expect(decision.reasons.map(\.description).contains { $0.contains("another server leases") })
    }

    @Test func aRequestThatNamesUsGetsItsBootFile() throws {
        let reply = try answer(.request, machine(10)) { $0.server = ourAddress }.reply
        #expect(reply?.kind == .ack)
        #expect(reply?.fileText == "undionly.kpxe")
    }

    @Test func firmwareWithoutALoaderIsNotAnswered() throws {
        #expect(try answer(.discover, machine(10, .pxe, .alpha)).reply == nil)
    }
}
