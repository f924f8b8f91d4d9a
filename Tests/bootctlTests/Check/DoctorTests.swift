import Contract
import NetworkValues
import Testing

@testable import bootctl

// What the doctor makes of what he sees: the server itself, its networks and its units.

@Test func whenAllIsWellNothingIsFound() {
    #expect(findings { _ in } == [])
}

// MARK: Supervisor and configuration

@Test func aSilentSupervisorIsAProblemWithWhateverElseIsWrong() {
    let found = findings {
        $0.supervisor = .isSilent(
            why: "nobody is there", remedy: "start it", refusals: ["/etc/b.yaml:3:5: unknown key: x", "oops"])
        $0.disk = DiskFact(path: "/var", status: disk(size: 10 << 30, available: 0, isReadOnly: true))
    }
    #expect(
        found == [
            .problem("bootd", "nobody is there", do: "start it"),
            .problem(
                "configuration", "bootd cannot start: unknown key: x", do: "mend it, then: systemctl start bootd.target",
                at: "/etc/b.yaml:3:5"),
            .problem("configuration", "bootd cannot start: oops", do: "mend it, then: systemctl start bootd.target"),
            .problem(
                "disk", "the file system of /var is read-only, so that no lease can be given",
                do: "see why: journalctl -k; then: mount -o remount,rw $(findmnt -nT /var -o TARGET)"),
        ])
}

@Test func whatTheNextReloadRefusesIsToldWithItsPlace() {
    let found = findingsOf(report: {
        $0.isCurrent = false
        $0.problems = [ProblemRow(file: "/etc/bootd/bootd.yaml", line: 4, column: 7, message: "unknown key")]
    })
    #expect(found.map(\.source) == ["/etc/bootd/bootd.yaml:4:7"])
    #expect(found.map(\.severity) == [.problem])
    #expect(found.map(\.message) == ["the next reload or start will be refused: unknown key"])
}

@Test func filesThatHaveChangedAreAWarning() {
    let found = findingsOf(report: { $0.isCurrent = false })
    #expect(found.map(\.severity) == [.warning])
    #expect(found.map(\.remedy) == ["bootctl reload"])
    #expect(found.first?.message.contains("generation 3") == true)
}

@Test func whatTheSupervisorKnowsIsPassedOn() {
    #expect(findingsOf(report: { $0.notices = ["no lease can be given: x"] }).map(\.message) == ["no lease can be given: x"])
}

@Test func noNetworkAtAllIsAWarning() {
    #expect(findingsOf(report: { $0.networks = [] }).map(\.message) == ["no network is configured, so nobody is answered"])
}

// MARK: Networks

@Test func aNetworkWithoutAnAddressIsNamedWithWhatThereIs() {
    let found = findings {
        $0.interfaces = [
            loopback, InterfaceFact(name: "eth0", addresses: [IPv4Address(192, 0, 2, 5)]),
            InterfaceFact(name: "eth1", isUp: false),
        ]
    }
    #expect(
        found == [
            .problem(
                "network cloud",
                "no interface has an address in 10.75.0.0/16, so that only machines behind a relay are served: "
                    + "there are eth0 192.0.2.5; eth1 none (down)",
                do: "ip address add 10.75.0.1/16 dev eth1, and in the system's network configuration",
                at: "/etc/bootd/bootd.yaml:2:3")
        ])
}

@Test func aNetworkBehindARelayIsAWarningBesideOneThatIsServed() {
    let found = findingsOf(report: {
        $0.networks += [checkedNetwork("far", "10.99.0.0/24", source: "b.yaml:9:3")].compactMap { $0 }
    })
    #expect(found.map(\.severity) == [.warning])
    #expect(found.map(\.subject) == ["network far"])
    #expect(found.map(\.source) == ["b.yaml:9:3"])
}

@Test func theAddressThatClientsAreToldIsTheOneToAdd() {
    let found = findingsOf(report: { $0.server = IPv4Address(10, 75, 0, 9) }, { $0.interfaces = [loopback] })
    #expect(found.map(\.remedy) == ["ip address add 10.75.0.9/16 dev INTERFACE, and in the system's network configuration"])
    #expect(found.first?.message.hasSuffix("there is no interface but lo") == true)
}

@Test func anInterfaceThatIsDownOrUnpluggedIsNamed() {
    let down = findings { $0.interfaces = [InterfaceFact(name: "br0", addresses: lan.addresses, isUp: false, hasCarrier: false)] }
    #expect(down.map(\.severity) == [.problem])
    #expect(down.map(\.remedy) == ["ip link set br0 up"])
    let unplugged = findings { $0.interfaces = [InterfaceFact(name: "br0", addresses: lan.addresses, hasCarrier: false)] }
    #expect(unplugged.map(\.severity) == [.warning])
    #expect(unplugged.first?.message == "interface br0 has no carrier")
}

