internal import Contract
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Systemd

/// A worker's relation to the supervisor and to systemd: attached, ready, idle, stopping.
final class WorkerLife {
    private let context: WorkerContext
    private let sockets: [ServedSocket]
    private let link: SupervisorLink
    private var retry: EventSource?
    private var idle: EventSource?
    private var signals: [EventSource] = []
    private var retryDelay: UInt64 = WorkerLife.firstRetryDelay
    private var isStopping = false
    private var watchdog: Watchdog?
    /// The last thing that systemd is told.
    private(set) var farewell = "stopped"

    private static let firstRetryDelay: UInt64 = 100_000
    private static let longestRetryDelay: UInt64 = 5_000_000

    init(_ context: WorkerContext, sockets: [ServedSocket]) throws(SystemError) {
        self.context = context
        self.sockets = sockets
        link = context.makeLink()
        // The first attempt is made in the loop too: a link sends after a round of handlers.
        retry = try context.loop.addTimer(at: .now()) { [weak self] in self?.attach() }
        // Before the first client, so that the supervisor knows what the worker sees when it is asked.
        retry?.setPriority(-10)
        idle = try context.loop.addTimer(at: nil) { [weak self] in self?.exitIfIdle() }
        signals = [
            try context.loop.addSignal(Signals.terminate) { [weak self] in self?.stop() },
            try context.loop.addSignal(Signals.interrupt) { [weak self] in self?.interrupted() },
        ]
        context.interfaces.onChange = { [weak context] interfaces in
            context?.report(WorkerReport(interfaces: interfaces.map(InterfaceInfo.init)))
            context?.onInterfaces()
        }
    }

    /// Lets systemd's watchdog watch the loop that does the work; to be called when the worker has taken over its sockets.
    func serveWatchdog() throws(SystemError) {
        guard let ask = context.askWorkLoop else { return context.loop.serveWatchdog() }
        guard let period = Notify.watchdogPeriod else { return }
        watchdog = try Watchdog(context.loop, period: period, ask: ask, feed: Notify.watchdog)
    }

    private func attach() {
        let request = AttachRequest(
            role: context.role, version: bootdVersion, process: Int(Processes.current), sockets: sockets,
            interfaces: context.interfaces.interfaces.map(InterfaceInfo.init), otherSockets: context.otherSockets)
        link.stream(WorkerInterface.attach, request, Attachment.self) { [weak self] result in
            switch result {
            case .success(let attachment): self?.attached(attachment)
            case .failure(let failure): self?.detached(failure)
            }
        }
    }

    private func attached(_ attachment: Attachment) {
        let isFirst = context.settings == nil
        retryDelay = Self.firstRetryDelay
        context.settings = attachment.settings
        context.onSettings(attachment.settings)
        if let deadline = context.idleDeadline() { idle?.arm(at: deadline) } else { idle?.disarm() }
        tell(status(attachment), isFirst: isFirst)
        context.log.debug("attached to the supervisor", metadata: ["generation": "\(attachment.generation)"])
    }

    private func status(_ attachment: Attachment) -> String {
        let sockets = sockets.map(\.address).joined(separator: " ")
        if attachment.settings.served.isEmpty { return "no network is configured, nobody is answered; listening on \(sockets)" }
        return "serving \(sockets), configuration \(attachment.generation)"
    }

    private func tell(_ status: String, isFirst: Bool) {
        if isStopping { return }
        if isFirst { Notify.ready(status: status) } else { Notify.status(status) }
    }

    private func detached(_ failure: CallFailure) {
        if retryDelay == Self.firstRetryDelay {
            context.log.event(
                .supervisorUnreachable, .warning, "the supervisor cannot be reached, clients wait until it can",
                ["reason": "\(failure)"])
        }
        if !isStopping { Notify.status("clients wait, for the supervisor cannot be reached: \(failure)") }
        retry?.arm(at: BootTime.now().advanced(byMicroseconds: retryDelay))
        retryDelay = min(retryDelay * 2, Self.longestRetryDelay)
    }

    private func exitIfIdle() {
        guard let deadline = context.idleDeadline() else { return }
        let now = BootTime.now()
        guard now >= deadline, !context.isBusy() else {
            idle?.arm(at: max(deadline, now.advanced(byMicroseconds: 1_000_000)))
            return
        }
        context.log.debug("idle, the socket starts me again when there is work")
        farewell = "idle: the socket starts it again when there is work"
        // A client may come just now: what it is promised is finished too.
        stop()
    }

    /// At a terminal the second interrupt ends what still runs.
    private func interrupted() {
        if isStopping { context.finish() } else { stop() }
    }

    /// Asked again it goes on stopping: of the death of a parent the kernel tells once for each of its threads.
    private func stop() {
        guard !isStopping else { return }
        isStopping = true
        Notify.stopping(status: "finishing what was promised")
        context.onStop(context)
    }
}

extension InterfaceInfo {
    init(_ interface: NetworkInterface) {
        self.init(name: interface.name, index: Int(interface.index), addresses: interface.addresses)
    }
}
