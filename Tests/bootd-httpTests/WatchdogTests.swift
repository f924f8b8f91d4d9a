import LinuxIO
import Logging
import NIOPosix
import Synchronization
import Testing

@testable import bootd_http

/// Holds up the thread that logs, from the first entry on until it is let go.
private final class Obstacle: Sendable {
    private let entered: EventCounter
    private let released: EventCounter
    private let isOver = Atomic<Bool>(false)

    init() throws {
        entered = try EventCounter()
        released = try EventCounter()
    }

    /// Waits until a thread has run into it.
    func wait() { entered.wait() }

    func remove() {
        isOver.store(true, ordering: .releasing)
        released.signal()
    }

    var logger: Logger {
        var logger = Logger(label: "obstacle") { _ in Handler(obstacle: self) }
        logger.logLevel = .debug
        return logger
    }

    private func enter() {
        guard !isOver.load(ordering: .acquiring) else { return }
        entered.signal()
        released.wait()
    }

    private struct Handler: LogHandler {
        let obstacle: Obstacle
        var logLevel = Logger.Level.debug
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { obstacle.enter() }
    }
}

struct WatchdogTests {
    @Test func aClientsThreadThatIsBlockedDoesNotAnswerTheWatchdog() throws {
        let obstacle = try Obstacle()
        let fixture = try Fixture(log: obstacle.logger)
        let counter = try EventCounter()
        let client = try fixture.client()
        client.send("GET /nothing HTTP/1.1\r\nHost: boot\r\n\r\n")
        obstacle.wait()
        fixture.server.signal(counter)
        // The thread stands in front of the obstacle: nothing that it is asked can be done.
        #expect(!counter.isSignalled)
        obstacle.remove()
        counter.wait()
    }

    @Test func aClientsThreadThatWorksAnswersTheWatchdog() throws {
        let fixture = try Fixture()
        let counter = try EventCounter()
        fixture.server.signal(counter)
        counter.wait()
    }
}
