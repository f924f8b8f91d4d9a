public import Contract
public import LinuxIO
public import Logging
public import NetworkValues
public import Systemd

/// What a worker's protocol code gets from the runtime: the loop, the log, the supervisor, its settings.
public final class WorkerContext {
    public let role: Role
    public let loop: EventLoop
    public let log: Logger
    public let interfaces: InterfaceTable
    /// The socket of the supervisor, for links.
    public let supervisorPath: String
    /// The settings of the newest generation; nil until the supervisor has told them.
    public internal(set) var settings: WorkerSettings?

    /// The sockets of other programs on the worker's ports; nil when it does not look. What is set before the worker attaches
    /// is told with that; a change is to be reported.
    public var otherSockets: [OtherSocket]?

    /// Called after each change of `settings`.
    public var onSettings: (WorkerSettings) -> Void = { _ in }
    /// Called after each change of the interfaces.
    public var onInterfaces: () -> Void = {}
    /// Asked when the process is to stop: finish what was promised, then call `finish`.
    public var onStop: (WorkerContext) -> Void = { $0.finish() }
    /// Whether something is being done that an idle exit would cut off.
    public var isBusy: () -> Bool = { false }
    /// When a thread of the worker's own last served a client; nil when none has, or there is no such thread.
    public var lastUseElsewhere: () -> BootTime? = { nil }
    /// For work that is done in another loop than this one: has that loop signal the counter. systemd's watchdog is fed by
    /// its answers alone.
    public var askWorkLoop: ((EventCounter) -> Void)?

    /// What was promised is finished within so many microseconds after `onStop`, or given up: DESIGN.md allows 5 s in all.
    public static let stopTime: UInt64 = 4_000_000

    private let reports: SupervisorLink
    private var lastUse = BootTime.now()

    init(role: Role, loop: EventLoop, log: Logger, supervisorPath: String, interfaces: InterfaceTable) {
        self.role = role
        self.loop = loop
        self.log = log
        self.supervisorPath = supervisorPath
        self.interfaces = interfaces
        reports = SupervisorLink(path: supervisorPath, loop: loop)
    }

    public func makeLink() -> SupervisorLink {
        SupervisorLink(path: supervisorPath, loop: loop)
    }

    /// Tells the supervisor what happened.
    public func report(_ report: WorkerReport) {
        reports.tell(WorkerInterface.report, report)
    }

    /// Notes that a client was served, so that the process is not idle.
    public func touch() {
        lastUse = .now()
    }

    /// Ends the process's loop.
    public func finish() {
        loop.stop()
    }

    /// When the process may exit for idleness; nil when it never may.
    func idleDeadline() -> BootTime? {
        guard let seconds = settings?.idleSeconds, seconds > 0 else { return nil }
        let lastUse = max(lastUse, lastUseElsewhere() ?? lastUse)
        return lastUse.advanced(byMicroseconds: UInt64(clamping: seconds) &* 1_000_000)
    }
}
