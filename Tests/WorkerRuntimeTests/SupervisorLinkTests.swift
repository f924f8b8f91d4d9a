import Contract
import JSON
import LinuxIO
import Systemd
import Testing
import Varlink

@testable import WorkerRuntime

/// A worker's link to a fake supervisor, and what became of its calls.
private final class Worker {
    let supervisor: FakeSupervisor
    private(set) var link: SupervisorLink?
    /// What each call brought: its number, and the machine of its answer or why there is none.
    private(set) var results: [(call: Int, result: Result<String, CallFailure>)] = []

    init() throws {
        supervisor = try FakeSupervisor()
        link = SupervisorLink(path: supervisor.path, loop: supervisor.loop)
    }

    func drop() { link = nil }

    /// Asks for a file; the call's number is in its parameters.
    func call(_ number: Int, then next: @escaping () -> Void = {}) {
        link?.call(WorkerInterface.resolveFile, query(number), FileAnswer.self) { [unowned self] result in
            results.append((number, result.map { $0.machine ?? "" }))
            next()
        }
    }

    func stream(_ number: Int, then next: @escaping () -> Void = {}) {
        link?.stream(WorkerInterface.attach, query(number), FileAnswer.self) { [unowned self] result in
            results.append((number, result.map { $0.machine ?? "" }))
            next()
        }
    }

    func tell(_ number: Int) { link?.tell(WorkerInterface.report, query(number)) }

    private func query(_ number: Int) -> FileQuery { FileQuery(name: [], client: "\(number)", local: "", interface: "") }

    var answered: [Int] { results.filter { (try? $0.result.get()) != nil }.map(\.call) }
    var failed: [Int] { results.filter { (try? $0.result.get()) == nil }.map(\.call) }

    var failures: [CallFailure] {
        results.compactMap { if case .failure(let failure) = $0.result { failure } else { nil } }
    }

    var machines: [String] { results.compactMap { try? $0.result.get() } }
}

extension FakeSupervisor {
    fileprivate var asked: [Int] { calls.compactMap { $0.parameters["client"]?.stringValue.flatMap { Int($0) } } }
}

private func answer(_ number: Int) -> FileAnswer { FileAnswer(candidates: [], machine: "\(number)") }

@Test func aCallIsAnswered() throws {
    let worker = try Worker()
    worker.supervisor.onCall = { _ in worker.supervisor.answer(answer(7)) }
    try worker.supervisor.run({ worker.call(1) })
    #expect(
        worker.supervisor.calls == [
            ReceivedCall(
                connection: 0, method: "io.bootd.Worker.ResolveFile",
                parameters: ["nameHex": "", "client": "1", "local": "", "interface": ""], more: false, oneway: false)
        ])
    #expect(worker.machines == ["7"])
    #expect(worker.link?.waitingCount == 0)
}

@Test func manyCallsLeaveBeforeTheFirstAnswerAndAreAnsweredInOrder() throws {
    let worker = try Worker()
    let count = 3000
    try worker.supervisor.run(
        { for number in 0..<count { worker.call(number) } },
        {
            #expect(worker.supervisor.asked == Array(0..<count))
            #expect(worker.link?.waitingCount == count)
            for number in 0..<count { worker.supervisor.answer(answer(number)) }
        })
    #expect(worker.answered == Array(0..<count))
    #expect(worker.machines == (0..<count).map { "\($0)" })
    #expect(worker.supervisor.connectionCount == 1)
    #expect(worker.link?.waitingCount == 0)
}

@Test func aCallMayBeMadeFromAnAnswer() throws {
    let worker = try Worker()
    worker.supervisor.onCall = { worker.supervisor.answer(answer(Int($0.parameters["client"]?.stringValue ?? "") ?? -1)) }
    try worker.supervisor.run({ worker.call(1) { worker.call(2) { worker.call(3) } } })
    #expect(worker.machines == ["1", "2", "3"])
    #expect(worker.supervisor.connectionCount == 1)
}

@Test func aRefusalIsTheCallersAlone() throws {
    let worker = try Worker()
    let refusal = WorkerFailure.nothingToServe(reason: "no profile", machine: nil, host: nil).failure
    try worker.supervisor.run(
        { for number in 1...3 { worker.call(number) } },
        {
            worker.supervisor.answer(answer(1))
            worker.supervisor.fail(refusal)
            worker.supervisor.answer(answer(3))
        })
    #expect(worker.results.map(\.call) == [1, 2, 3])
    #expect(worker.failures == [.refused(refusal)])
    #expect(worker.machines == ["1", "3"])
}

