internal import Catalog
internal import Contract
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Systemd
internal import Varlink

/// `io.bootd.Worker`: what the workers ask.
final class WorkerQuestions {
    private let supervisor: Supervisor
    private let dhcp: DHCPQuestions
    private let files: FileQuestions
    private var workers: [ObjectIdentifier: AttachedWorker] = [:]

    private struct AttachedWorker {
        let info: WorkerInfo
        let sockets: [ServedSocket]
        let connection: Connection
    }

    init(_ supervisor: Supervisor) {
        self.supervisor = supervisor
        dhcp = DHCPQuestions(supervisor)
        files = FileQuestions(supervisor)
    }

    /// The workers that are attached, by role.
    var attached: [WorkerInfo] {
        workers.values.map(\.info).sorted { ($0.role.rawValue, $0.process) < ($1.role.rawValue, $1.process) }
    }

    /// Tells every worker the settings of the newest generation.
    func announceSettings() {
        for worker in workers.values { tellSettings(worker.connection) }
        supervisor.tellRivals()
        logProblems()
    }

    /// What is wrong with how the sockets and the configuration fit together; sentences for people.
    var problems: [String] {
        let port = supervisor.catalog.http.port
        return workers.values.flatMap { worker in
            worker.sockets.filter { worker.info.role == .http && !$0.address.hasSuffix(":\(port)") }.map {
                "bootd-http listens on \($0.address), but URLs carry port \(port): set http.port in \(supervisor.source.path), "
                    + "or move the socket (systemctl edit bootd-http.socket)"
            }
        }
    }

    func ended(_ connection: Connection) {
        guard let worker = workers.removeValue(forKey: ObjectIdentifier(connection)) else { return }
        supervisor.log.debug(
            "worker detached", metadata: ["role": "\(worker.info.role.rawValue)", "process": "\(worker.info.process)"])
    }

    // MARK: Methods

    func attach(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        guard call.more else { throw .expectedMore }
        let request = try parameters(call, AttachRequest.self)
        let info = WorkerInfo(
            role: request.role, version: request.version, process: request.process, since: .now(),
            sockets: request.sockets.map { "\($0.name) \($0.address)" })
        connection.beginStream()
        workers[ObjectIdentifier(connection)] = AttachedWorker(info: info, sockets: request.sockets, connection: connection)
        // The other workers may not look at the host's interfaces.
        if request.role == .dhcp { noteSurroundings(request.interfaces, request.otherSockets ?? []) }
        supervisor.log.debug("worker attached", metadata: ["role": "\(request.role.rawValue)", "process": "\(request.process)"])
        logProblems()
        tellSettings(connection)
    }

    func answerDHCP(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        let question = try parameters(call, DHCPQuestion.self)
        let (answer, commit) = dhcp.answer(question.query)
        if let commit {
            connection.reply(whenDurable: commit, answer.write)
        } else {
            connection.reply(answer.write)
        }
    }

    func resolveFile(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        connection.reply(files.resolve(try parameters(call, FileQuery.self)).write)
    }

    func render(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        let query = try parameters(call, DocumentQuery.self)
        do throws(WorkerFailure) {
            connection.reply(try files.render(query).write)
        } catch {
            throw error.failure
        }
    }

    func report(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        let report = try parameters(call, WorkerReport.self)
        noteSurroundings(report.interfaces, report.otherSockets)
        for server in report.otherServers ?? [] { supervisor.noteOtherServer(server) }
        for transfer in report.transfers { files.note(transfer) }
        connection.reply()
    }

    /// Takes over what the DHCP worker sees of the host; nil is what has not changed.
    private func noteSurroundings(_ interfaces: [InterfaceInfo]?, _ sockets: [OtherSocket]?) {
        if let interfaces { supervisor.setInterfaces(interfaces) }
        if let sockets { supervisor.neighbours.sockets = sockets }
        if interfaces != nil || sockets != nil { supervisor.tellRivals() }
    }

    private func tellSettings(_ connection: Connection) {
        connection.push(Attachment(generation: supervisor.catalog.generation, settings: supervisor.workerSettings).write)
    }

    private func logProblems() {
        for problem in problems {
            supervisor.log.event(.portMismatch, .error, "the HTTP worker is not where URLs point", ["reason": "\(problem)"])
        }
    }
}