// MARK: Units

private func units(_ names: [String], _ change: (String) -> UnitFact) -> [Finding] {
    findings { facts in facts.units = facts.units?.map { names.contains($0.name) ? change($0.name) : $0 } }
}

@Test(arguments: [
    ("bootd-tftp.socket", "loaded", "inactive", "success", Finding.Severity.problem, "systemctl start bootd-tftp.socket"),
    ("bootd-dhcp.socket", "loaded", "failed", "resources", .problem, "systemctl reset-failed bootd-dhcp.socket"),
    ("bootd-tftp.socket", "masked", "inactive", "success", .warning, "systemctl unmask bootd-tftp.socket"),
    ("bootd.socket", "masked", "inactive", "success", .problem, "systemctl unmask bootd.socket"),
    ("bootd-pxe.socket", "not-found", "inactive", "success", .problem, "contrib/install"),
    ("bootd-http.service", "loaded", "failed", "exit-code", .problem, "journalctl -u bootd-http.service"),
    ("bootd-http.service", "masked", "inactive", "success", .problem, "systemctl unmask bootd-http.service"),
])
func aUnitThatIsNotAsItShouldBeIsNamed(
    name: String, load: String, active: String, result: String, severity: Finding.Severity, remedy: String
) {
    let found = units([name]) { unitFact($0, load: load, active: active, result: result) }
    #expect(found.map(\.subject) == [name])
    #expect(found.map(\.severity) == [severity])
    #expect(found.first?.remedy.contains(remedy) == true)
    if result == "resources" { #expect(found.first?.message.contains("(resources)") == true) }
}

@Test(arguments: [
    ("bootd-tftp.socket", "bootd-tftp.service", "TFTP"),
    ("bootd-pxe.socket", "bootd-dhcp.service", "the PXE boot server (UDP 4011)"),
])
func aSocketWhoseServiceGoesOnIsStartedWithTheTarget(socket: String, service: String, what: String) {
    let name = socket.contains("pxe") ? "pxe" : "tftp"
    let info = WorkerInfo(role: .dhcp, version: "1", process: 1, since: noon, sockets: ["dhcp 0.0.0.0:67", "\(name) [::]:1"])
    for (workers, isServed) in [([info], true), ([], false)] {
        let loss = isServed ? "so that \(what) ends with \(service), which still runs" : "so that nobody gets \(what)"
        func found(_ change: (String) -> UnitFact) -> [Finding] {
            findingsOf(
                report: { $0.workers = workers },
                { facts in facts.units = wellUnits.map { [socket, service].contains($0.name) ? change($0.name) : $0 } })
        }
        let masked = found {
            $0 == socket ? unitFact($0, load: "masked", active: "inactive") : unitFact($0, active: "active")
        }
        let remedy = "systemctl unmask \(socket) && systemctl restart bootd.target, unless that is meant"
        let advice = isServed ? "\(remedy); then: systemctl stop \(service)" : remedy
        #expect(masked == [.warning(socket, "the unit is masked, \(loss)", do: advice)])
        let stopped = found { unitFact($0, active: $0 == socket ? "inactive" : "active") }
        #expect(stopped == [.problem(socket, "the unit is inactive, \(loss)", do: "systemctl restart bootd.target")])
    }
}

@Test func aTargetThatIsNotStartedIsOneFinding() {
    let found = units(Doctor.sockets.map(\.unit)) { unitFact($0, active: "inactive") }
    #expect(found.map(\.remedy) == ["systemctl enable --now bootd.target"])
    #expect(found.map(\.severity) == [.problem])
}

@Test func unitsThatAreNotThereAreOneFinding() {
    let found = units(Doctor.sockets.map(\.unit)) { unitFact($0, load: "not-found", active: "inactive") }
    #expect(found.map(\.message) == ["bootd's units are not installed, so that nothing starts it"])
}

@Test func unitsThatSystemctlTellsNothingOfAreNotSeen() {
    #expect(findings { $0.units = [] } == [])
    #expect(UnitFact.parse("") == [])
    #expect(UnitFact.parse("what?\n\nId=bootd.socket\n") == [])
    #expect(UnitFact.parse("Id=bootd.socket\nLoadState=\nActiveState=\n") == [])
}

@Test func aTargetThatIsNotEnabledIsAWarning() {
    #expect(units([Doctor.target]) { unitFact($0, file: "disabled") }.map(\.severity) == [.warning])
}

@Test func withoutSystemdThereAreNoUnitsToBeWrong() {
    #expect(findings { $0.units = nil } == [])
    let none = Doctor.unitNames.map { unitFact($0, load: "not-found", active: "inactive") }
    #expect(findingsOf(report: { $0.isStandalone = true }, { $0.units = none }) == [])
}
