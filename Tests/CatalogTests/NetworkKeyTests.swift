import DHCP
import NetworkValues
import Testing

@testable import Catalog

@Suite struct NetworkKeyTests {
    private func network(_ keys: String) throws -> Network {
        try #require(try catalog("networks: {a: {subnet: 10.75.0.0/16, \(keys)}}").networks.first)
    }

    @Test func everyKeyIsRead() throws {
        let network = try network(
            """
            link: rack1, known_only: yes, key: client-id, lease: 1h, offer: 1m, set_aside: 2h, probe: no,
              authoritative: yes, ipv6_only: 30m, routes: [10.0.0.0/8 via 10.75.0.254], rapid_commit: yes, bootp: yes,
              captive_portal: "https://portal.example.org/api"
            """)
        #expect(network.link == "rack1")
        #expect(network.mode == .server)
        #expect(network.isKnownOnly)
        #expect(network.leasing.key == .clientID)
        #expect(network.leasing.times.usual == 3600)
        #expect(network.leasing.offerSeconds == 60)
        #expect(network.leasing.setAsideSeconds == 7200)
        #expect(network.leasing.probes == false)
        #expect(network.leasing.isAuthoritative)
        #expect(network.leasing.hasRapidCommit)
        #expect(network.leasing.hasBOOTP)
        #expect(network.ipv6OnlySeconds == 1800)
        #expect(network.routes.map(\.description) == ["10.0.0.0/8 via 10.75.0.254"])
        #expect(network.captivePortal == "https://portal.example.org/api")
    }

    @Test func theSettingsForEverybodyAreRead() throws {
        let catalog = try catalog("share_port: yes\nlimits: {interface: 0, relay_port: 5}")
        #expect(catalog.sharesPort)
        #expect(catalog.limits.interface == 0)
        #expect(catalog.limits.relayPort == 5)
        #expect(catalog.limits.marks["relay_port"]?.column == 36)
    }

    /// Usual, least, most, in firmware.
    @Test(arguments: [
        ("12h", [43200, 120, 43200, nil] as [UInt32?]), ("90s", [90, 90, 90, nil]), ("{default: 1h}", [3600, 120, 3600, nil]),
        ("{default: 12h, least: 2m, most: 24h, firmware: 30m}", [43200, 120, 86400, 1800]), ("{}", [43200, 120, 43200, nil]),
        ("{most: 1d}", [43200, 120, 86400, nil]), ("{least: 1h}", [43200, 3600, 43200, nil]),
        ("{default: 60, most: 60}", [60, 60, 60, nil]), ("{firmware: 10m}", [43200, 120, 43200, 600]),
    ])
    func leaseTimesAreOneOrSeveral(_ text: String, _ expected: [UInt32?]) throws {
        let times = try network("lease: \(text)").leasing.times
        #expect([times.usual, times.least, times.most, times.firmware] == expected)
    }

    @Test(arguments: [
        ("10.75.0.50", ["10.75.0.10 - 10.75.0.49", "10.75.0.51 - 10.75.0.99", "10.75.1.10 - 10.75.1.99"]),
        (
            "[10.75.0.60 - 10.75.0.69, 10.75.0.0 - 10.75.0.19]",
            [
                "10.75.0.20 - 10.75.0.59", "10.75.0.70 - 10.75.0.99", "10.75.1.10 - 10.75.1.99",
            ]
        ),
        ("10.75.0.90 - 10.75.1.98", ["10.75.0.10 - 10.75.0.89", "10.75.1.99"]),
        (
            "10.75.2.0",
            [
                "10.75.0.10 - 10.75.0.99", "10.75.1.10 - 10.75.1.99",
            ]
        ),
    ])
    func whatIsExcludedIsNotInTheRanges(_ exclude: String, _ ranges: [String]) throws {
        let network = try network("range: [10.75.0.10 - 10.75.0.99, 10.75.1.10 - 10.75.1.99], exclude: \(exclude)")
        #expect(network.ranges.map(\.description) == ranges)
    }

    @Test func networksOfOneLinkAreFoundTogether() throws {
        let catalog = try catalog(
            """
            networks:
              a: {subnet: 10.1.0.0/16, link: wire}
              b: {subnet: 10.2.0.0/16}
              c: {subnet: 10.3.0.0/16, link: wire}
            """)
        let together = catalog.networks.map { catalog.networks(onLinkOf: $0).map(\.name) }
        #expect(together == [["a", "c"], ["b"], ["a", "c"]])
    }

    @Test(arguments: faults)
    func eachFaultIsSaidWithItsPlace(_ fault: Fault) {
        #expect(problems("networks:\n  a:\n    subnet: 10.75.0.0/16\n    \(fault.yaml)\n") == [fault.problem])
    }