@Test func anAnswerThatIsNotUnderstoodIsTheCallersAlone() throws {
    let worker = try Worker()
    try worker.supervisor.run(
        { for number in 1...2 { worker.call(number) } },
        {
            worker.supervisor.answer(#"{"parameters":{"candidates":7}}"#)
            worker.supervisor.answer(answer(2))
        })
    #expect(worker.failures == [.unreachable("the supervisor's answer is not understood: 'candidates' is not an array")])
    #expect(worker.machines == ["2"])
}

@Test func aLostConnectionFailsAllThatWaitsOnce() throws {
    let worker = try Worker()
    try worker.supervisor.run(
        { for number in 1...3 { worker.call(number) } },
        {
            worker.supervisor.answer(answer(1))
            worker.supervisor.hangUp()
        })
    #expect(worker.answered == [1])
    #expect(worker.failed == [2, 3])
    #expect(Set(worker.failures) == [.unreachable("the supervisor closed the connection")])
    #expect(worker.link?.waitingCount == 0)
}

@Test func theNextCallConnectsAgain() throws {
    let worker = try Worker()
    try worker.supervisor.run(
        { worker.call(1) },
        { worker.supervisor.hangUp() },
        { worker.call(2) },
        { worker.supervisor.answer(answer(2), on: 1) })
    #expect(worker.failed == [1])
    #expect(worker.machines == ["2"])
    #expect(worker.supervisor.calls.map(\.connection) == [0, 1])
}

@Test func aCallMayBeMadeFromAFailure() throws {
    let worker = try Worker()
    try worker.supervisor.run(
        { for number in [1, 2] { worker.call(number) { if number == 1 { worker.call(3) } } } },
        { worker.supervisor.hangUp() },
        { worker.supervisor.answer(answer(3), on: 1) })
    #expect(worker.failed == [1, 2])
    #expect(worker.machines == ["3"])
}

@Test func whatWasNotSentIsNotSentToTheNextSupervisor() throws {
    let worker = try Worker()
    try worker.supervisor.run(
        { worker.call(1) },
        { worker.supervisor.pause() },
        { for number in 2...2000 { worker.call(number) } },
        { worker.supervisor.hangUp() },
        { worker.call(2001) })
    #expect(worker.failed == Array(1...2000))
    #expect(worker.supervisor.calls.last?.connection == 1)
    #expect(worker.supervisor.calls.filter { $0.connection == 1 }.count == 1)
}

@Test func aSupervisorThatIsNotThereIsSaidAtOnce() throws {
    let worker = try Worker()
    worker.supervisor.stopListening()
    worker.call(1)
    worker.tell(2)
    #expect(worker.failures == [.unreachable("connect to \(worker.supervisor.path): No such file or directory")])
    try worker.supervisor.listen()
    try worker.supervisor.run({ worker.call(3) }, { worker.supervisor.answer(answer(3)) })
    #expect(worker.machines == ["3"])
}

/// What no supervisor says: each fails all calls that wait, and the next call finds another connection.
@Test(arguments: [
    "", "x", "[]", "{", #"{"parameters":[]}"#, #"{"error":7}"#, "{}\0{}\0{}",
    #"{"parameters":{"candidates":[]},"continues":true}"#,
])
func nonsenseEndsTheConnection(text: String) throws {
    let worker = try Worker()
    try worker.supervisor.run(
        { for number in 1...2 { worker.call(number) } },
        { worker.supervisor.answer(text) },
        {
            #expect(worker.link?.waitingCount == 0)
            worker.call(3)
        },
        { worker.supervisor.answer(answer(3), on: 1) })
    #expect(worker.results.map(\.call) == [1, 2, 3])
    #expect(worker.failed == [1, 2])
    #expect(worker.machines == ["3"])
}

@Test func anAnswerToNothingEndsTheConnection() throws {
    let worker = try Worker()
    try worker.supervisor.run(
        { worker.call(1) },
        {
            worker.supervisor.answer(answer(1))
            worker.supervisor.answer(answer(2))
        },
        { worker.call(3) },
        { worker.supervisor.answer(answer(3), on: 1) })
    #expect(worker.machines == ["1", "3"])
}

@Test func moreCallsThanCanWaitAreTurnedAway() throws {
    let worker = try Worker()
    let limit = SupervisorLink.waitingLimit
    try worker.supervisor.run({ for number in 0...limit { worker.call(number) } })
    #expect(worker.failed == [limit])
    #expect(worker.failures == [.busy])
    #expect(worker.link?.waitingCount == limit)
}

// MARK: Streams

@Test func aStreamIsAnsweredAgainAndAgain() throws {
    let worker = try Worker()
    try worker.supervisor.run(
        { worker.stream(1) },
        { for number in 1...3 { worker.supervisor.answer(answer(number), continues: true) } },
        { worker.supervisor.answer(answer(4), continues: true) },
        { worker.supervisor.hangUp() })
    #expect(worker.supervisor.calls.map(\.more) == [true])
    #expect(worker.machines == ["1", "2", "3", "4"])
    #expect(worker.failures == [.unreachable("the supervisor closed the connection")])
}

@Test func aStreamThatIsRefusedIsOverAndTheConnectionIsNot() throws {
    let worker = try Worker()
    try worker.supervisor.run(
        { worker.stream(1) },
        {
            worker.supervisor.answer(answer(1), continues: true)
            worker.supervisor.fail(.permissionDenied)
        },
        { worker.stream(2) },
        { worker.supervisor.answer(answer(2), continues: true) })
    #expect(worker.failures == [.refused(.permissionDenied)])
    #expect(worker.machines == ["1", "2"])
    #expect(worker.supervisor.connectionCount == 1)
}

@Test func aStreamThatEndsIsAFailureAfterItsLastAnswer() throws {
    let worker = try Worker()
    try worker.supervisor.run({ worker.stream(1) }, { worker.supervisor.answer(answer(1)) })
    #expect(worker.machines == ["1"])
    #expect(worker.failures == [.unreachable("the supervisor ended the stream")])
}

/// The caller asks again, which only a new connection answers: this one would stream on.
@Test(arguments: [true, false]) func aStreamThatIsNotUnderstoodEndsTheConnection(continues: Bool) throws {
    let worker = try Worker()
    try worker.supervisor.run(
        { worker.stream(1) },
        { worker.supervisor.answer(#"{"parameters":{},"continues":\#(continues)}"#) },
        { worker.stream(2) },
        { worker.supervisor.answer(answer(2), continues: true, on: 1) })
    #expect(worker.failures == [.unreachable("the supervisor's answer is not understood: 'candidates' is missing")])
    #expect(worker.machines == ["2"])
}

// MARK: What is not answered

@Test func whatIsToldIsNotWaitedFor() throws {
    let worker = try Worker()
    try worker.supervisor.run(
        {
            worker.tell(1)
            worker.call(2)
            worker.tell(3)
        },
        { worker.supervisor.answer(answer(2)) })
    #expect(worker.supervisor.asked == [1, 2, 3])
    #expect(worker.supervisor.calls.map(\.oneway) == [true, false, true])
    #expect(worker.machines == ["2"])
}

@Test func whatIsToldLastLeavesBeforeTheLoopEnds() throws {
    let worker = try Worker()
    try worker.supervisor.run({ worker.call(1) })
    #expect(worker.supervisor.asked == [1])
    let other = try EventLoop()
    let link = SupervisorLink(path: worker.supervisor.path, loop: other)
    _ = try other.addTimer(at: .now()) {
        link.tell(WorkerInterface.report, WorkerReport())
        other.stop()
    }
    try other.run()
    // The supervisor's own loop is over: look at what lies in its socket.
    let text = try worker.supervisor.acceptedText()
    #expect(text == "{\"method\":\"io.bootd.Worker.Report\",\"parameters\":{\"transfers\":[]},\"oneway\":true}\0")
}

@Test func aSupervisorThatDoesNotReadIsNotToldForEver() throws {
    let worker = try Worker()
    let report = WorkerReport(transfers: [
        Transfer(
            protocol: .tftp, name: String(repeating: "x", count: 1 << 18), client: "", outcome: .complete, octets: 0, resent: 0,
            microseconds: 0, detail: nil)
    ])
    for _ in 0..<200 { worker.link?.tell(WorkerInterface.report, report) }
    let limit = SupervisorLink.messageLimit
    #expect((limit..<limit + (1 << 19)).contains(worker.link?.outputCount ?? 0))
}

@Test func aLinkThatIsLetGoLeavesTheLoopAndHangsUp() throws {
    let worker = try Worker()
    try worker.supervisor.run({ worker.call(1) }, { worker.drop() }, {})
    #expect(worker.supervisor.closings == [0])
}
