import DHCP
import NetworkValues
import Testing

@testable import Catalog

@Suite struct OptionTests {
    @Test(arguments: [
        ("ntp-servers: 10.75.0.1", 42, "0a4b0001"), ("ntp-servers: [10.75.0.1, 224.0.1.1]", 42, "0a4b0001e0000101"),
        ("42: 10.75.0.1", 42, "0a4b0001"), ("time-offset: -18000", 2, "ffffb9b0"), ("swap-server: 10.75.0.9", 16, "0a4b0009"),
        ("interface-mtu: 9000", 26, "2328"), ("default-ip-ttl: 64", 23, "40"),
        ("path-mtu-plateau-table: [68, 1500]", 25, "004405dc"),
        ("arp-cache-timeout: 60", 35, "0000003c"), ("ip-forwarding: yes", 19, "01"), ("router-discovery: false", 31, "00"),
        ("root-path: /srv", 17, "2f737276"), ("vendor-encapsulated-options: 01:02:ff", 43, "0102ff"),
        ("vendor-encapsulated-options: 0102FF", 43, "0102ff"), ("domain-search: [a.b, c]", 119, "01610162000163 00"),
        ("classless-static-route: 10.0.0.0/8 via 10.75.0.254", 121, "080a0a4b00fe"),
        ("static-routes: 10.76.0.9 10.75.0.254", 33, "0a4c00090a4b00fe"),
        ("policy-filter: 10.76.0.0 255.255.0.0", 21, "0a4c0000ffff0000"), ("tftp-server-name: boot.lab", 66, "626f6f742e6c6162"),
        ("224: {type: text, value: hello}", 224, "68656c6c6f"),
        ("224: hex \"01:02\"", 224, "0102"), ("224: hex 0102", 224, "0102"),
        ("224: 'text a b'", 224, "612062"), ("224: u16 500", 224, "01f4"), ("224: {type: hex, value: ''}", 224, ""),
        ("224: {type: i8, value: -2}", 224, "fe"), ("224: {type: u32, value: 1}", 224, "00000001"),
        ("224: {type: ip-pairs, value: [10.0.0.1 10.0.0.2]}", 224, "0a0000010a000002"),
        ("root-path: {type: hex, value: 00:01}", 17, "0001"), ("\"175\": {type: hex, value: b0:01:00}", 175, "b00100"),
        ("ipxe: {keep-san: yes, priority: -1, scriptlet: x}", 175, "0101ff080101510178"),
    ])
    func valuesAreReadAsTheirOptionSays(_ yaml: String, _ code: UInt8, _ wire: String) throws {
        let options = try catalog("options:\n  \(yaml)\n").options
        #expect(options.count == 1)
        let option = try #require(options[DHCPOptionCode(rawValue: code)])
        #expect(Hex.text(of: option.octets) == wire.filter { $0 != " " })
        #expect(!option.isForced)
        #expect(option.mark == Mark(file: mainFile, line: 2, column: 3))
    }

    @Test(arguments: [
        ("ntp-servers: {value: [10.75.0.1], always: yes}", true), ("ntp-servers: {value: 10.75.0.1, always: no}", false),
        ("42: {type: ip, value: 10.75.0.1}", false),
    ])
    func anOptionMayBeSentUnasked(_ yaml: String, _ isForced: Bool) throws {
        let option = try #require(try catalog("options: {\(yaml)}").options.first)
        #expect(option.isForced == isForced)
        #expect(option.octets == [10, 75, 0, 1])
    }

    @Test(arguments: faults)
    func eachFaultIsSaidWithItsPlace(_ fault: Fault) {
        #expect(problems("options:\n  \(fault.yaml)\n") == [fault.problem])
    }

