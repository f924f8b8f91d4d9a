import JSON
import NetworkValues
import Testing

@testable import Catalog

@Suite struct ValueTests {
    @Test(arguments: [
        ("12h", 43200), ("90m", 5400), ("30s", 30), ("7d", 604_800), ("1h30m", 5400), ("1w", 604_800), ("3600", 3600),
        ("1", 1), ("1h30", 3630), ("4294967294", 4_294_967_294),
    ])
    func durationsAreRead(_ text: String, _ seconds: UInt32) throws {
        let catalog = try catalog("networks: {n: {subnet: 10.0.0.0/8, lease: \(text)}}")
        #expect(catalog.networks.first?.leasing.times.usual == seconds)
    }

    @Test(arguments: ["0", "0h", "-1", "h", "1x", "1 h", "4294967295", "99999999999d", "1.5h", "٣h", "''"])
    func otherDurationsAreRefused(_ text: String) {
        #expect(problems("networks: {n: {subnet: 10.0.0.0/8, lease: \(text)}}").count == 1)
    }

    @Test(arguments: [("", 300), ("workers: {}", 300), ("workers: {idle: 1h30m}", 5400), ("workers: {idle: never}", 0)])
    func idleWorkersLeaveAfterATimeOrNever(_ text: String, _ seconds: UInt32) throws {
        #expect(try catalog(text).workers.idle == seconds)
    }

    @Test func anIdleTimeOfNothingIsRefused() {
        #expect(
            problems("workers: {idle: 0}") == [
                #"1:17: workers.idle: "0" is not a time, such as 5m or 1h30m, or never"#
            ])
    }

    @Test(arguments: [("yes", true), ("no", false), ("true", true), ("False", false), ("'yes'", true)])
    func truthIsYesOrNo(_ text: String, _ expected: Bool) throws {
        let catalog = try catalog("networks: {n: {subnet: 10.0.0.0/8, authoritative: \(text)}}")
        #expect(catalog.networks.first?.leasing.isAuthoritative == expected)
    }

    @Test func oneOrAListAreTheSame() throws {
        let catalog = try catalog(
            """
            networks:
              a: {subnet: 10.1.0.0/16, range: 10.1.0.7, dns: 10.1.0.1}
              b: {subnet: 10.2.0.0/16, range: [10.2.0.7-10.2.0.9, 10.2.0.3], dns: [10.1.0.1, 10.1.0.2], domain: l}
            profiles:
              p: {kernel: /k, initrd: /i, args: quiet}
              q: {kernel: "http://{server}:{port}/k", initrd: [/i, /j], args: ["a=${b}", "{ }", console=ttyS0]}
            """)
        #expect(
            catalog.networks.map { $0.ranges.map(\.description) } == [
                ["10.1.0.7"], ["10.2.0.7 - 10.2.0.9", "10.2.0.3"],
            ])
        #expect(catalog.networks.map { $0.dns.map(\.description) } == [["10.1.0.1"], ["10.1.0.1", "10.1.0.2"]])
        #expect(catalog.networks.last?.domain == "l")
        #expect(catalog.profiles["p"]?.initrd.map(\.description) == ["/i"])
        #expect(catalog.profiles["q"]?.args.map(\.description) == ["a=${b}", "{ }", "console=ttyS0"])
        #expect(
            catalog.profiles["q"]?.kernel.filled(server: IPv4Address(10, 0, 0, 1), port: 1) == "http://10.0.0.1:1/k")
    }

    /// Sexagesimal in YAML 1.1; here the text is what counts.
    @Test func aMACIsNoNumber() throws {
        let catalog = try catalog("hosts: {n: {mac: 10:20:30:40:50:00}, 0x1F: {mac: 525400000001}}")
        #expect(catalog.hosts.map(\.name) == ["n", "0x1F"])
        #expect(catalog.hosts.first?.mac?.description == "10:20:30:40:50:00")
    }

    @Test(arguments: [
        ("~", JSONValue.null), ("", .null), ("null", .null), ("true", true), ("FALSE", false), ("yes", "yes"),
        ("on", "on"),
        ("0", 0), ("-17", -17), ("+5", 5), ("007", 7), ("0o17", 15), ("0x1f", 31), ("1_000", "1_000"),
        ("12:30:00", "12:30:00"),
        ("9223372036854775807", 9_223_372_036_854_775_807), ("1.50", .number(1.5, text: "1.50")),
        ("-2.5e-3", .number(-0.0025, text: "-2.5e-3")), ("1e3", .number(1000, text: "1e3")),
        (".5", .number(0.5, text: "0.5")), ("2.", .number(2, text: "2.0")), ("+1.5", .number(1.5, text: "1.5")),
        ("01.5", .number(1.5, text: "1.5")), (".", "."), ("1.2.3", "1.2.3"), ("e3", "e3"), ("+", "+"), ("0x", "0x"),
        ("\"12\"", "12"), ("'~'", "~"), ("!!str 12", "12"), ("[1, a]", .array([1, "a"])),
        ("{b: 1, a: ~}", .object(JSONObject([("b", 1), ("a", .null)]))),
        ("2026-01-02", "2026-01-02"),
    ])
    func metadataFollowsTheCoreSchema(_ yaml: String, _ expected: JSONValue) throws {
        let catalog = try catalog("hosts:\n  n:\n    mac: 525400000001\n    metadata:\n      value: \(yaml)\n")
        #expect(catalog.hosts.first?.metadata["value"] == expected)
    }

    @Test func metadataKeepsTheOrderOfItsKeys() throws {
        let catalog = try catalog("hosts: {n: {mac: 525400000001, metadata: {z: 1, a: 2, 5: 3, true: 4}}}")
        #expect(catalog.hosts.first?.metadata.members.map(\.name) == ["z", "a", "5", "true"])
    }

    @Test func metadataMapsAreBounded() {
        let keys = (0..<1001).map { "k\($0): 1" }.joined(separator: ", ")
        #expect(
            problems("hosts: {n: {mac: 525400000001, metadata: {\(keys)}}}")
                == ["1:42: host n: metadata: has more than 1000 keys in one map"])
    }

    @Test(arguments: [
        ("/srv/tftp", "/srv/tftp"), ("/srv/tftp//", "/srv/tftp"), ("/", "/"),
    ])
    func directoriesLoseTheirLastSlash(_ text: String, _ expected: String) throws {
        #expect(try catalog("paths: {tftp: \(text)}").paths.tftp == expected)
    }

    @Test func longTextIsCutInMessages() {
        let long = String(repeating: "x", count: 100)
        #expect(
            problems("server: \(long)") == [
                "1:9: server: \"\(long.prefix(60))...\" is not an IPv4 address, such as 10.75.0.1"
            ])
    }
}
