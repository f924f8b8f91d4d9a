import Catalog
import DHCP
import NetworkValues
import Plan
import Testing

/// Menus and boot servers of PXE firmware (PXE 2.1 section 2.2), with `boot.menu`.
@Suite struct MenuTests {
    private static let menu = """
        boot:
          loaders: {x64-uefi: plain.efi}
          menu:
            prompt: F8
            timeout: 0s
            entries:
              - {text: Install, loader: {x86-bios: install.kpxe, x64-uefi: install.efi}}
              - {text: BIOS, loader: {x86-bios: bios.kpxe}}
              - {text: Theirs, type: 0x9001, servers: 10.75.0.9}
              - {text: Disk, local: yes}
        """
    private static let server = menu + "\nnetworks: {lab: {subnet: 10.75.0.0/16, range: 10.75.0.100 - 10.75.0.109}}"
    private static let proxy = menu + "\nnetworks: {lab: {subnet: 10.75.0.0/16, mode: proxy}}"

    private let uefi = machine(10, .pxe, .x64UEFI, client: "10.75.0.100")

    /// What an x64 machine sees: the entry for a BIOS is not there, and the others have kept their types.
    private static let shown: [UInt8] =
        [6, 1, 7, 8, 14, 0x80, 0, 1, 10, 75, 0, 1, 0x90, 1, 1, 10, 75, 0, 9]
        + [9, 26, 0x80, 0, 7] + Array("Install".utf8) + [0x90, 1, 6] + Array("Theirs".utf8) + [0, 0, 4] + Array("Disk".utf8)
        + [10, 3, 0] + Array("F8".utf8) + [255]

    private func vendorOptions(_ reply: DHCPReply?) -> [UInt8]? { reply?.options[.vendorSpecificInformation].map(Array.init) }

    @Test func firmwareIsOfferedTheMenuWithItsAddress() throws {
        var server = try Server(Self.server, documents: [:])
        let machine = machine(10, .pxe, .x64UEFI)
        let offer = try #require(server.answer(.discover, machine).reply)
        let ack = server.answer(.request, machine) { ($0.requested, $0.server) = (offer.yiaddr, ourAddress) }.reply
        for reply in [offer, try #require(ack)] {
            #expect(reply.yiaddr == "10.75.0.100")
            #expect(vendorOptions(reply) == Self.shown)
            #expect(reply.text(.vendorClassIdentifier) == "PXEClient")
            // For firmware that knows no menus.
            #expect(reply.fileText == "plain.efi")
        }
        let reasons = server.makePlan(machine).reasons.map(\.description)
        #expect(reasons.last == "it is shown a menu (/etc/bootd/bootd.yaml:4:5)")
    }

    @Test func aProxyOffersTheMenuAlone() throws {
        let server = try Server(Self.proxy, documents: [:])
        let offer = server.decision(.discover, machine(10, .pxe, .x64UEFI)).reply
        #expect((offer?.kind, offer?.yiaddr) == (.offer, .any))
        #expect(vendorOptions(offer) == Self.shown)
        let asked = server.decision(.request, uefi) { $0.port = 4011 }.reply
        #expect(vendorOptions(asked) == Self.shown)
    }

    @Test(arguments: [server, proxy], [DHCPFacts.Kind.request, .inform])
    func theChoiceIsAnsweredWithItsFileAndTheItem(yaml: String, kind: DHCPFacts.Kind) throws {
        let server = try Server(yaml, documents: [:])
        for (machine, type, file) in [
            (uefi, 0x8000, "install.efi"), (machine(11, client: "10.75.0.101"), 0x8001, "bios.kpxe"),
        ] as [(Machine, UInt16, String)] {
            let decision = server.decision(kind, machine) {
                ($0.port, $0.bootItem) = (4011, PXEBootItem(type: type, layer: 0))
            }
            let reply = try #require(decision.reply)
            #expect((reply.kind, reply.yiaddr, reply.siaddr) == (.ack, .any, ourAddress))
            #expect(reply.fileText == file)
            #expect(reply.text(.bootFileName) == file)
            #expect(reply.text(.vendorClassIdentifier) == "PXEClient")
            #expect(vendorOptions(reply) == [71, 4, UInt8(type >> 8), UInt8(type & 0xFF), 0, 0, 255])
            #expect(reply.options[.leaseTime] == nil)
            #expect(decision.choice?.loader == .file(file))
            #expect(decision.changes.isEmpty)
        }
    }

