import Contract
import NetworkValues
import Testing

@testable import bootctl

// Who else listens.

private let systemd = ProgramFact(process: 1, name: "systemd")
private let dnsmasq = ProgramFact(process: 812, name: "dnsmasq", service: "dnsmasq.service")
private let worker = ProgramFact(process: 9, name: "bootd-dhcp")

private func listener(
    _ text: String, of owners: [ProgramFact] = [], _ transport: Transport = .udp, inode: UInt64 = 1, unit: String? = nil,
    device: String? = nil
) throws -> Listener {
    Listener(
        transport: transport, endpoint: try #require(Endpoint(listen: text)), inode: inode, owners: owners, unit: unit,
        device: device)
}

@Test func ourOwnSocketsAreNoConflict() throws {
    let activator = ProgramFact(
        process: 7, name: "systemd-socket-activate",
        arguments: ["systemd-socket-activate", "-l", "67", "/usr/libexec/bootd/bootd-dhcp"])
    let ours = [
        try listener("0.0.0.0:67", of: [systemd], unit: "bootd-dhcp.socket"), try listener("[::]:69", of: [worker, systemd]),
        try listener("0.0.0.0:4011", of: [activator]),
        try listener("[::]:8080", of: [ProgramFact(process: 1, name: "bootd")], .tcp),
    ]
    #expect(findings { $0.listeners = ours } == [])
}

@Test(arguments: [
    ("0.0.0.0:67", true), ("10.75.0.1:67", true), ("[::]:67", true), ("192.0.2.5:67", false), ("127.0.0.1:67", false),
    ("[::1]:67", false),
])
func anotherListenerIsAConflictWhereMachinesReachIt(place: String, isConflict: Bool) throws {
    let listener = try listener(place, of: [dnsmasq])
    let found = findings { $0.listeners = [listener] }
    #expect(found.count == (isConflict ? 1 : 0))
    if isConflict {
        #expect(
            found == [
                .problem(
                    "UDP 67", "dnsmasq (process 812) listens on UDP \(place) too: machines are answered by one or the other",
                    do: "systemctl disable --now dnsmasq.service, or bind it to an address or interface that bootd does not serve"
                )
            ])
    }
}

/// `systemctl mask` is how a protocol is left out, for another server perhaps.
@Test(arguments: [("failed", "loaded", 1), ("inactive", "masked", 0)])
func aListenerWhereWeDoNotKeepsUsFromIt(active: String, load: String, count: Int) throws {
    let web = try listener("0.0.0.0:8080", of: [ProgramFact(process: 7, name: "python3")], .tcp)
    let found = findings { facts in
        facts.listeners = [web]
        facts.units = wellUnits.map { $0.name == "bootd-http.socket" ? unitFact($0.name, load: load, active: active) : $0 }
    }.filter { $0.subject == "TCP 8080" }
    #expect(found.count == count)
    #expect(
        found.allSatisfy {
            $0.message == "python3 (process 7) listens on TCP 0.0.0.0:8080, which keeps bootd-http.socket from listening there"
        })
}

@Test func aListenerOnAnInterfaceThatWeDoNotServeIsNoConflict() throws {
    for (device, isConflict) in [("virbr0", false), ("br0", true)] {
        let listener = try listener("0.0.0.0:67", of: [ProgramFact(process: 5, name: "dnsmasq")], device: device)
        let found = findings { $0.listeners = [listener] }
        #expect(found.count == (isConflict ? 1 : 0))
        if isConflict { #expect(found.first?.remedy.hasPrefix("kill 5, or") == true) }
    }
}

@Test func severalSocketsOfOneProgramOnAPortAreOneFinding() throws {
    let sockets = try ["0.0.0.0:69", "[::]:69", "0.0.0.0:69"].enumerated().map { number, place in
        try listener(place, of: [dnsmasq], inode: UInt64(number))
    }
    let found = findings { $0.listeners = sockets }
    #expect(found.map(\.subject) == ["UDP 69"])
    #expect(found.first?.message.contains("listens on UDP 0.0.0.0:69, [::]:69 too") == true)
    #expect(findings { $0.listeners = sockets + [try? listener("0.0.0.0:67", of: [dnsmasq])].compactMap { $0 } }.count == 2)
}

@Test func aSocketThatSystemdHasForAUnitThatItDoesNotTellIsOursOnOurAddress() throws {
    let sockets = [try listener("0.0.0.0:67", of: [systemd])]
    #expect(findings { $0.listeners = sockets } == [])
    #expect(
        findings {
            $0.listeners = sockets
            $0.units = nil
        }.count == 1)
}

