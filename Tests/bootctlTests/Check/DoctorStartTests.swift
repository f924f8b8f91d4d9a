import Contract
import LinuxIO
import Testing

@testable import bootctl

// Why the supervisor does not start: each cause is one finding.

private let account = Account(user: 998, groups: [998])

/// A file of root's whose way has these modes.
private func own(_ use: OwnFile.Use, _ path: String, modes: [String: UInt32] = [:], kind: PathStatus.Kind = .file) -> OwnFile {
    let walk = PathWalk(to: "", below: path) { place in
        .found(
            PathStatus(kind: place == path ? kind : .directory, mode: modes[place] ?? 0o755, user: 0, group: 0), link: nil)
    }
    return OwnFile(use: use, walk: walk, account: account)
}

private func silence(_ refusals: [String] = []) -> SupervisorFact {
    .isSilent(why: "bootd ended the connection", remedy: "see its log", refusals: refusals, isReached: true)
}

private func failed(_ text: String = "", sub: String = "failed", restarts: Int = 0) -> [UnitFact] {
    wellUnits.map { unit in
        guard unit.name == "bootd.service" else { return unit }
        let isFailed = sub == "failed"
        return unitFact(
            unit.name, active: isFailed ? "failed" : "activating", sub: sub, result: "exit-code", says: text, restarts: restarts)
    }
}

@Test func aMistakeInTheConfigurationIsOneFinding() {
    let found = findings {
        $0.supervisor = silence(["/etc/bootd/bootd.yaml:3:5: unknown key: x"])
        $0.units = failed("not started: /etc/bootd/bootd.yaml:3:5: unknown key: x")
    }
    #expect(found.map(\.message) == ["bootd cannot start: unknown key: x"])
}

@Test func whatAServiceThatHasFailedSaysIsTheFinding() {
    let found = findings {
        $0.supervisor = silence()
        $0.units = failed("not started: bootd: another bootd runs")
    }
    #expect(
        found == [
            .problem(
                "bootd.service", "the unit has failed (exit-code): not started: bootd: another bootd runs",
                do: "see why: journalctl -u bootd.service")
        ])
}

@Test func aServiceThatEndsAgainAndAgainIsNamed() {
    for sub in ["auto-restart", "start"] {
        let found = findings {
            $0.supervisor = silence()
            $0.units = failed(sub: sub, restarts: 7)
        }
        #expect(found.map(\.message) == ["it ends again and again (activating/\(sub), started again 7 times)"])
    }
}

@Test func withoutACauseTheSilenceIsToldAndSoItIsWhenNobodyTookTheCall() {
    #expect(findings { $0.supervisor = silence() }.map(\.message) == ["bootd ended the connection"])
    let found = findings {
        $0.supervisor = .isSilent(why: "no socket", remedy: "", refusals: ["/b.yaml:1:1: x"])
        $0.units = failed()
    }
    #expect(found.map(\.message) == ["no socket", "bootd cannot start: x"])
}

@Test func aConfigurationThatBootdMayNotReadIsNamedWithItsOwnerAndMode() {
    let path = "/etc/bootd/bootd.yaml"
    let found = findings {
        $0.supervisor = silence(["\(path):1:1: cannot be read: Permission denied"])
        $0.units = failed("not started: \(path):1:1: cannot be read: Permission denied")
        $0.ownFiles = [own(.configuration, path, modes: [path: 0o600])]
    }
    #expect(
        found == [
            .problem(
                "configuration", "bootd may not read \(path), which belongs to root:root and has mode 600",
                do: "chgrp bootd \(path) && chmod g+r \(path) && systemctl start bootd.service")
        ])
}

@Test func aFileThatTheNextReloadCannotReadIsToldOnce() {
    let path = "/var/lib/bootd/ignition/node.ign"
    let problem = ProblemRow(file: path, line: 1, column: 1, message: "cannot be read: Permission denied")
    let found = findingsOf(
        report: { ($0.isCurrent, $0.problems) = (false, [problem]) },
        { $0.ownFiles = [own(.configuration, path, modes: [path: 0o640])] })
    #expect(found.map(\.message) == ["bootd may not read \(path), which belongs to root:root and has mode 640"])
    #expect(found.map(\.remedy) == ["chgrp bootd \(path) && chmod g+r \(path) && bootctl reload"])
}

@Test(arguments: [
    ("/etc/bootd", "pass through", "chgrp bootd /etc/bootd && chmod g+x /etc/bootd"),
    ("/etc/bootd/conf.d", "read", "chgrp bootd /etc/bootd/conf.d && chmod g+rx /etc/bootd/conf.d"),
    ("/etc", "pass through", "chmod o+x /etc"),
])
func aDirectoryOnTheWayIsOneFinding(place: String, verb: String, remedy: String) {
    let found = findings {
        $0.supervisor = silence()
        $0.units = failed()
        $0.ownFiles = [
            own(.configuration, "/etc/bootd/conf.d", modes: [place: 0o700], kind: .directory),
            own(.configuration, "/etc/bootd/conf.d", modes: [place: 0o700], kind: .directory),
        ]
    }
    #expect(found.map(\.remedy) == ["\(remedy) && systemctl start bootd.service"])
    #expect(found.allSatisfy { $0.message.hasPrefix("bootd may not \(verb) \(place), which") })
}

@Test func aDatabaseThatIsNotBootdsIsNamed() {
    let path = "/var/lib/bootd/state/bootd.db"
    let files = [own(.state, path, modes: [path: 0o644])]
    let message = "bootd may not read and write \(path), which belongs to root:root and has mode 644"
    let advice = "chown bootd:bootd \(path) && chmod u+rw \(path)"
    #expect(findings { $0.ownFiles = files } == [.problem("state", message, do: "\(advice) && systemctl restart bootd.service")])
    let silent = findings {
        $0.supervisor = silence()
        $0.units = failed("not started: bootd: \(path) cannot be used")
        $0.ownFiles = files
    }
    #expect(silent == [.problem("state", message, do: "\(advice) && systemctl start bootd.service")])
}

@Test func filesThatAreNotSeenOrNotThereAreNoFinding() {
    for look in [PathWalk.Look.missing, .unseen] {
        let walk = PathWalk(to: "", below: "/etc/bootd/bootd.yaml") { _ in look }
        #expect(findings { $0.ownFiles = [OwnFile(use: .configuration, walk: walk, account: account)] } == [])
    }
}