    @Test(arguments: [server, proxy], [0x8001, 0x8002, 0x9001, 0xFFFF] as [UInt16])
    func whatIsNotOursIsMetWithSilence(yaml: String, type: UInt16) throws {
        let decision = try Server(yaml, documents: [:]).decision(.request, uefi) {
            ($0.port, $0.bootItem) = (4011, PXEBootItem(type: type, layer: 0))
        }
        #expect(decision.reply == nil)
        #expect(decision.reasons.map(\.description) == ["it asks for type \(type) of a menu, which is none of ours"])
    }

    @Test func typeZeroAsksForTheMenu() throws {
        let reply = try Server(Self.server, documents: [:]).decision(.request, uefi) {
            ($0.port, $0.bootItem) = (4011, PXEBootItem(type: 0, layer: 0))
        }.reply
        #expect(vendorOptions(reply) == Self.shown)
    }

    @Test(
        arguments: [
            (.ipxe, .x64UEFI), (.http, .x64UEFIHTTP), (.ordinary, nil), (.pxe, .armRPIBoot),
        ] as [(BootClient.Kind, ClientArchitecture?)])
    func othersSeeNoMenu(kind: BootClient.Kind, architecture: ClientArchitecture?) throws {
        let server = try Server(Self.server, documents: [:])
        let reply = server.decision(.discover, machine(10, kind, architecture)).reply
        #expect(reply != nil)
        #expect(vendorOptions(reply) != Self.shown)
        #expect(server.makePlan(machine(10, kind, architecture)).menu == nil)
    }

    @Test func withoutAnythingForItsArchitectureThereIsNone() throws {
        let yaml = """
            boot: {menu: {entries: [{text: BIOS, loader: {x86-bios: bios.kpxe}}]}}
            networks: {lab: {subnet: 10.75.0.0/16, range: 10.75.0.100 - 10.75.0.109}}
            """
        let reply = try Server(yaml, documents: [:]).decision(.discover, machine(10, .pxe, .x64UEFI)).reply
        #expect(reply?.options[.vendorClassIdentifier] == nil)
        #expect(vendorOptions(reply) == nil)
        #expect(reply?.fileText == "ipxe.efi")
    }

    @Test func configuredOptionsDoNotStandInItsWay() throws {
        let options = "\noptions: {43: {value: \"01:02\", always: yes}, 60: {value: mine, always: yes}}"
        let reply = try Server(Self.server + options, documents: [:]).decision(.discover, machine(10, .pxe, .x64UEFI)).reply
        #expect(vendorOptions(reply) == Self.shown)
        #expect(reply?.text(.vendorClassIdentifier) == "PXEClient")
    }

    @Test func aScriptThatIsALoaderOfTheMenuIsNotGiven() throws {
        let yaml = Self.server.replacing("boot:\n", with: "boot:\n  script: http://10.75.0.1/install.efi\n")
        let plan = try Server(yaml, documents: [:]).makePlan(machine(10, .ipxe, .x64UEFI))
        #expect(plan.loader == .none)
    }

    @Test func anEmptyMenuIsNone() throws {
        let host = "\nhosts: {n: {mac: 52:54:00:00:00:0a, boot: {menu: {entries: []}}}}"
        let reply = try Server(Self.server + host, documents: [:]).decision(.discover, machine(10, .pxe, .x64UEFI)).reply
        #expect(vendorOptions(reply) == nil)
        #expect(reply?.fileText == "plain.efi")
    }
}