    private static let faults = [
        Fault("ntp-server: 10.75.0.1", #"2:3: options: unknown option "ntp-server"; did you mean "ntp-servers"?"#),
        Fault(
            "colour: red",
            #"2:3: options: unknown option "colour"; "#
                + "one without a name here is written by its code: 224: {type: text, value: hello}"),
        Fault("256: text a", #"2:3: options: unknown option "256"; the codes are 1 to 254"#),
        Fault(
            "224: hello",
            "2:8: options.224: has no type of its own; write {type: text, value: hello}, where the types are "
                + "ip, ips, ip-pairs, i8, u8, u16, u16s, u32, i32, bool, text, hex, domains, routes"),
        Fault(
            "224:",
            "2:3: options.224: has no type of its own; write {type: text, value: hello}, where the types are "
                + "ip, ips, ip-pairs, i8, u8, u16, u16s, u32, i32, bool, text, hex, domains, routes"),
        Fault(
            "224: {value: hello}",
            "2:8: options.224: type is missing: ip or ips or ip-pairs or i8 or u8 or u16 or u16s or u32 or i32 or bool or text "
                + "or hex or domains or routes"),
        Fault("224: {type: text}", "2:8: options.224: value is missing: some text"),
        Fault("224: {type: text, valu: a, value: b}", #"2:21: unknown key "valu" in options.224; did you mean "value"?"#),
        Fault("224: u8 256", #"2:8: options.224: "256" is not a number from 0 to 255"#),
        Fault("interface-mtu: 65536", #"2:18: options.interface-mtu: "65536" is not a number from 0 to 65535"#),
        Fault("interface-mtu: +9", #"2:18: options.interface-mtu: "+9" is not a number from 0 to 65535"#),
        Fault("ntp-servers: time", #"2:16: options.ntp-servers: "time" is not an IPv4 address, such as 10.75.0.1"#),
        Fault("ntp-servers: []", "2:16: options.ntp-servers: is empty"),
        Fault("ntp-servers:", "2:3: options.ntp-servers: expected an IPv4 address, such as 10.75.0.1, found nothing"),
        Fault("root-path: ''", "2:14: options.root-path: is empty"),
        Fault(
            "root-path: [a]", "2:14: options.root-path: expected some text, found a list"),
        Fault(
            "root-path: \(String(repeating: "a", count: 1025))",
            "2:14: options.root-path: takes 1025 bytes; no more than 1024 fit into a message"),
        Fault("43: 1:2", #"2:7: options.43: "1:2" is not octets in pairs of digits, such as 01:02:ff"#),
        Fault("domain-search: a..b", #"2:18: options.domain-search: "a..b" is not a domain name, such as lab.example.org"#),
        Fault(
            "classless-static-route: 10.0.0.1/8 via 10.75.0.1",
            #"2:27: options.classless-static-route: "10.0.0.1/8" is an address inside a subnet; the subnet is 10.0.0.0/8"#),
        Fault(
            "static-routes: 10.0.0.1",
            #"2:18: options.static-routes: "10.0.0.1" is not two addresses, such as 10.76.0.9 10.75.0.254"#),
        Fault(
            "ntp-servers: 10.75.0.1\n  42: 10.75.0.2", "3:3: options.42: option 42 is already set in /etc/bootd/bootd.yaml:2:3"),
        Fault("ipxe: yes", "2:9: options.ipxe: expected a map (key: value), found a single value"),
        Fault("ipxe: {keep-sun: yes}", #"2:10: unknown key "keep-sun" in options.ipxe; did you mean "keep-san"?"#),
        Fault(
            "ipxe: {scriptlet: \(String(repeating: "a", count: 256))}",
            "2:21: options.ipxe.scriptlet: is longer than the 255 bytes that it can have"),
    ]

    @Test(arguments: [
        ("0", "it fills up messages"), ("subnet-mask", "the network's subnet says it"), ("50", "only clients send it"),
        ("dhcp-lease-time", "the network's key lease says it"), ("54", "the key server says it"), ("55", "only clients send it"),
        ("58", "it follows from the network's key lease"), ("61", "clients get back their own"),
        ("dhcp-agent-options", "relays get back their own"), ("97", "clients get back their own"),
        ("v6-only-preferred", "the network's key ipv6_only says it"), ("rapid-commit", "the network's key rapid_commit says it"),
        ("subnet-selection", "clients get back their own"), ("255", "it ends messages"),
    ])
    func whatWeDecideIsRefusedWithAReason(_ key: String, _ reason: String) {
        #expect(
            problems("options: {\(key): hex 00}") == ["1:11: options: \"\(key)\" is not for configuration: \(reason)"])
    }

    @Test func placesAreSaidInNetworksAndHosts() {
        let yaml = """
            networks: {a: {subnet: 10.75.0.0/16, options: {interface-mtu: x, ntp: 1}}}
            hosts: {n: {mac: 525400000001, options: {17: []}}}
            """
        #expect(
            problems(yaml) == [
                #"1:63: network a: options.interface-mtu: "x" is not a number from 0 to 65535"#,
                #"1:66: network a: options: unknown option "ntp"; "#
                    + "one without a name here is written by its code: 224: {type: text, value: hello}",
                "2:46: host n: options.17: expected some text, found a list",
            ])
    }

    @Test func whatAKeyOfTheNetworkSaysIsNotSaidTwice() {
        let yaml = """
            networks:
              a:
                subnet: 10.75.0.0/16
                gateway: 10.75.0.1
                options: {routers: [10.75.0.2]}
            """
        #expect(
            problems(yaml) == [
                "5:15: network a: options: option 3 is what gateway says already (/etc/bootd/bootd.yaml:4:14)"
            ])
    }
}
