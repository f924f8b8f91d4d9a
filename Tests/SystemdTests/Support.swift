import Glibc
import LinuxIO
import Logging
import NetworkValues
import Synchronization
import Systemd
import Testing

/// A loop in a test; one that hangs is an error after a minute.
struct TestLoop {
    let loop: EventLoop

    init() throws { loop = try EventLoop() }

    /// Stops when so many microseconds have gone and nothing else is ready, however slow the machine.
    func stop(after microseconds: UInt64) throws {
        try loop.addTimer(at: .now(plus: microseconds)) { [loop] in loop.stop() }.setPriority(100)
    }

    func run() throws {
        var isLate = false
        let guardian = try loop.addTimer(at: BootTime.now().advanced(byMicroseconds: 60_000_000)) { [loop] in
            isLate = true
            loop.stop()
        }
        try loop.run()
        guardian.remove()
        #expect(!isLate, "the loop was not stopped")
    }
}

extension BootTime {
    /// So many microseconds from now.
    static func now(plus microseconds: UInt64) -> BootTime { now().advanced(byMicroseconds: microseconds) }
}

/// The ends of a pair of connected stream sockets that do not block; the caller owns both.
func socketPair() throws -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    let result = unsafe socketpair(
        AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0, &ends)
    try #require(result == 0)
    return (ends[0], ends[1])
}

/// Keeps the events that are logged.
final class EventRecorder: Sendable {
    private let recorded: Mutex<[LogEvent]> = Mutex([])

    var events: [LogEvent] { recorded.withLock { $0 } }

    func logger(level: Logger.Level = .trace) -> Logger {
        var logger = Logger(label: "test") { _ in Handler(recorder: self) }
        logger.logLevel = level
        return logger
    }

    private struct Handler: LogHandler {
        let recorder: EventRecorder
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            recorder.recorded.withLock { $0.append(event) }
        }
    }
}
