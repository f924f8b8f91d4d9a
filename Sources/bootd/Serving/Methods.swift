internal import Contract
internal import JSON
internal import Logging
internal import Varlink

/// Which method is answered on which socket, by which part of the supervisor.
struct Methods {
    private typealias Method = (borrowing VarlinkCall, Connection) throws(VarlinkFailure) -> Void

    private let control: [String: Method]
    private let worker: [String: Method]
    private let controlService = VarlinkService(version: bootdVersion, interfaces: [ControlInterface.description])
    private let workerService = VarlinkService(version: bootdVersion, interfaces: [WorkerInterface.description])
    private let onEnd: (Connection) -> Void

    init(_ control: ControlQuestions, _ trails: TrailQuestions, _ worker: WorkerQuestions) {
        self.control = [
            "\(ControlInterface.info)": control.info,
            "\(ControlInterface.hosts)": control.hosts,
            "\(ControlInterface.leases)": control.leases,
            "\(ControlInterface.release)": control.release,
            "\(ControlInterface.reload)": control.reload,
            "\(ControlInterface.check)": control.check,
            "\(ControlInterface.trail)": trails.trail,
        ]
        self.worker = [
            "\(WorkerInterface.attach)": worker.attach,
            "\(WorkerInterface.answerDHCP)": worker.answerDHCP,
            "\(WorkerInterface.resolveFile)": worker.resolveFile,
            "\(WorkerInterface.render)": worker.render,
            "\(WorkerInterface.report)": worker.report,
        ]
        onEnd = { connection in
            trails.ended(connection)
            worker.ended(connection)
        }
    }

    func answer(_ call: borrowing VarlinkCall, on connection: Connection) {
        let (methods, service) = connection.side == .control ? (control, controlService) : (worker, workerService)
        do throws(VarlinkFailure) {
            if let method = methods[call.method] { return try method(call, connection) }
            var output: [UInt8] = []
            guard try service.answer(call, to: &output) else { throw service.unknown(call.method) }
            connection.send(output)
        } catch {
            connection.fail(error)
        }
    }

    func ended(_ connection: Connection) { onEnd(connection) }
}

/// Reads a call's parameters as a value of the contract.
func parameters<Value: MessageValue>(_ call: borrowing VarlinkCall, _ type: Value.Type) throws(VarlinkFailure) -> Value {
    do throws(JSONError) {
        return try Value(reading: call.parameters)
    } catch {
        throw VarlinkFailure(error)
    }
}
