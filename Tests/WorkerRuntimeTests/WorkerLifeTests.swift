import Contract
import Glibc
import JSON
import LinuxIO
import Logging
import NetworkValues
import Systemd
import Testing

@testable import WorkerRuntime

/// A worker's life under a fake supervisor.
private final class Worker {
    let supervisor: FakeSupervisor
    let context: WorkerContext
    private(set) var settings: [WorkerSettings] = []
    private var life: WorkerLife?

    init() throws {
        supervisor = try FakeSupervisor()
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        context = WorkerContext(
            role: .tftp, loop: supervisor.loop, log: log, supervisorPath: supervisor.path,
            interfaces: try InterfaceTable(loop: supervisor.loop, log: log))
        // A worker blocks these before its first thread starts; here this thread does.
        var (blocked, before) = (sigset_t(), sigset_t())
        unsafe sigemptyset(&blocked)
        for signal in [SIGTERM, SIGINT] { unsafe sigaddset(&blocked, signal) }
        unsafe pthread_sigmask(SIG_BLOCK, &blocked, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        life = try WorkerLife(context, sockets: [ServedSocket(name: "tftp", address: "[::]:69")])
        context.onSettings = { [unowned self] in settings.append($0) }
    }

    func attach(_ generation: Int, idleSeconds: Int = 0, on connection: Int = 0) {
        let settings = WorkerSettings(
            roots: [], served: [], idleSeconds: idleSeconds, maximumTransfers: generation, maximumTransfersPerClient: 1)
        supervisor.answer(Attachment(generation: generation, settings: settings), continues: true, on: connection)
    }
}

@Test func aWorkerAttachesAndLearnsItsSettingsNowAndAfterEachReload() throws {
    let worker = try Worker()
    try worker.supervisor.run({}, { worker.attach(1) }, { worker.attach(2) })
    let call = try #require(worker.supervisor.calls.first)
    #expect((call.method, call.more, worker.supervisor.calls.count) == ("io.bootd.Worker.Attach", true, 1))
    #expect(call.parameters["role"] == "tftp")
    #expect(call.parameters["process"] == .integer(Int64(getpid())))
    #expect(call.parameters["sockets"] == [["name": "tftp", "address": "[::]:69"]])
    #expect(worker.settings.map(\.maximumTransfers) == [1, 2])
    #expect(worker.context.settings?.maximumTransfers == 2)
}

@Test func whoElseHasItsPortsIsToldWhenAWorkerAttachesAndWhenThatChanges() throws {
    let worker = try Worker()
    worker.context.otherSockets = [OtherSocket(port: 67, address: .any, interface: "virbr0")]
    try worker.supervisor.run({}, { worker.context.report(WorkerReport(otherSockets: [])) })
    #expect(
        worker.supervisor.calls.first?.parameters["otherSockets"] == [["port": 67, "address": "0.0.0.0", "interface": "virbr0"]])
    let report = try #require(worker.supervisor.calls.last)
    #expect((report.method, report.oneway) == ("io.bootd.Worker.Report", true))
    #expect(report.parameters == ["transfers": [], "otherSockets": []])
}

@Test func aWorkerKeepsItsSettingsAndAttachesAgainWhenItLosesTheSupervisor() throws {
    let worker = try Worker()
    worker.supervisor.onCall = { call in
        worker.attach(call.connection + 1, on: call.connection)
        if call.connection == 3 { worker.supervisor.loop.stop() } else { worker.supervisor.hangUp(call.connection) }
    }
    try worker.supervisor.loop.run()
    #expect(worker.supervisor.calls.map(\.connection) == [0, 1, 2, 3])
    #expect(worker.settings.map(\.maximumTransfers) == [1, 2, 3])
}

@Test func aWorkerTriesUntilTheSupervisorIsThere() throws {
    let worker = try Worker()
    worker.supervisor.stopListening()
    let timer = try worker.supervisor.loop.addTimer(at: BootTime.now().advanced(byMicroseconds: 50_000)) {
        do { try worker.supervisor.listen() } catch { Issue.record(error) }
    }
    worker.supervisor.onCall = { _ in worker.supervisor.loop.stop() }
    try worker.supervisor.loop.run()
    timer.remove()
    #expect(worker.supervisor.calls.count == 1)
}

@Test func anIdleWorkerEndsWhenNothingIsBeingDone() throws {
    let worker = try Worker()
    worker.supervisor.onCall = { _ in worker.attach(1, idleSeconds: 1) }
    var questions = 0
    worker.context.isBusy = {
        questions += 1
        return questions == 1
    }
    var stops = 0
    worker.context.onStop = {
        stops += 1
        $0.finish()
    }
    let start = BootTime.now()
    try worker.supervisor.loop.run()
    #expect((questions, stops) == (2, 1))
    #expect(BootTime.now().microseconds(since: start) >= 1_000_000)
}

@Test(arguments: [(nil, false), (0, false), (-1, false), (1, true), (.max, true)] as [(Int?, Bool)])
func onlyAWorkerThatIsToldHowLongMayEndForIdleness(seconds: Int?, mayEnd: Bool) throws {
    let worker = try Worker()
    worker.context.settings = seconds.map {
        WorkerSettings(roots: [], served: [], idleSeconds: $0, maximumTransfers: 0, maximumTransfersPerClient: 0)
    }
    #expect((worker.context.idleDeadline() != nil) == mayEnd)
}

@Test func theLastUseCountsWhereverItWas() throws {
    let worker = try Worker()
    worker.context.settings = WorkerSettings(
        roots: [], served: [], idleSeconds: 1, maximumTransfers: 0, maximumTransfersPerClient: 0)
    let before = try #require(worker.context.idleDeadline())
    worker.context.touch()
    #expect(try #require(worker.context.idleDeadline()) >= before)
    worker.context.lastUseElsewhere = { BootTime(microseconds: 0) }
    #expect(try #require(worker.context.idleDeadline()) >= before)
    let later = BootTime.now().advanced(byMicroseconds: 5_000_000)
    worker.context.lastUseElsewhere = { later }
    #expect(worker.context.idleDeadline() == later.advanced(byMicroseconds: 1_000_000))
}
