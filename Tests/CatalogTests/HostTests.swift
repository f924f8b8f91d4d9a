import DHCP
import NetworkValues
import Testing

@testable import Catalog

@Suite struct HostTests {
    @Test(arguments: [
        ("01:52:54:00:00:00:01", [0x01, 0x52, 0x54, 0, 0, 0, 1] as [UInt8]), ("\"00:FF\"", [0, 0xFF]),
        ("eth0/0/1", Array("eth0/0/1".utf8)), ("01", Array("01".utf8)), ("1:2", Array("1:2".utf8)), ("é", [0xC3, 0xA9]),
    ])
    func identifiersAreOctetsOrText(_ text: String, _ octets: [UInt8]) throws {
        for key in ["client_id", "circuit_id", "remote_id"] {
            let host = try #require(try catalog("hosts: {n: {\(key): \(text)}}").hosts.first)
            #expect([host.clientID, host.relayPort?.circuitID, host.relayPort?.remoteID].compactMap { $0 } == [octets])
        }
    }

    @Test func hostsAreFoundByWhatTheyAreKnownBy() throws {
        let catalog = try catalog(
            """
            hosts:
              client: {client_id: 01:52:54:00:00:00:01}
              both: {circuit_id: port1, remote_id: switch1}
              other: {circuit_id: port1, remote_id: switch2}
              circuit: {circuit_id: port2}
              remote: {remote_id: switch3}
            """)
        func host(_ circuit: String?, _ remote: String?) -> String? {
            RelayPort(circuitID: circuit.map { Array($0.utf8) }, remoteID: remote.map { Array($0.utf8) })
                .flatMap { catalog.host(at: $0) }?.name
        }
        #expect(catalog.host(clientID: [1, 0x52, 0x54, 0, 0, 0, 1])?.name == "client")
        #expect(catalog.host(clientID: []) == nil)
        #expect(host("port1", "switch1") == "both")
        #expect(host("port1", "switch2") == "other")
        #expect(host("port1", "switch9") == nil)
        #expect(host("port1", nil) == nil)
        #expect(host("port2", "switch1") == "circuit")
        #expect(host("port2", nil) == "circuit")
        #expect(host("port9", "switch3") == "remote")
        #expect(host(nil, "switch3") == "remote")
        #expect(host(nil, nil) == nil)
    }

    @Test func aHostHasAnAddressInEachNetwork() throws {
        let catalog = try catalog(
            """
            networks: {a: {subnet: 10.1.0.0/16}, b: {subnet: 10.2.0.0/16}, c: {subnet: 10.3.0.0/16}}
            hosts: {n: {mac: 525400000001, address: [10.2.0.9, 10.1.0.9]}}
            """)
        let host = try #require(catalog.hosts.first)
        #expect(catalog.networks.map { host.address(in: $0)?.description } == ["10.1.0.9", "10.2.0.9", nil])
        #expect(catalog.host(address: IPv4Address(10, 1, 0, 9))?.name == "n")
        #expect(catalog.host(address: IPv4Address(10, 2, 0, 9))?.name == "n")
    }

    @Test(arguments: faults)
    func eachFaultIsSaidWithItsPlace(_ fault: Fault) {
        let yaml = "networks: {a: {subnet: 10.1.0.0/16}, p: {subnet: 10.2.0.0/16, mode: proxy}}\nhosts:\n  \(fault.yaml)\n"
        #expect(problems(yaml) == [fault.problem])
    }

    private static let faults = [
        Fault("n: {client_id: ''}", "3:18: host n: client_id: is empty"),
        Fault(
            "n: {circuit_id: [a]}",
            "3:19: host n: circuit_id: expected text, or octets such as 01:52:54:00:00:00:01, found a list"),
        Fault(
            "n: {remote_id: \(String(repeating: "a", count: 256))}",
            "3:18: host n: remote_id: is longer than the 255 bytes that DHCP can carry"),
        Fault(
            "n: {client_id: abc}\n  m: {client_id: 61:62:63}",
            #"4:18: host m: client_id: abc belongs to host n already (/etc/bootd/bootd.yaml:3:18)"#),
        Fault(
            "n: {client_id: 00:01}\n  m: {client_id: 00:01}",
            "4:18: host m: client_id: 00:01 belongs to host n already (/etc/bootd/bootd.yaml:3:18)"),
        Fault(
            "n: {circuit_id: a, remote_id: b}\n  m: {circuit_id: a, remote_id: b}",
            #"4:19: host m: circuit_id: a at b belongs to host n already (/etc/bootd/bootd.yaml:3:19)"#),
        Fault(
            "n: {remote_id: b}\n  m: {remote_id: b}",
            #"4:18: host m: remote_id: b belongs to host n already (/etc/bootd/bootd.yaml:3:18)"#),
        Fault(
            "n: {mac: 525400000001, address: [10.1.0.9, 10.1.0.8]}",
            "3:46: host n: address: 10.1.0.8 is in network a, in which the host has the address 10.1.0.9 already"),
        Fault(
            "n: {mac: 525400000001, address: [10.1.0.9, 10.1.0.9]}",
            "3:46: host n: address: 10.1.0.9 stands here twice (/etc/bootd/bootd.yaml:3:36)"),
        Fault(
            "n: {mac: 525400000001, address: [10.1.0.9, 10.9.0.9]}",
            "3:46: host n: address: 10.9.0.9 is in no network that is configured"),
        Fault(
            "n: {mac: 525400000001, address: 10.2.0.9}",
            "3:35: host n: address: 10.2.0.9 is in network p, whose addresses another server leases (/etc/bootd/bootd.yaml:1:38)"),
        Fault(
            "n: {mac: 525400000001, boot: {loader: a}}", #"3:33: unknown key "loader" in host n: boot; did you mean "loaders"?"#),
    ]
}
