import Contract
import JSON
import LinuxIO
import NetworkValues

@testable import bootctl

// A server on which all is well, for tests to spoil.

let wellReport: CheckReport = {
    var report = CheckReport(
        configuration: "/etc/bootd/bootd.yaml", state: "/var/lib/bootd/state", tftp: "/var/lib/bootd/tftp",
        assets: "/var/lib/bootd/assets")
    report.generation = 3
    report.networks = [checkedNetwork("cloud", "10.75.0.0/16")].compactMap { $0 }
    return report
}()

func checkedNetwork(_ name: String, _ subnet: String, source: String = "/etc/bootd/bootd.yaml:2:3") -> CheckedNetwork? {
    IPv4Subnet(subnet).map { CheckedNetwork(name: name, subnet: $0, source: source) }
}

let lan = InterfaceFact(name: "br0", index: 2, addresses: [IPv4Address(10, 75, 0, 1)])
let loopback = InterfaceFact(name: "lo", index: 1, addresses: [IPv4Address(127, 0, 0, 1)])

func unitFact(
    _ name: String, load: String = "loaded", active: String = "active", sub: String = "", file: String = "static",
    listens: [String] = [], result: String = "success", says statusText: String = "", restarts: Int = 0
) -> UnitFact {
    UnitFact(
        name: name, load: load, active: active, sub: sub, file: file, listens: listens, result: result, statusText: statusText,
        restarts: restarts)
}

let wellUnits: [UnitFact] = [
    unitFact("bootd.socket"), unitFact("bootd-worker.socket"), unitFact("bootd-dhcp.socket", listens: ["0.0.0.0:67"]),
    unitFact("bootd-pxe.socket", listens: ["0.0.0.0:4011"]), unitFact("bootd-tftp.socket", listens: ["[::]:69"]),
    unitFact("bootd-http.socket", listens: ["[::]:8080"]), unitFact("bootd.service"),
    unitFact("bootd-dhcp.service", active: "inactive"), unitFact("bootd-tftp.service", active: "inactive"),
    unitFact("bootd-http.service", active: "inactive"), unitFact("bootd.target", file: "enabled"),
]

let wellDisk = DiskFact(path: "/var/lib/bootd/state", status: disk(size: 10 << 30, available: 5 << 30))

func disk(
    size: UInt64, available: UInt64, files: UInt64 = 1000, availableFiles: UInt64 = 900, isReadOnly: Bool = false
) -> FileSystemStatus {
    FileSystemStatus(size: size, available: available, files: files, availableFiles: availableFiles, isReadOnly: isReadOnly)
}

let wellFacts: Facts = {
    var facts = Facts(supervisor: .answers(wellReport))
    facts.interfaces = [loopback, lan]
    facts.units = wellUnits
    facts.disk = wellDisk
    facts.firewall = .nftables([:])
    facts.visits = [WebVisit(url: "http://10.75.0.1:8080", failure: nil)]
    return facts
}()

/// What the doctor finds when things are not as well as that.
func findings(_ spoil: (inout Facts) -> Void) -> [Finding] {
    var facts = wellFacts
    spoil(&facts)
    return Doctor(facts: facts).findings
}

/// The same, with another report.
func findingsOf(report spoil: (inout CheckReport) -> Void, _ more: (inout Facts) -> Void = { _ in }) -> [Finding] {
    var report = wellReport
    spoil(&report)
    return findings {
        $0.supervisor = .answers(report)
        more(&$0)
    }
}