    private static let faults = [
        Fault("mode: relay", #"4:11: network a: mode: expected server or proxy, found "relay""#),
        Fault("key: uuid", #"4:10: network a: key: expected mac or client-id, found "uuid""#),
        Fault(
            "link: rack 1",
            #"4:11: network a: link: "rack 1" is not a name of letters, digits, ".", "-" and "_", such as rack1"#),
        Fault("exclude: 10.76.0.1", "4:14: network a: exclude: 10.76.0.1 is outside the subnet 10.75.0.0/16"),
        Fault(
            "range: 10.75.0.5\n    exclude: [10.75.0.9, 10.75.0.5]",
            "5:14: network a: exclude: leaves no address of the ranges"),
        Fault("known_only: hosts", #"4:17: network a: known_only: "hosts" is not yes or no"#),
        Fault("probe: arp", #"4:12: network a: probe: "arp" is not yes or no"#),
        Fault(
            "offer: 0",
            #"4:12: network a: offer: "0" is not a time, such as 12h, 90m, 1h30m, 7d, or a number of seconds"#),
        Fault("ipv6_only: 4m", #"4:16: network a: ipv6_only: "4m" is not a time of 5m or more, such as 30m"#),
        Fault("lease: {least: 1d}", "4:20: network a: lease.least: is longer than the default that counts here, 12h"),
        Fault("lease: {default: 1h, least: 90m}", "4:33: network a: lease.least: is longer than default, 1h"),
        Fault("lease: {default: 1d, most: 90m}", "4:32: network a: lease.most: is shorter than default, 1d"),
        Fault("lease: {most: 90s}", "4:19: network a: lease.most: is shorter than the default that counts here, 12h"),
        Fault("lease: {firmware: 1d}", "4:23: network a: lease.firmware: is longer than the longest lease, 12h"),
        Fault(
            "lease: {max: 1d}",
            #"4:13: unknown key "max" in network a: lease; the keys here are default, firmware, least, most"#),
        Fault(
            "routes: 10.0.0.0/8",
            #"4:13: network a: routes: "10.0.0.0/8" is not a route, such as 10.0.0.0/8 via 10.75.0.254"#),
        Fault(
            "routes: 10.0.0.0/8 via 10.76.0.1",
            "4:13: network a: routes: 10.76.0.1 is not an address for a machine in the subnet 10.75.0.0/16"),
        Fault(
            "routes: [10.0.0.0/8 via 10.75.0.1, 10.0.0.0/8 via 10.75.0.2]",
            "4:40: network a: routes: there is a route to 10.0.0.0/8 already"),
        Fault(
            "captive_portal: portal",
            #"4:21: network a: captive_portal: "portal" is not a URL, such as https://portal.example.org/api"#),
        Fault(
            "boot: {loaders: {x64: a}}",
            #"4:22: unknown key "x64" in network a: boot.loaders; the keys here are "#
                + architectures),
        Fault("boot: {skript: a}", #"4:12: unknown key "skript" in network a: boot; did you mean "script"?"#),
    ]

    private static let architectures = ClientArchitecture.allCases.map(\.name).sorted().joined(separator: ", ")

    @Test(arguments: [
        "range: 10.75.0.5", "exclude: 10.75.0.5", "gateway: 10.75.0.1", "dns: 10.75.0.1", "domain: a", "key: mac", "lease: 1h",
        "offer: 1m", "set_aside: 1h", "probe: yes", "authoritative: no", "ipv6_only: 1h", "routes: 10.0.0.0/8 via 10.75.0.2",
        "captive_portal: https://a/", "rapid_commit: no", "bootp: no",
    ])
    func aProxyLeasesNothing(_ key: String) {
        let name = key.prefix { $0 != ":" }
        #expect(
            problems("networks: {a: {subnet: 10.75.0.0/16, mode: proxy, \(key)}}") == [
                "1:\(53 + name.count): network a: \(name): means nothing in mode proxy, where another server leases the addresses; "
                    + "leave it out"
            ])
    }

    @Test func aProxySaysWhatToBoot() throws {
        let network = try network("mode: proxy, known_only: yes, link: l, options: {root-path: /}, boot: {script: http://a/}")
        #expect(network.mode == .proxy)
        #expect(network.boot.script?.description == "http://a/")
    }

    @Test func aLinkHasOneMode() {
        let yaml = """
            networks:
              a: {subnet: 10.1.0.0/16, link: wire}
              b: {subnet: 10.2.0.0/16, link: wire, mode: proxy}
              c: {subnet: 10.3.0.0/16, link: wire, mode: server}
            """
        #expect(
            problems(yaml) == [
                "3:46: network b: mode: proxy, but network a on the same link wire has mode server (/etc/bootd/bootd.yaml:2:3)"
            ])
    }

    @Test(arguments: [
        ("limits: {interface: -1}", #"1:21: limits.interface: "-1" is not a number, or 0 for no limit"#),
        ("limits: {port: 1}", #"1:10: unknown key "port" in limits; the keys here are interface, relay_port"#),
        ("share_port: maybe", #"1:13: share_port: "maybe" is not yes or no"#),
    ])
    func faultsForEverybodyAreSaid(_ yaml: String, _ problem: String) {
        #expect(problems(yaml) == [problem])
    }
}
