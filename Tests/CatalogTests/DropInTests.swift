import DHCP
import Testing

@testable import Catalog

@Suite struct DropInTests {
    @Test func mapsMergeByName() throws {
        let catalog = try catalog(
            "networks: {a: {subnet: 10.1.0.0/16}}\nhosts:\nboot: {loaders: {x86-bios: a}}\n",
            dropIns: [
                ("10-b.yaml", "networks: {b: {subnet: 10.2.0.0/16}}\nhosts: {n: {mac: 525400000001, profile: p}}"),
                (
                    "20-p.yaml",
                    "profiles: {p: {kernel: /k}}\nboot: {loaders: {x64-uefi: b}, script: http://x/}\nhttp: {port: 80}"
                ),
                ("30-empty.yaml", "# nothing\n"),
                ("40-limits.yaml", "limits: {interface: 1}\nworkers: {idle: never}"),
                ("50-limits.yaml", "limits: {relay_port: 2}\nworkers: {}\nshare_port: yes"),
            ])
        #expect(catalog.networks.map(\.name) == ["a", "b"])
        #expect(catalog.networks.last?.mark.description == "/etc/bootd/conf.d/10-b.yaml:1:12")
        #expect(catalog.hosts.first?.marks["profile"]?.description == "/etc/bootd/conf.d/10-b.yaml:2:41")
        #expect(catalog.boot.loaders.mapValues(\.description) == [.x86BIOS: "a", .x64UEFI: "b"])
        #expect(catalog.boot.script.description == "http://x/")
        #expect(catalog.http.port == 80)
        #expect([catalog.limits.interface, catalog.limits.relayPort, catalog.workers.idle] == [1, 2, 0])
        #expect(catalog.sharesPort)
    }

    @Test func whatIsSetTwiceIsSaidWithBothPlaces() {
        let found = problems(
            "server: 10.75.0.1\nnetworks: {a: {subnet: 10.1.0.0/16}}\nboot: {loaders: {x86-bios: a}}\nhttp: {port: 80}",
            dropIns: [
                ("1.yaml", "server: 10.75.0.2\nboot: {loaders: {x86-bios: b}}"),
                ("2.yaml", "networks: {a: {lease: 1h}}\nhttp: {port: 80}"),
                ("3.yaml", "profiles: {p: {kernel: /k}}"),
                ("4.yaml", "profiles: {p: {kernel: /k}}\nhosts: 7"),
                ("5.yaml", "[]"),
            ])
        #expect(
            found == [
                #"/etc/bootd/conf.d/1.yaml:1:1: "server" is already set in /etc/bootd/bootd.yaml:1:1"#,
                #"/etc/bootd/conf.d/1.yaml:2:18: "x86-bios" is already set in /etc/bootd/bootd.yaml:3:18"#,
                #"/etc/bootd/conf.d/2.yaml:1:12: "a" is already set in /etc/bootd/bootd.yaml:2:12"#,
                #"/etc/bootd/conf.d/2.yaml:2:8: "port" is already set in /etc/bootd/bootd.yaml:4:8"#,
                #"/etc/bootd/conf.d/4.yaml:1:12: "p" is already set in /etc/bootd/conf.d/3.yaml:1:12"#,
                "/etc/bootd/conf.d/4.yaml:2:8: hosts: expected a map (key: value), found a single value",
                "/etc/bootd/conf.d/5.yaml:1:1: expected a map (key: value), found a list",
            ])
    }

    @Test func hostsOfSeveralFilesAreComparedToo() {
        let found = problems(
            "hosts: {a: {mac: 525400000001}}",
            dropIns: [("x.yaml", "hosts: {b: {mac: 525400000001}}"), ("y.yaml", "hosts: {c: *x}")])
        #expect(
            found == [
                "/etc/bootd/conf.d/x.yaml:1:18: host b: mac: 52:54:00:00:00:01 belongs to host a already "
                    + "(/etc/bootd/bootd.yaml:1:18)",
                "/etc/bootd/conf.d/y.yaml:1:12: *x refers to &x, which is not above it; if it is text, quote it",
            ])
    }

    @Test func theFilesTogetherAreBounded() {
        let items = String(repeating: "x,", count: 1000)
        let aliases = String(repeating: "*a,", count: 300)
        let many = "a: &a [\(items)]\nb: [\(aliases)]\n"
        let tooMany = "the configuration has too many values; aliases count as what they stand for"
        #expect(!problems(many).contains { $0.hasSuffix(tooMany) })
        #expect(problems(many, dropIns: [("b.yaml", many)]).last?.hasSuffix(tooMany) == true)
    }
}