@Test func aSocketThatSystemdHasForAnotherIsItsUnits() throws {
    let listener = try listener("0.0.0.0:69", of: [systemd], unit: "tftpd.socket")
    let found = findings { $0.listeners = [listener] }
    #expect(found.first?.message.hasPrefix("systemd, for tftpd.socket, listens on UDP 0.0.0.0:69 too") == true)
    #expect(found.first?.remedy.hasPrefix("systemctl disable --now tftpd.socket") == true)
}

/// Only root sees who has a socket.
@Test func ofTwoSocketsOnOneAddressWhoseOwnersAreNotSeenOneIsOurs() throws {
    let sockets = [try listener("0.0.0.0:67"), try listener("0.0.0.0:67", inode: 2), try listener("[::]:8080", .tcp, inode: 3)]
    let found = findings { $0.listeners = sockets }
    #expect(found.map(\.subject) == ["UDP 67"])
    #expect(found.first?.remedy == "find it as root: ss -ulnp sport = :67")
    // It may be bound to another interface, which only root sees too.
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message.hasSuffix("listens on UDP 0.0.0.0:67; it may be bound to another interface") == true)
    #expect(findings { $0.listeners = [sockets[0], sockets[2]] } == [])
}

@Test func addressesOfWorkersAreOursWithoutSystemd() throws {
    let info = WorkerInfo(role: .dhcp, version: "1", process: 1, since: noon, sockets: ["dhcp 0.0.0.0:67", "pxe 0.0.0.0:4011"])
    let sockets = [try listener("0.0.0.0:67"), try listener("0.0.0.0:4011")]
    #expect(findingsOf(report: { ($0.isStandalone, $0.workers) = (true, [info]) }, { $0.listeners = sockets }) == [])
}

@Test func withoutNetworksEveryAddressCounts() throws {
    let listener = try listener("192.0.2.5:67", of: [dnsmasq])
    let found = findings {
        $0.supervisor = .isSilent(why: "", remedy: "", refusals: [])
        $0.interfaces += [InterfaceFact(name: "eth0", index: 3, addresses: [IPv4Address(192, 0, 2, 5)])]
        $0.listeners = [listener]
    }
    #expect(found.map(\.subject) == ["bootd", "UDP 67"])
}

@Test(arguments: [("dhcpd", 2, 1), ("kea-dhcp4", 0, 1), ("dhcpd", 7, 0), ("tcpdump", 2, 0)] as [(String, UInt32, Int)])
func aServerThatReadsFramesIsAWarning(name: String, interface: UInt32, count: Int) {
    let socket = PacketSocket(interface: interface, inode: 5, owners: [ProgramFact(process: 33, name: name)])
    let found = findings { $0.packetSockets = [socket, socket] }
    #expect(found.map(\.severity) == Array(repeating: .warning, count: count))
    #expect(found.allSatisfy { $0.message.hasPrefix("\(name) (process 33) is a DHCP server that reads raw frames") })
}

@Test func aServerThatHasThePortTooIsSaidOnce() throws {
    let dhcpd = ProgramFact(process: 33, name: "dhcpd")
    let listener = try listener("0.0.0.0:67", of: [dhcpd])
    let found = findings {
        $0.listeners = [listener]
        $0.packetSockets = [PacketSocket(interface: 2, inode: 5, owners: [dhcpd])]
    }
    #expect(found.map(\.severity) == [.problem])
}
