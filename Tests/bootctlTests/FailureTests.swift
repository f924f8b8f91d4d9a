import ArgumentParser
import Contract
import Glibc
import JSON
import LinuxIO
import Testing
import Varlink

@testable import bootctl

private let path = "/run/bootd/control.socket"

private let table: [(failure: Failure, status: Int32, lines: [String])] = [
    (
        .unreachable(SystemError(ENOENT, "connect to \(path)"), socket: path), 3,
        [
            "bootctl: cannot connect to /run/bootd/control.socket: No such file or directory",
            "Start bootd (systemctl start bootd.target), or say where its socket is (bootctl --socket PATH ...).",
        ]
    ),
    (
        .unreachable(SystemError(EACCES, "connect to \(path)"), socket: path), 3,
        [
            "bootctl: cannot connect to /run/bootd/control.socket: Permission denied: you are not in group bootd",
            "Ask as root (sudo bootctl ...), or let root add you (usermod -aG bootd NAME) and log in again.",
        ]
    ),
    (
        .unreachable(SystemError(ENOENT, "connect to /tmp/a.socket"), socket: "/tmp/a.socket"), 3,
        [
            "bootctl: cannot connect to /tmp/a.socket: No such file or directory",
            "Start bootd there, or say where its socket is (bootctl --socket PATH ...).",
        ]
    ),
    (
        .unreachable(SystemError(EACCES, "connect to /tmp/a.socket"), socket: "/tmp/a.socket"), 3,
        [
            "bootctl: cannot connect to /tmp/a.socket: Permission denied",
            "Ask as root, or as a member of the socket's group.",
        ]
    ),
    (
        .disconnected(socket: path), 3,
        [
            "bootctl: bootd, at /run/bootd/control.socket, ended the connection",
            "Its log says why: journalctl -u bootd.service",
        ]
    ),
    (
        .silent(socket: path, seconds: 30), 3,
        [
            "bootctl: bootd, at /run/bootd/control.socket, has not answered for 30 s",
            "See what it does (systemctl status bootd.service), or start it again (systemctl restart bootd.service).",
        ]
    ),
    (
        .unintelligible("'hosts' is not an array"), 3,
        [
            "bootctl: the answer is not one of bootd: 'hosts' is not an array",
            "Perhaps bootd is of another version than this bootctl (\(bootdVersion)): systemctl restart bootd.service",
        ]
    ),
    (
        .refused(
            ControlFailure.configurationInvalid([
                ProblemRow(file: "/etc/bootd/bootd.yaml", line: 4, column: 5, message: "unknown key 'rnge'"),
                ProblemRow(file: "/etc/bootd/conf.d/a.yaml", line: 1, column: 1, message: "not a mapping"),
            ]).failure), 1,
        [
            "/etc/bootd/bootd.yaml:4:5: unknown key 'rnge'",
            "/etc/bootd/conf.d/a.yaml:1:1: not a mapping",
            "bootctl: the configuration is refused, and the one before stays in force",
        ]
    ),
    (.refused(ControlFailure.notFound("x").failure), 1, ["bootctl: bootd knows no 'x'"]),
    (
        .refused(.methodNotFound("io.bootd.Control.Trail")), 1,
        [
            #"bootctl: bootd refuses: org.varlink.service.MethodNotFound {"method":"io.bootd.Control.Trail"}"#,
            "Perhaps bootd is of another version than this bootctl (\(bootdVersion)): systemctl restart bootd.service",
        ]
    ),
    (.refused(.permissionDenied), 1, ["bootctl: bootd refuses: org.varlink.service.PermissionDenied {}"]),
    (.notWritten(SystemError(ENOSPC, "write")), 1, ["bootctl: cannot write: No space left on device"]),
]

@Test(arguments: table)
func aFailureSaysWhatHappenedAndWhatToDo(failure: Failure, status: Int32, lines: [String]) {
    #expect(failure.lines() == lines)
    #expect(failure.status == status)
}

@Test(arguments: table)
func aFailureIsAnObjectForPrograms(failure: Failure, status: Int32, lines: [String]) {
    let name = failure.json?["error"]?.stringValue
    switch failure {
    case .notWritten: #expect(failure.json == nil)
    case .refused(let refusal): #expect(failure.json == ["error": .string(refusal.name), "parameters": refusal.parameters])
    case .unreachable: #expect(name == "io.bootd.bootctl." + (failure.isPermission ? "PermissionDenied" : "Unreachable"))
    case .disconnected: #expect(name == "io.bootd.bootctl.Disconnected")
    case .silent: #expect(name == "io.bootd.bootctl.Silent")
    case .unintelligible: #expect(name == "io.bootd.bootctl.Unintelligible")
    }
    if status == 3 { #expect(lines.first.map { "bootctl: \(failure.message)" == $0 } == true) }
}

@Test func eachVerbSaysWhereItsNamesAreListed() throws {
    let failure = Failure.refused(ControlFailure.notFound("x").failure)
    let leases = try #require(BootctlCommand.parseAsRoot(["leases"]) as? LeasesVerb)
    #expect(
        failure.lines(notFound: leases.notFound) == [
            "bootctl: there is no network 'x'", "Those that are: bootctl info",
        ])
    let trail = try #require(BootctlCommand.parseAsRoot(["trail"]) as? TrailVerb)
    #expect(
        failure.lines(notFound: trail.notFound) == [
            "bootctl: there is no host 'x'", "Those that are: bootctl hosts. Other machines go by their MAC address.",
        ])
}
