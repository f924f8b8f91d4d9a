internal import Catalog
internal import Contract
internal import Leases
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Store
internal import Systemd

/// The process: it puts the parts together, and brings them down again.
final class SupervisorProcess {
    private let options: BootdCommand
    private let log: Logger
    private let loop: EventLoop
    private let stateLock: DirectoryLock
    private let service: SupervisorService
    private let user: UserIdentity?
    private let standalone: Standalone?
    private var sources: [EventSource] = []
    private var ticker: EventSource?
    private var nextTick = BootTime.distantFuture
    private var pace = CountPace()
    private var stopTimer: EventSource?
    private var stopDeadline = BootTime(microseconds: 0)
    private var lastStatus = ""
    private var isStopping = false
    /// What was promised is given up after so many microseconds.
    private static let stopTime: UInt64 = 4_000_000

    init(_ options: BootdCommand, _ source: ConfigurationSource, _ catalog: Catalog, _ log: Logger) throws {
        self.options = options
        self.log = log
        loop = try EventLoop()
        try Files.makeDirectory(options.state, mode: 0o700)
        // Two that give the same addresses would give them twice.
        guard let stateLock = try DirectoryLock(options.state) else { throw StateInUse(path: options.state) }
        self.stateLock = stateLock
        let leases = try Self.openLeases(options, loop, log)
        let supervisor = Supervisor(
            source: source, catalog: catalog, leases: leases, statePath: options.state, isStandalone: options.standalone, log: log
        )
        service = try SupervisorService(supervisor, loop: loop, log: log)
        user = try options.user.map { name throws(SystemError) in
            guard let user = UserIdentity(name: name) else { throw SystemError.notFound("find the user \(name)") }
            return user
        }
        standalone = options.standalone ? try Standalone(runtime: options.runtime, user: user, loop: loop, log: log) : nil
    }

    /// Serves until told to stop.
    func run() throws {
        try openSockets()
        try watchSignals()
        service.onChange = { [weak self] in self?.tellStatus() }
        service.onLeases = { [weak self] in self?.tick(within: 1_000_000) }
        service.supervisor.logCatalog()
        try standalone?.start(httpPort: service.supervisor.catalog.http.port)
        loop.serveWatchdog()
        Notify.ready(status: service.status)
        try loop.run()
        Notify.stopping(status: "stopped")
        log.debug("stopped")
    }

    private static func openLeases(_ options: BootdCommand, _ loop: EventLoop, _ log: Logger) throws -> LeaseKeeper {
        let now = ClockReading.now()
        let recovering = options.recover ? now : nil
        do {
            return try LeaseKeeper(Database.open(directory: options.state, recovering: recovering), loop: loop, log: log)
        } catch let error as StoreError where options.recover && error.isOfTheFile {
            let aside = try Database.setAside(directory: options.state, suffix: "\(now.wall.seconds)").joined(separator: " ")
            log.event(
                .databaseSetAside, .warning, "the database was set aside", ["reason": "\(error)", "files": "\(aside)"])
            return try LeaseKeeper(Database.open(directory: options.state, recovering: recovering), loop: loop, log: log)
        }
    }

    /// Takes the control sockets from systemd, or opens them.
    private func openSockets() throws {
        let passed = try Activation.takeSockets()
        guard passed.isEmpty else {
            for socket in passed {
                guard let side = Connection.Side(rawValue: socket.name) else { throw UnknownSocket(name: socket.name) }
                try service.server.serve(socket.descriptor, side)
            }
            return
        }
        if standalone == nil {
            log.notice("no socket was passed, so no worker comes by itself: systemctl start bootd.target, or bootd --standalone")
        }
        try Files.makeDirectory(options.runtime, mode: 0o755)
        let control = try StreamSocket.listen(path: "\(options.runtime)/\(DefaultPaths.controlSocket)", mode: 0o660)
        let worker = try StreamSocket.listen(path: "\(options.runtime)/\(DefaultPaths.workerSocket)", mode: 0o660)
        if let user { try Files.setGroup("\(options.runtime)/\(DefaultPaths.workerSocket)", user.group) }
        try service.server.serve(control.release(), .control)
        try service.server.serve(worker.release(), .worker)
    }

    private func watchSignals() throws(SystemError) {
        for signal in [Signals.terminate, Signals.interrupt] {
            sources.append(try loop.addSignal(signal) { [weak self] in self?.stop() })
        }
        sources.append(
            try loop.addSignal(Signals.hangUp) { [weak self] in
                // The result is in the journal.
                _ = try? self?.service.supervisor.reload()
            })
        let timer = try loop.addTimer(at: .now()) { [weak self] in self?.tick() }
        sources.append(timer)
        ticker = timer
    }

    /// Frees offers that ran out, and tells systemd how things stand: each second while there are offers, leases
    /// change, or cannot be written; seldom otherwise.
    private func tick() {
        let leases = service.supervisor.leases
        leases.expire(at: leases.now())
        leases.retry()
        let isQuiet = leases.book.nextExpiry == nil && leases.failure == nil
        if isQuiet || leases.failure != nil || pace.isDue(at: .now()) { tellStatus() }
        nextTick = .distantFuture
        tick(within: isQuiet ? 10_000_000 : 1_000_000)
    }

    private func tick(within microseconds: UInt64) {
        let latest = BootTime.now().advanced(byMicroseconds: microseconds)
        guard latest < nextTick else { return }
        nextTick = latest
        ticker?.arm(at: latest)
    }

    private func tellStatus() {
        if isStopping { return }
        pace.counts(service.supervisor.leases.book.count, at: .now())
        let status = service.status
        guard status != lastStatus else { return }
        lastStatus = status
        Notify.status(status)
    }

    /// Finishes what was promised: what waits for the disk is written and answered first.
    private func stop() {
        if isStopping { return loop.stop() }
        isStopping = true
        Notify.stopping(status: "finishing what was promised")
        stopDeadline = BootTime.now().advanced(byMicroseconds: Self.stopTime)
        // The database is closed after the last answer, which a slow disk makes long, and which nothing depends on.
        try? BackgroundThread.endProcess(after: Self.stopTime + 500_000, status: 0)
        standalone?.stop()
        service.supervisor.leases.stop()
        stopTimer = try? loop.addTimer(at: .now()) { [weak self] in self?.finishStop() }
    }

    private func finishStop() {
        let isDone = service.supervisor.leases.isStopped && standalone?.isStopped ?? true
        if isDone || BootTime.now() > stopDeadline { return loop.stop() }
        stopTimer?.arm(at: BootTime.now().advanced(byMicroseconds: 20_000))
    }
}

/// A socket that was passed by a name that says nothing of who may use it.
private struct UnknownSocket: Error, CustomStringConvertible {
    let name: String

    var description: String { "the socket \(name) is neither control nor worker: name it by FileDescriptorName=" }
}

/// Another supervisor works with the same leases.
private struct StateInUse: Error, CustomStringConvertible {
    let path: String

    var description: String { "another bootd runs with the state in \(path): stop it, or give this one a --state of its own" }
}
