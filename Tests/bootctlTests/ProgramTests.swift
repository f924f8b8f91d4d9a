import Contract
import Foundation
import JSON
import LinuxIO
import Testing

@testable import bootctl

private func parameters(_ json: String, continues: Bool = false) -> String {
    "{\"parameters\":\(json)\(continues ? ",\"continues\":true" : "")}"
}

private func host(_ name: String) -> String { "{\"name\":\"\(name)\",\"addresses\":[],\"source\":\"a.yaml:1:1\"}" }

private let twoPages = [
    parameters("{\"hosts\":[\(host("a")),\(host("b"))]}", continues: true), parameters("{\"hosts\":[\(host("c"))]}"),
]

@Test(arguments: [1, 7, Int.max])
func pagesAreJoinedInATable(piece: Int) throws {
    let supervisor = try FakeSupervisor(replies: twoPages, piece: piece)
    let outcome = run(["hosts"], socket: supervisor.socket)
    #expect(outcome.status == 0)
    #expect(outcome.output.split(separator: "\n").map { $0.prefix(1) } == ["H", "a", "b", "c"])
    #expect(supervisor.call == #"{"method":"io.bootd.Control.Hosts","parameters":{},"more":true}"#)
}

@Test(arguments: [["--json", "hosts"], ["hosts", "--json"]])
func pagesAreJoinedInOneObject(arguments: [String]) throws {
    let supervisor = try FakeSupervisor(replies: twoPages)
    let outcome = run(arguments, socket: supervisor.socket)
    #expect(outcome == Outcome(output: "{\"hosts\":[\(host("a")),\(host("b")),\(host("c"))]}\n"))
}

