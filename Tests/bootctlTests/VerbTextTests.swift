import Contract
import NetworkValues
import Testing

@testable import bootctl

@Test func hostsAreATable() {
    #expect(
        HostsVerb.lines([node1, unnamed]) == [
            "HOST            MACHINE                               ADDRESS     NETWORK  PROFILE  LEASE  SOURCE",
            "node1           52:54:00:00:00:01                     10.75.0.11  cloud    node     bound  /etc/bootd/bootd.yaml:24:3",
            "storage-rack-7  4c4c4544-0042-3510-8052-b4c04f4e4d32  -           -        -        -      "
                + "/etc/bootd/conf.d/rack.yaml:2:3",
        ])
    #expect(
        HostsVerb.lines([]) == ["No hosts. Name machines under 'hosts:' in the configuration, then: bootctl reload"])
}

@Test(
    arguments: [
        (Array("\u{1}id".utf8), nil, nil, "client 01:69:64"), (Array("id".utf8), Array("p".utf8), nil, "client id"),
        (nil, Array("eth0/1".utf8), nil, "port eth0/1"), (nil, nil, [0, 1], "port 00:01"),
        (nil, Array("eth0/1".utf8), [0, 1], "port eth0/1 at 00:01"),
    ] as [([UInt8]?, [UInt8]?, [UInt8]?, String)])
func aHostIsShownByWhatItIsKnownBy(client: [UInt8]?, circuit: [UInt8]?, remote: [UInt8]?, shown: String) {
    let addresses = ["10.75.0.11", "10.76.0.11"].compactMap(address)
    let host = HostRow(
        name: "n", mac: nil, uuid: nil, clientID: client, circuitID: circuit, remoteID: remote, addresses: addresses,
        network: nil, profile: nil, metadata: nil, lease: nil, source: "f:1:1")
    let line = HostsVerb.lines([host]).last ?? ""
    #expect(line.hasPrefix("n     \(shown) "))
    #expect(line.contains("  10.75.0.11, 10.76.0.11  "))
}

@Test func leasesAreATable() {
    let leases = [
        lease("10.75.0.2", machine2, hostname: "debian", .released, expires: -4),
        lease("10.75.0.11", machine1, host: "node1", .bound, expires: 43_080),
    ]
    #expect(
        LeasesVerb.lines(leases, now: noon) == [
            "ADDRESS     MACHINE            HOST   HOSTNAME  NETWORK  STATE     EXPIRES",
            "10.75.0.2   52:54:00:00:00:02  -      debian    cloud    released  4 s ago",
            "10.75.0.11  52:54:00:00:00:01  node1  -         cloud    bound     in 11 h 58 min",
        ])
    #expect(LeasesVerb.lines([], now: noon) == ["No leases."])
}

@Test func leasesAreCommaSeparatedForSpreadsheets() {
    let leases = [
        lease("10.75.0.2", machine2, hostname: "a \"b\", c\u{7}", .released, expires: -4),
        lease("10.75.0.11", machine1, host: "node1", .bound, expires: 43_080),
    ]
    #expect(
        LeasesVerb.records(leases).text
            == "address,machine,host,hostname,network,state,start,expires,client_id_hex\n"
            + "10.75.0.2,52:54:00:00:00:02,,\"a \"\"b\"\", c\\u{7}\",cloud,released,2026-11-23T12:00:01Z,2026-11-23T11:59:57Z,\n"
            + "10.75.0.11,52:54:00:00:00:01,node1,,cloud,bound,2026-11-23T12:00:01Z,2026-11-23T23:58:01Z,\n")
}

@Test func csvAndJSONExcludeEachOther() {
    let outcome = run(["leases", "--csv", "--json"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("--csv and --json exclude each other"))
}

@Test(
    arguments: [
        (.bound, "10.75.0.11, which 52:54:00:00:00:01 (node1) had on network cloud, is free"),
        (.offered, "10.75.0.11, which was held for 52:54:00:00:00:01 (node1), is free"),
        (.probing, "10.75.0.11, which was held for 52:54:00:00:00:01 (node1), is free"),
        (.declined, "10.75.0.11 is set aside no longer"), (.inUse, "10.75.0.11 is set aside no longer"),
        (.released, "10.75.0.11, which 52:54:00:00:00:01 (node1) had before, is forgotten"),
        (.expired, "10.75.0.11, which 52:54:00:00:00:01 (node1) had before, is forgotten"),
    ] as [(LeaseRow.State, String)])
func aReleaseTellsWhatItEnded(state: LeaseRow.State, line: String) {
    #expect(ReleaseVerb.line(lease("10.75.0.11", machine1, host: "node1", state, expires: 0)) == line)
}

@Test func reloadTellsTheGenerationAndCounts() {
    #expect(
        ReloadVerb.line(ReloadResult(generation: 4, networks: 1, hosts: 3, profiles: 0))
            == "Generation 4 is in force: 1 network, 3 hosts, 0 profiles")
}

private func info(networks: [NetworkInfo], workers: [WorkerInfo], problems: [String]) -> [String] {
    let info = ServerInfo(
        version: "0.1.0", process: 4711, started: noon, configuration: "/etc/bootd/bootd.yaml",
        state: "/var/lib/bootd/state",
        generation: 3, networks: networks, workers: workers, problems: problems)
    return InfoText(info: info, now: noon.advanced(by: 240)) { _ in "2026-11-23 12:00:01" }.lines
}

@Test func infoShowsNetworksWorkersAndProblems() {
    let cloud = NetworkInfo(
        name: "cloud", subnet: "10.75.0.0/16", interface: "lan0", server: address("10.75.0.1"), addresses: 65_533,
        leased: 2,
        source: "/etc/bootd/bootd.yaml:3:3")
    let remote = NetworkInfo(
        name: "remote", subnet: "10.76.0.0/24", interface: nil, server: nil, addresses: 100, leased: 0,
        source: "/etc/bootd/bootd.yaml:9:3")
    let worker = WorkerInfo(
        role: .dhcp, version: "0.1.0", process: 4712, since: noon.advanced(by: 200),
        sockets: ["dhcp 0.0.0.0:67", "pxe 0.0.0.0:4011"])
    #expect(
        info(networks: [cloud, remote], workers: [worker], problems: ["remote is served through relays only"]) == [
            "bootd 0.1.0, process 4711",
            "started        2026-11-23 12:00:01, 4 min ago",
            "configuration  /etc/bootd/bootd.yaml, generation 3",
            "state          /var/lib/bootd/state",
            "",
            "NETWORK  SUBNET        INTERFACE  SERVER     LEASED      SOURCE",
            "cloud    10.75.0.0/16  lan0       10.75.0.1  2 of 65533  /etc/bootd/bootd.yaml:3:3",
            "remote   10.76.0.0/24  -          -          0 of 100    /etc/bootd/bootd.yaml:9:3",
            "",
            "WORKER  VERSION  PROCESS  STARTED   SOCKETS",
            "dhcp    0.1.0    4712     40 s ago  dhcp 0.0.0.0:67, pxe 0.0.0.0:4011",
            "",
            "Problems:",
            "  remote is served through relays only",
        ])
}

@Test func infoOfAServerThatHasNothingToDoSaysSo() {
    #expect(
        info(networks: [], workers: [], problems: []).dropFirst(4) == [
            "",
            "No network is configured, so nobody is answered. Name one under 'networks:', then: bootctl reload",
            "",
            "No worker is attached. Under systemd each starts when its socket is first used.",
        ])
}
