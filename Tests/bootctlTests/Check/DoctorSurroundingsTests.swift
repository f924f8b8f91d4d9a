import Contract
import JSON
import LinuxIO
import NetworkValues
import Testing

@testable import bootctl

// What is around the server: how machines reach it, its disk, and the firewall.

// MARK: HTTP

private let refused = WebVisit(url: "http://10.75.0.1:8080", failure: "Connection refused")

@Test func anAddressThatDoesNotAnswerIsNamed() {
    let found = findingsOf(report: { $0.httpPortSource = "b.yaml:1:7" }, { $0.visits = [refused] })
    #expect(found.map(\.message) == ["http://10.75.0.1:8080, where machines are sent, does not answer: Connection refused"])
    #expect(found.map(\.source) == ["b.yaml:1:7"])
}

@Test func aSocketThatIsNotActiveIsNotSaidTwice() {
    let found = findings { facts in
        facts.visits = [refused]
        facts.units = facts.units?.map { $0.name == "bootd-http.socket" ? unitFact($0.name, active: "inactive") : $0 }
    }
    #expect(found.map(\.subject) == ["bootd-http.socket"])
}

@Test func aSocketOnAnotherPortThanURLsCarryIsAProblem() {
    let byUnit = findingsOf(report: { ($0.httpPort, $0.httpPortSource) = (80, "b.yaml:1:7") }, { $0.visits = [refused] })
    #expect(byUnit.map(\.message) == ["URLs carry port 80, but bootd-http listens on [::]:8080"])
    #expect(byUnit.map(\.source) == ["b.yaml:1:7"])
    let worker = WorkerInfo(role: .http, version: "1", process: 1, since: noon, sockets: ["http 0.0.0.0:81"])
    let byWorker = findingsOf(report: { $0.workers = [worker] })
    #expect(byWorker.map(\.message) == ["URLs carry port 8080, but bootd-http listens on 0.0.0.0:81"])
}

// MARK: Disk

@Test(
    arguments: [
        (disk(size: 10 << 30, available: 5 << 30, isReadOnly: true), "problem", "read-only"),
        (disk(size: 10 << 30, available: 10_000), "warning", "nearly full: 9 KiB of 10485760 are left"),
        (disk(size: 10 << 30, available: 0), "warning", "nearly full: 0 KiB of 10485760 are left"),
        (disk(size: 10 << 30, available: 5 << 30, availableFiles: 0), "warning", "0 files of 1000"),
        (disk(size: 100 << 20, available: 50 << 20), "warning", "50 MiB of 100 are left"),
        (disk(size: 10 << 30, available: 256 << 20), "warning", "256 MiB of 10240 are left"),
        (disk(size: 4 << 40, available: 50 << 30), nil, ""),
        (disk(size: 10 << 30, available: 5 << 30, availableFiles: 49), "warning", "49 files of 1000"),
        (disk(size: 10 << 30, available: 5 << 30, files: 0, availableFiles: 0), nil, ""),
    ] as [(FileSystemStatus, String?, String)])
func aDiskIsFullOrNearlyFull(status: FileSystemStatus, severity: String?, words: String) {
    let found = findings { $0.disk = DiskFact(path: "/var/lib/bootd/state", status: status) }
    #expect(found.map(\.severity.rawValue) == [severity].compactMap { $0 })
    #expect(found.allSatisfy { $0.message.contains(words) })
}

@Test func aDiskIsFullWhenALeaseCouldNotBeWritten() {
    let message = "the file system of /var/lib/bootd/state is full, so that no lease can be given"
    for status in [disk(size: 10 << 30, available: 10_000), disk(size: 10 << 30, available: 5 << 30, availableFiles: 0)] {
        let found = findingsOf(
            report: { $0.notices = ["no lease can be given: there is no space left"] },
            { $0.disk = DiskFact(path: "/var/lib/bootd/state", status: status) })
        #expect(found.map(\.message) == [message])
        #expect(found.map(\.severity) == [.problem])
    }
}

@Test func aDirectoryForLeasesThatIsGoneIsAProblem() {
    let found = findings { ($0.disk, $0.missingState) = (nil, "/var/lib/bootd/state") }
    #expect(
        found == [
            .problem(
                "disk", "there is no /var/lib/bootd/state any more: whatever lease bootd gives is forgotten when it ends",
                do: "systemctl restart bootd.service")
        ])
}

// MARK: Firewall

@Test func aZoneWithoutOurServiceIsNamed() {
    let zone = FirewalldZone(name: "public", interfaces: ["br0"], info: "  services: dhcp ssh")
    #expect(
        findings { $0.firewall = .firewalld([zone]) } == [
            .warning(
                "firewall", "firewalld does not let in UDP 69, UDP 4011, TCP 8080 in zone public (br0)",
                do: "firewall-cmd --permanent --zone=public --add-service=bootd && firewall-cmd --reload")
        ])
}

@Test func ufwWithoutOurProfileIsNamed() {
    let (closed, open) = (Ufw("Status: active"), Ufw("Status: active\nbootd ALLOW IN Anywhere"))
    #expect(findings { $0.firewall = closed.map { .ufw($0) } ?? .unseen }.map(\.remedy) == ["ufw allow bootd"])
    let denying = Ufw("Status: active\n67/udp DENY IN Anywhere\nbootd ALLOW IN Anywhere")
    #expect(findings { $0.firewall = denying.map { .ufw($0) } ?? .unseen }.map(\.remedy) == ["ufw prepend allow bootd"])
    #expect(findings { $0.firewall = open.map { .ufw($0) } ?? .unseen } == [])
}

@Test func aChainThatDropsIsNamedWithTheRulesThatItLacks() {
    let found = findings {
        $0.firewall = .nftables([
            "nftables": [
                ["chain": ["family": "inet", "table": "filter", "name": "input", "hook": "input", "policy": "drop"]],
                [
                    "rule": [
                        "family": "inet", "table": "filter", "chain": "input",
                        "expr": [
                            ["match": ["op": "==", "left": ["payload": ["protocol": "udp", "field": "dport"]], "right": 69]],
                            ["accept": nil],
                        ],
                    ]
                ],
            ]
        ])
    }
    #expect(found.map(\.severity) == [.warning, .warning])
    #expect(
        found.first?.remedy
            == "nft 'insert rule inet filter input udp dport { 67, 4011 } accept' && "
            + "nft 'insert rule inet filter input tcp dport { 8080 } accept', and write it into /etc/nftables.conf")
    #expect(found.last?.remedy.contains("ct state established,related accept") == true)
}
