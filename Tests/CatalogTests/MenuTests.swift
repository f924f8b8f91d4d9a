import DHCP
import NetworkValues
import Testing

@testable import Catalog

/// The menu of PXE firmware: `boot.menu`.
@Suite struct MenuTests {
    private static let whole = """
        boot:
          menu:
            prompt: Press F8 to choose
            timeout: 1m
            entries:
              - {text: Install, loader: undionly.kpxe}
              - {text: Rescue, loader: {x64-uefi: "{server}.efi"}, type: 0x8001}
              - {text: Theirs, type: 40000, servers: [10.75.0.9, 10.75.0.10]}
              - {text: Again, loader: again}
              - {text: The disk, local: yes}
        """

    @Test func everyKeyIsRead() throws {
        let menu = try #require(try catalog(Self.whole).boot.menu)
        #expect((menu.prompt, menu.timeout) == ("Press F8 to choose", 60))
        #expect(menu.entries.map(\.text) == ["Install", "Rescue", "Theirs", "Again", "The disk"])
        // Types that stand there are not given to others.
        #expect(menu.entries.map(\.type) == [0x8000, 0x8001, 40000, 0x8002, 0])
        #expect(menu.entries[2].target == .servers([IPv4Address(10, 75, 0, 9), IPv4Address(10, 75, 0, 10)]))
        #expect(menu.entries[4].target == .local)
        guard case .loader(let everywhere) = menu.entries[0].target, case .loader(let some) = menu.entries[1].target else {
            Issue.record("these are loaders")
            return
        }
        let server = IPv4Address(10, 75, 0, 1)
        #expect(everywhere[.alpha]?.filled(server: server, port: 1) == "undionly.kpxe")
        #expect(some[.x64UEFI]?.filled(server: server, port: 1) == "10.75.0.1.efi")
        #expect(some[.x86BIOS] == nil)
        #expect(try catalog(Self.whole).boot.marks["menu"]?.line == 3)
    }

    @Test func mostHasADefault() throws {
        let menu = try #require(try catalog("boot: {menu: {entries: {text: a, local: yes}}}").boot.menu)
        #expect((menu.prompt, menu.timeout, menu.entries.count) == ("Press F8 for menu.", 10, 1))
        #expect(try catalog("{}").boot.menu == nil)
    }

    @Test(arguments: [("0", 0), ("0s", 0), ("1s", 1), ("254", 254), ("4m14s", 254), ("wait", 255)] as [(String, UInt8)])
    func aTimeIsWhatFirmwareCounts(text: String, seconds: UInt8) throws {
        let menu = try catalog("boot: {menu: {timeout: \(text), entries: []}}").boot.menu
        #expect(menu?.timeout == seconds)
    }

    @Test func aNarrowerMenuTakesTheWholePlaceOfAWiderOne() throws {
        let catalog = try catalog(
            """
            boot: {menu: {prompt: all, entries: [{text: a, local: yes}]}, loaders: {x86-bios: a}}
            networks:
              lab: {subnet: 10.75.0.0/16, boot: {menu: {entries: [{text: b, local: yes}]}}}
              other: {subnet: 10.76.0.0/16}
            hosts: {n: {mac: 525400000001, boot: {menu: {entries: []}}}}
            """)
        let (lab, host) = (catalog.networks[0], catalog.hosts[0])
        #expect(catalog.boot(on: lab, for: nil).menu?.entries.map(\.text) == ["b"])
        #expect(catalog.boot(on: lab, for: nil).menu?.prompt == BootMenu.defaultPrompt)
        #expect(catalog.boot(on: catalog.networks[1], for: nil).menu?.prompt == "all")
        #expect(catalog.boot(on: lab, for: host).menu?.entries == [])
        #expect(catalog.boot(on: lab, for: host).loaders.count == 1)
    }

    @Test(
        arguments: [
            ("{prompt: a}", "1:14: boot.menu: entries is missing: a map, or a list of them"),
            ("{entries: [{local: yes}]}", "1:25: boot.menu.entries: text is missing: some text"),
            (
                "{entries: [{text: a}]}",
                "1:25: boot.menu.entries: says nothing; it needs one of loader, servers, local: yes"
            ),
            (
                "{entries: [{text: a, local: no}]}",
                "1:25: boot.menu.entries: says nothing; it needs one of loader, servers, local: yes"
            ),
            (
                "{entries: [{text: a, local: yes, loader: a}]}",
                "1:25: boot.menu.entries: says loader and local; it needs one of loader, servers, local: yes"
            ),
            (
                "{entries: [{text: a, servers: 10.75.0.9}]}",
                "1:25: boot.menu.entries: type is missing: the number that these servers know it by, such as 0x8001"
            ),
            (
                "{entries: [{text: a, local: yes, type: 7}]}",
                "1:53: boot.menu.entries.type: means nothing for the local disk, which is always 0; leave it out"
            ),
            ("{entries: [{text: a, type: 7, servers: []}]}", "1:53: boot.menu.entries.servers: is empty"),
            (
                "{entries: [{text: a, type: 0, loader: b}]}",
                "1:41: boot.menu.entries.type: \"0\" is not a number from 1 to 65535, such as 0x8001"
            ),
            (
                "{entries: [{text: a, type: 0x10000, loader: b}]}",
                "1:41: boot.menu.entries.type: \"0x10000\" is not a number from 1 to 65535, such as 0x8001"
            ),
            (
                "{entries: [{text: a, type: 7, loader: b}, {text: c, type: 0x7, loader: d}]}",
                "1:72: boot.menu.entries: type 7 is already set in /etc/bootd/bootd.yaml:1:41"
            ),
            (
                "{timeout: 255s, entries: []}",
                "1:24: boot.menu.timeout: \"255s\" is not a time of up to 254s, 0s to boot the first entry at once, or wait"
            ),
            (
                "{prompt: Wähle, entries: []}",
                "1:23: boot.menu.prompt: \"Wähle\" has letters that are not ASCII, which is all that firmware shows"
            ),
            ("{entries: [{text: a, loader: {x64: b}}]}", "1:44: unknown key \"x64\" in boot.menu.entries.loader"),
        ])
    func mistakesAreToldWithTheirPlace(menu: String, problem: String) {
        let found = problems("boot: {menu: \(menu)}")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(problem) == true, "\(found)")
    }

    @Test func aMenuThatDHCPCannotCarryIsRefusedWithItsSize() {
        func found(_ count: Int) -> [String] {
            problems("boot: {menu: {prompt: p, entries: [{text: \(String(repeating: "t", count: count)), loader: a}]}}")
        }
        #expect(found(233) == [])
        #expect(found(234) == ["1:14: boot.menu: takes 256 bytes; no more than 255 fit into DHCP's option 43"])
    }

    @Test func aMenuStandsInOneFile() {
        let found = problems(
            "boot: {menu: {entries: []}}",
            dropIns: [("a.yaml", "boot: {menu: {prompt: a}}"), ("b.yaml", "boot: {script: http://a/}")])
        #expect(found.count == 1)
        #expect(found.first?.contains("\"menu\" is already set") == true)
    }
}
