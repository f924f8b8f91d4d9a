internal import Catalog
internal import Contract
internal import Leases
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Store
internal import Systemd

/// The supervisor behind its control sockets, whatever process it runs in.
final class SupervisorService {
    let supervisor: Supervisor
    let server: ControlServer
    /// Called when `status` may say something else.
    var onChange: () -> Void = {}
    /// Called when leases are on disk: there may be more of them, or fewer.
    var onLeases: () -> Void = {}

    private let workers: WorkerQuestions
    private let log: Logger
    private var isStateWritable = true
    private var isReading = false

    init(_ supervisor: Supervisor, loop: EventLoop, log: Logger, limits: ConnectionLimits = ConnectionLimits())
        throws(SystemError)
    {
        self.supervisor = supervisor
        self.log = log
        workers = WorkerQuestions(supervisor)
        let methods = Methods(ControlQuestions(supervisor, workers), TrailQuestions(supervisor), workers)
        server = try ControlServer(loop: loop, log: log, methods: methods, limits: limits)
        supervisor.onCatalog = { [weak self] in self?.workers.announceSettings() }
        supervisor.onReload = { [weak self] in self?.reloading($0) }
        supervisor.leases.onDurable = { [weak self] in self?.durable(through: $0) }
        supervisor.leases.onFailure = { [weak self] in self?.refused($0) }
    }

    /// How things stand, in a line.
    var status: String { isReading ? "reading the configuration again" : StatusLine(supervisor).text }

    private func reloading(_ step: Supervisor.ReloadStep) {
        isReading = step == .begun
        onChange()
    }

    private func durable(through number: UInt64) {
        server.release(through: number)
        onLeases()
        guard !isStateWritable, supervisor.leases.failure == nil else { return }
        isStateWritable = true
        log.event(.stateWritable, .notice, "leases can be written again")
        onChange()
    }

    private func refused(_ error: StoreError) {
        server.refuseHeld { side in
            switch side {
            case .control: ControlFailure.stateNotWritable(reason: "\(error)").failure
            case .worker: WorkerFailure.stateNotWritable(reason: "\(error)").failure
            }
        }
        guard isStateWritable else { return }
        isStateWritable = false
        log.event(.stateNotWritable, .critical, "leases cannot be written, none is given", ["reason": "\(error)"])
        onChange()
    }
}
