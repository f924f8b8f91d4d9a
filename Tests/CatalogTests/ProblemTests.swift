import Testing

/// A file with one fault, and all that is said of it: line, column, message.
struct Fault: Sendable, CustomTestStringConvertible {
    let yaml: String
    let problem: String

    init(_ yaml: String, _ problem: String) {
        self.yaml = yaml
        self.problem = problem
    }

    var testDescription: String { problem }
}

@Suite struct ProblemTests {
    @Test(arguments: settings + addresses + networks + profiles + hosts)
    func eachFaultIsSaidWithItsPlace(_ fault: Fault) {
        #expect(problems(fault.yaml) == [fault.problem])
    }

    static let settings = [
        Fault("sever: 10.75.0.1", #"1:1: unknown key "sever"; did you mean "server"?"#),
        Fault(
            "interfaces: eth0",
            #"1:1: unknown key "interfaces"; the keys here are boot, hosts, http, limits, networks, options, paths, profiles, "#
                + "server, share_port, workers"),
        Fault("http: {prot: 80}", #"1:8: unknown key "prot" in http; did you mean "port"?"#),
        Fault("http: 8080", "1:7: http: expected a map (key: value), found a single value"),
        Fault("http: {port: 0}", #"1:14: http.port: "0" is not a port, a number from 1 to 65535"#),
        Fault("http: {port: 65536}", #"1:14: http.port: "65536" is not a port, a number from 1 to 65535"#),
        Fault("http: {port: +80}", #"1:14: http.port: "+80" is not a port, a number from 1 to 65535"#),
        Fault("http: {port: [80]}", "1:14: http.port: expected a port, a number from 1 to 65535, found a list"),
        Fault("server:\nhttp: {}", "1:1: server: expected an IPv4 address, such as 10.75.0.1, found nothing"),
        Fault(
            "paths: {tftp: tftp}", #"1:15: paths.tftp: "tftp" is not a path from the root, such as /var/lib/bootd/tftp"#
        ),
        Fault(
            "boot: {script: \"http://{sever}/\"}",
            "1:16: boot.script: {sever} is not a placeholder; there are {server} and {port}"),
        Fault("boot: {script: 'a b'}", #"1:16: boot.script: "a b" is not a path or a URL, such as /assets/vmlinuz"#),
        Fault(
            "boot:\n  loaders:\n    x64-efi: ipxe.efi",
            #"3:5: unknown key "x64-efi" in boot.loaders; did you mean "x64-uefi"?"#),
        Fault(
            "boot: {loaders: {x64-uefi: \(String(repeating: "a", count: 128))}}",
            "1:28: boot.loaders.x64-uefi: is longer than the 127 bytes that DHCP can carry"),
        Fault("boot: {loaders: {x64-uefi: ''}}", "1:28: boot.loaders.x64-uefi: is empty"),
        Fault("[networks]", "1:1: expected a map (key: value), found a list"),
    ]

    static let addresses = [
        Fault("server: 10.75.0.256", #"1:9: server: "10.75.0.256" is not an IPv4 address, such as 10.75.0.1"#),
        Fault("server: 224.0.0.1", "1:9: server: 224.0.0.1 is not an address that a machine can have"),
        Fault("server: 127.0.0.1", "1:9: server: 127.0.0.1 is not an address that a machine can have"),
        Fault("server: \"a\\nb\"", #"1:9: server: "a b" is not an IPv4 address, such as 10.75.0.1"#),
        Fault(
            "hosts:\n  n: {mac: 52:54:00:00:01}",
            #"2:12: host n: mac: "52:54:00:00:01" is not a MAC address, such as 52:54:00:00:00:01"#),
        Fault(
            "hosts: {n: {mac: 01:00:5e:00:00:01}}",
            "1:18: host n: mac: 01:00:5e:00:00:01 is not the address of one machine"),
        Fault(
            "hosts: {n: {uuid: 4c4c4544}}",
            #"1:19: host n: uuid: "4c4c4544" is not a UUID, such as 4c4c4544-0035-3010-8051-b8c04f4e3432"#),
    ]

    static let networks = [
        Fault("networks:\n  cloud:\n", "2:3: network cloud: subnet is missing: a subnet, such as 10.75.0.0/16"),
        Fault("networks: [cloud]", "1:11: networks: expected a map (key: value), found a list"),
        Fault("networks: {cloud: yes}", "1:19: network cloud: expected a map (key: value), found a single value"),
        Fault(
            "networks: {my cloud: {subnet: 10.75.0.0/16}}",
            #"1:12: "my cloud" is not a name: letters, digits, ".", "-" and "_", such as node1"#),
        inCloud("rnage: 10.75.0.2", #"4:5: unknown key "rnage" in network cloud; did you mean "range"?"#),
        Fault(
            "networks: {cloud: {subnet: 10.75.0.0}}",
            #"1:28: network cloud: subnet: "10.75.0.0" is not a subnet, such as 10.75.0.0/16"#),
        Fault(
            "networks: {cloud: {subnet: 10.75.0.1/16}}",
            #"1:28: network cloud: subnet: "10.75.0.1/16" is an address inside a subnet; the subnet is 10.75.0.0/16"#),
        Fault(
            "networks: {cloud: {subnet: 0.0.0.0/0}}",
            "1:28: network cloud: subnet: 0.0.0.0/0 is not a subnet that machines can be in"),
        inCloud(
            "range: 10.75.0.2 to 10.75.0.9",
            #"4:12: network cloud: range: "10.75.0.2 to 10.75.0.9" is not a range of addresses, "#
                + "such as 10.75.0.2 - 10.75.0.254"),
        inCloud(
            "range: 10.75.0.9 - 10.75.0.2",
            #"4:12: network cloud: range: "10.75.0.9 - 10.75.0.2" ends before it begins"#),
        inCloud(
            "range: [10.75.0.9, 10.76.0.2 - 10.76.0.9]",
            "4:24: network cloud: range: 10.76.0.2 - 10.76.0.9 is outside the subnet 10.75.0.0/16"),
        inCloud(
            "range: 10.75.255.0 - 10.76.0.9",
            "4:12: network cloud: range: 10.75.255.0 - 10.76.0.9 is outside the subnet 10.75.0.0/16"),
        inCloud(
            "range: 10.75.0.0 - 10.75.0.9",
            "4:12: network cloud: range: 10.75.0.0 - 10.75.0.9 must begin elsewhere: "
                + "10.75.0.0 is the subnet's own address"
        ),
        inCloud(
            "range: 10.75.0.9 - 10.75.255.255",
            "4:12: network cloud: range: 10.75.0.9 - 10.75.255.255 must end elsewhere: "
                + "10.75.255.255 is the subnet's broadcast address"),
        inCloud(
            "range:\n    - 10.75.0.20 - 10.75.0.30\n    - 10.75.0.2 - 10.75.0.20",
            "5:7: network cloud: range: 10.75.0.20 - 10.75.0.30 overlaps 10.75.0.2 - 10.75.0.20"),
        inCloud(
            "gateway: 10.76.0.1",
            "4:14: network cloud: gateway: 10.76.0.1 is not an address for a machine in the subnet 10.75.0.0/16"),
        inCloud(
            "gateway: 10.75.0.0",
            "4:14: network cloud: gateway: 10.75.0.0 is not an address for a machine in the subnet 10.75.0.0/16"),
        inCloud("dns: [10.75.0.1, dns]", #"4:22: network cloud: dns: "dns" is not an IPv4 address, such as 10.75.0.1"#),
        inCloud(
            "domain: lab..org",
            #"4:13: network cloud: domain: "lab..org" is not a domain name, such as lab.example.org"#),
        inCloud("authoritative: maybe", #"4:20: network cloud: authoritative: "maybe" is not yes or no"#),
        inCloud(
            "lease: 12 hours",
            #"4:12: network cloud: lease: "12 hours" is not a time, such as 12h, 90m, 1h30m, 7d, "#
                + "or a number of seconds"
        ),
        Fault(
            "networks:\n  b: {subnet: 10.75.3.0/24}\n  a: {subnet: 10.75.0.0/16}",
            "3:15: network a: subnet: 10.75.0.0/16 overlaps 10.75.3.0/24 of network b (/etc/bootd/bootd.yaml:2:3)"),
    ]

    static let profiles = [
        Fault(
            "profiles: {node: {initrd: /i}}",
            "1:12: profile node: kernel is missing: a path or a URL, such as /assets/vmlinuz"),
        Fault(
            "profiles: {node: {kernel: a b}}",
            #"1:27: profile node: kernel: "a b" is not a path or a URL, such as /assets/vmlinuz"#),
        Fault(
            "profiles: {node: {kernel: '/{mac}'}}",
            "1:27: profile node: kernel: {mac} is not a placeholder; there are {server} and {port}"),
        Fault(
            "profiles: {node: {kernel: /k, args: ['{{.role}}']}}",
            #"1:38: profile node: args: "{{.role}}" has "{{" in it, which is not read here"#),
        Fault(
            "profiles: {node: {kernel: /k, args: [\"a\\nboot\"]}}",
            #"1:38: profile node: args: "a boot" has a line break or another control character in it"#),
        Fault(
            "profiles: {node: {kernel: /k, ignition: ../generic/x}}",
            #"1:41: profile node: ignition: "../generic/x" is not the name of a file, such as node.ign"#),
        Fault(
            "profiles: {node: {kernel: /k, ignition: node.ign}}",
            "1:41: profile node: ignition: there is no file /var/lib/bootd/ignition/node.ign"),
        Fault(
            "paths: {matchbox: /srv/}\nprofiles: {node: {kernel: /k, ignition: a/b.ign}}",
            "2:41: profile node: ignition: there is no file /srv/ignition/a/b.ign"),
    ]

    static let hosts = [
        Fault(
            "hosts: {n: {}}",
            "1:9: host n: has nothing to know it by: mac, uuid, client_id, circuit_id, remote_id, such as mac: 52:54:00:00:00:01"),
        Fault(
            "hosts: {n: {mac: 525400000001, adress: 10.75.0.9}}",
            #"1:32: unknown key "adress" in host n; did you mean "address"?"#),
        Fault(
            "hosts: {n: {mac: 525400000001, address: 10.75.0.9}}",
            "1:41: host n: address: 10.75.0.9 is in no network that is configured"),
        Fault(
            "networks: {c: {subnet: 10.75.0.0/24}}\nhosts: {n: {mac: 525400000001, address: 10.75.0.255}}",
            "2:41: host n: address: 10.75.0.255 is not an address for a machine in the subnet 10.75.0.0/24 of network c"
        ),
        Fault(
            "profiles: {node: {kernel: /k}}\nhosts: {n: {mac: 525400000001, profile: nod}}",
            #"2:41: host n: profile: there is no profile "nod"; did you mean "node"?"#),
        Fault(
            "hosts:\n  a: {mac: 52:54:00:00:00:01}\n  b: {mac: 52-54-00-00-00-01}",
            "3:12: host b: mac: 52:54:00:00:00:01 belongs to host a already (/etc/bootd/bootd.yaml:2:12)"),
        Fault(
            """
            hosts:
              a: {uuid: 4c4c4544-0035-3010-8051-b8c04f4e3432}
              b: {uuid: 4C4C4544-0035-3010-8051-B8C04F4E3432}
            """,
            "3:13: host b: uuid: 4c4c4544-0035-3010-8051-b8c04f4e3432 belongs to host a already "
                + "(/etc/bootd/bootd.yaml:2:13)"
        ),
        Fault(
            """
            networks: {c: {subnet: 10.75.0.0/24}}
            hosts:
              a: {mac: 525400000001, address: 10.75.0.9}
              b: {mac: 525400000002, address: 10.75.0.9}
            """,
            "4:35: host b: address: 10.75.0.9 belongs to host a already (/etc/bootd/bootd.yaml:3:35)"),
        Fault(
            "hosts: {n: {mac: 525400000001, metadata: [a]}}",
            "1:42: host n: metadata: expected a map, such as {role: control}, found a list"),
        Fault(
            "hosts: {n: {mac: 525400000001, metadata: {a: [9223372036854775808]}}}",
            #"1:47: host n: metadata: "9223372036854775808" is larger than 64 bits hold; if it is text, quote it"#),
        Fault(
            "hosts: {n: {mac: 525400000001, metadata: {a: .nan}}}",
            #"1:46: host n: metadata: ".nan" is not a number that JSON can hold; if it is text, quote it"#),
    ]

    /// A network that is sound but for one more line.
    private static func inCloud(_ line: String, _ problem: String) -> Fault {
        Fault("networks:\n  cloud:\n    subnet: 10.75.0.0/16\n    \(line)\n", problem)
    }

    @Test func allProblemsAreSaidAtOnceFromTheTop() {
        let yaml = """
            networks:
              cloud:
                subnet: 10.75.0.0/16
                range: 10.76.0.2
                lease: late
              storage: {subnet: ten}
            profiles:
              node: {kernel: /k, ignition: node.ign, cmdline: quiet}
              broken: {kernle: /k}
            hosts:
              a: {mac: 52:54:00:00:00:01, address: 10.9.0.1, profile: nodes}
              b: {mac: 52:54:00:00:00:01, profile: broken}
            server: 10.75.0.1.2
            """
        #expect(
            problems(yaml) == [
                "4:12: network cloud: range: 10.76.0.2 is outside the subnet 10.75.0.0/16",
                #"5:12: network cloud: lease: "late" is not a time, such as 12h, 90m, 1h30m, 7d, "#
                    + "or a number of seconds",
                #"6:21: network storage: subnet: "ten" is not a subnet, such as 10.75.0.0/16"#,
                "8:32: profile node: ignition: there is no file /var/lib/bootd/ignition/node.ign",
                #"8:42: unknown key "cmdline" in profile node; the keys here are args, ignition, initrd, kernel"#,
                "9:3: profile broken: kernel is missing: a path or a URL, such as /assets/vmlinuz",
                #"9:12: unknown key "kernle" in profile broken; did you mean "kernel"?"#,
                #"11:59: host a: profile: there is no profile "nodes"; did you mean "node"?"#,
                "12:12: host b: mac: 52:54:00:00:00:01 belongs to host a already (/etc/bootd/bootd.yaml:11:12)",
                #"13:9: server: "10.75.0.1.2" is not an IPv4 address, such as 10.75.0.1"#,
            ])
    }

    /// One network cannot be read, so whether an address lies in it is not known.
    @Test func whatFollowsFromAnotherProblemIsNotSaid() {
        let yaml = """
            networks: {cloud: {subnet: 10.75.0.0-16}}
            profiles: {node: {}}
            hosts: {n: {mac: 525400000001, address: 10.75.0.9, profile: node}}
            """
        #expect(
            problems(yaml) == [
                #"1:28: network cloud: subnet: "10.75.0.0-16" is not a subnet, such as 10.75.0.0/16"#,
                "2:12: profile node: kernel is missing: a path or a URL, such as /assets/vmlinuz",
            ])
    }

    @Test func theNumberOfProblemsIsBounded() {
        #expect(problems((0..<2000).map { "key\($0): 1\n" }.joined()).count == 500)
    }
}