@Test func membersThatANewerSupervisorAddsArePassedOn() throws {
    let supervisor = try FakeSupervisor(replies: [parameters(#"{"generation":1,"novel":[{"x":1.50}]}"#)])
    #expect(
        run(["info", "--json"], socket: supervisor.socket).output == #"{"generation":1,"novel":[{"x":1.50}]}"# + "\n")
}

@Test func theSocketIsTakenBeforeAndAfterTheVerb() throws {
    for arguments in [["--socket", "%", "reload"], ["reload", "--socket", "%"], ["reload", "--socket=%"]] {
        let supervisor = try FakeSupervisor(replies: [
            parameters(#"{"generation":2,"networks":1,"hosts":1,"profiles":2}"#)
        ])
        let outcome = run(arguments.map { $0.replacing("%", with: supervisor.socket) })
        #expect(outcome == Outcome(output: "Generation 2 is in force: 1 network, 1 host, 2 profiles\n"))
        #expect(supervisor.call == #"{"method":"io.bootd.Control.Reload","parameters":{}}"#)
    }
}

@Test func aNetworkIsPassedOn() throws {
    let supervisor = try FakeSupervisor(replies: [parameters(#"{"leases":[]}"#)])
    #expect(run(["leases", "--network", "cloud"], socket: supervisor.socket) == Outcome(output: "No leases.\n"))
    #expect(supervisor.call == #"{"method":"io.bootd.Control.Leases","parameters":{"network":"cloud"},"more":true}"#)
}

@Test func anAddressIsReleasedAndAPersonOrAProgramIsTold() throws {
    let lease = #""address":"10.75.0.11","hardware":"52:54:00:00:00:01","network":"cloud","state":"bound""#
    let reply = "{\"lease\":{\(lease),\"start\":1,\"expires\":2}}"
    let first = try FakeSupervisor(replies: [parameters(reply)])
    #expect(
        run(["release", "10.75.0.11"], socket: first.socket)
            == Outcome(output: "10.75.0.11, which 52:54:00:00:00:01 had on network cloud, is free\n"))
    #expect(first.call == #"{"method":"io.bootd.Control.Release","parameters":{"address":"10.75.0.11"}}"#)
    let second = try FakeSupervisor(replies: [parameters(reply)])
    #expect(run(["release", "10.75.0.11", "--json"], socket: second.socket) == Outcome(output: reply + "\n"))
}

@Test(arguments: [
    (
        #"{"error":"io.bootd.Control.NotFound","parameters":{"name":"10.75.0.9"}}"#,
        "bootctl: there is no lease of '10.75.0.9'\nThose that are: bootctl leases\n"
    ),
    (
        #"{"error":"io.bootd.Control.StateNotWritable","parameters":{"reason":"the disk is full"}}"#,
        "bootctl: bootd cannot write its leases, so nothing has changed: the disk is full\nMend that, and try again.\n"
    ),
])
func aReleaseThatIsRefusedSaysWhy(refusal: String, words: String) throws {
    let supervisor = try FakeSupervisor(replies: [refusal])
    #expect(run(["release", "10.75.0.9"], socket: supervisor.socket) == Outcome(status: 1, errors: words))
}

@Test func aRefusalIsToldOnErrorAndToProgramsAsTheyGotIt() throws {
    let refusal = #"{"error":"io.bootd.Control.NotFound","parameters":{"name":"x"}}"#
    let words = "bootctl: there is no network 'x'\nThose that are: bootctl info\n"
    let first = try FakeSupervisor(replies: [refusal])
    #expect(run(["leases", "--network=x"], socket: first.socket) == Outcome(status: 1, errors: words))
    let second = try FakeSupervisor(replies: [refusal])
    #expect(
        run(["leases", "--network=x", "--json"], socket: second.socket)
            == Outcome(status: 1, output: refusal + "\n", errors: words))
}

@Test func aRefusalAfterAPagePrintsNoHalfTable() throws {
    let supervisor = try FakeSupervisor(replies: [twoPages[0], #"{"error":"org.example.Broken"}"#])
    let outcome = run(["hosts"], socket: supervisor.socket)
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("bootctl: bootd refuses: org.example.Broken {}\n"))
}

@Test(arguments: [[], [twoPages[0]]])
func anEndWithoutTheLastReplyIsNoAnswer(replies: [String]) throws {
    let supervisor = try FakeSupervisor(replies: replies)
    let outcome = run(["hosts"], socket: supervisor.socket)
    #expect(outcome.status == 3)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("bootctl: bootd, at \(supervisor.socket), ended the connection\n"))
}

@Test(arguments: [
    ("nonsense", "no JSON value at offset 0"), ("[]", "a reply is an object"),
    (#"{"parameters":{"hosts":1}}"#, "'hosts' is not an array"),
    (#"{"parameters":{"hosts":[{}]}}"#, "'name' is missing"), ("", "text without an end"),
])
func anAnswerThatIsNoneOfBootdsIsNotTaken(reply: String, reason: String) throws {
    let supervisor = try FakeSupervisor(replies: [reply])
    let outcome = run(["hosts"], socket: supervisor.socket)
    #expect(outcome.status == 3)
    #expect(outcome.errors.hasPrefix("bootctl: the answer is not one of bootd: "))
    #expect(outcome.errors.contains(reason))
}

@Test func silenceEnds() throws {
    let path = FakeSupervisor.freshPath()
    defer { try? FileManager.default.removeItem(atPath: path) }
    // Connections are made, and nobody takes them.
    let listener = try StreamSocket.listen(path: path, mode: 0o600)
    var connection = try ControlConnection(socket: path, patience: 0)
    #expect(throws: Failure.silent(socket: path, seconds: 0)) {
        try connection.call(ControlCall(method: ControlInterface.info)) { JSONValue($0) }
    }
    listener.shutdown()
}

@Test func aSocketThatIsNotThereIsNamed() {
    let outcome = run(["info"])
    #expect(outcome.status == 3)
    #expect(
        outcome.errors.hasPrefix("bootctl: cannot connect to /nonexistent/control.socket: No such file or directory\n"))
}

@Test func programsThatCannotReachAnybodyAreToldAsAnObject() throws {
    let lost = run(["info", "--json"])
    #expect(lost.status == 3)
    #expect(
        try JSONValue(parsing: Array(lost.output.utf8)) == [
            "error": "io.bootd.bootctl.Unreachable",
            "message": "cannot connect to /nonexistent/control.socket: No such file or directory",
        ])
    #expect(lost.errors.hasPrefix("bootctl: cannot connect to /nonexistent/control.socket"))
    let supervisor = try FakeSupervisor(replies: [])
    let ended = run(["hosts", "--json"], socket: supervisor.socket)
    #expect(
        try JSONValue(parsing: Array(ended.output.utf8)) == [
            "error": "io.bootd.bootctl.Disconnected", "message": .string("bootd, at \(supervisor.socket), ended the connection"),
        ])
}

@Test(arguments: [
    ("/usr/bin/bootdctl", "bootdctl"), ("bootdctl", "bootdctl"), ("/usr/sbin/bootctl", "bootctl"), (nil, "bootctl"),
])
func ourMessagesNameUsAsWeWereCalled(path: String?, name: String) throws {
    try Program.called(path) {
        #expect(run(["info"]).errors.hasPrefix("\(name): cannot connect"))
        #expect(run(["info"]).errors.contains("(\(name) --socket PATH ...)"))
        #expect(run(["hosts", "x"]).errors.contains("\nUsage: \(name) hosts"))
        #expect(findingsOf(report: { $0.isCurrent = false }).map(\.remedy) == ["\(name) reload"])
        #expect(run(["check", "--json"]).output.contains("\"message\":\"cannot connect to"))
        let supervisor = try FakeSupervisor(replies: [parameters(#"{"hosts":[]}"#)])
        #expect(run(["hosts"], socket: supervisor.socket).output.hasSuffix("then: \(name) reload\n"))
    }
}

@Test func whatCannotBePrintedFails() throws {
    let supervisor = try FakeSupervisor(replies: twoPages)
    let outcome = run(["hosts"], socket: supervisor.socket, diskIsFull: true)
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("bootctl: cannot write: "))
}

@Test(arguments: [
    ["hosts", "--bad"], ["hosts", "x"], ["--json"], ["--socket"], ["leases", "--network"], ["trail", "a", "b"], ["release"],
    ["release", "node1"], ["release", "10.75.0.1", "10.75.0.2"],
])
func wrongUsageIsStatusTwo(arguments: [String]) {
    let outcome = run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("Error: "))
    #expect(outcome.errors.contains("\nUsage: bootctl"))
}
