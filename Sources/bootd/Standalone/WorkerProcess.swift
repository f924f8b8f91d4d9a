internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Systemd

/// One worker that `bootd --standalone` keeps running.
final class WorkerProcess {
    private(set) var process: Int32?
    private let request: SpawnRequest
    private let loop: EventLoop
    private let log: Logger
    private var timer: EventSource?
    private var delay: UInt64 = firstDelay
    private var started = BootTime(microseconds: 0)

    private static let firstDelay: UInt64 = 100_000
    private static let longestDelay: UInt64 = 10_000_000

    init(_ request: SpawnRequest, loop: EventLoop, log: Logger) {
        self.request = request
        self.loop = loop
        self.log = log
        timer = try? loop.addTimer(at: nil) { [weak self] in self?.start() }
    }

    func start() {
        started = .now()
        do throws(SystemError) {
            process = try Processes.spawn(request)
        } catch {
            log.event(.workerStopped, .error, "a worker cannot be started", ["program": "\(request.path)", "reason": "\(error)"])
            startLater()
        }
    }

    func stop() {
        timer?.disarm()
        if let process { Processes.terminate(process) }
    }

    /// Looks whether the process has ended. It starts again after a pause, which grows while it keeps ending at once.
    func reap(restart: Bool) {
        guard let ended = process, let end = Processes.end(of: ended) else { return }
        process = nil
        guard restart else { return }
        let level: Logger.Level = end == .exited(0) ? .debug : .error
        log.event(
            .workerStopped, level, "a worker ended and is started again", ["program": "\(request.path)", "reason": "\(end)"])
        startLater()
    }

    private func startLater() {
        let now = BootTime.now()
        if now.microseconds(since: started) > Self.longestDelay { delay = Self.firstDelay }
        timer?.arm(at: now.advanced(byMicroseconds: delay))
        delay = min(delay * 2, Self.longestDelay)
    }
}
