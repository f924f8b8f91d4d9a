import Logging
import Synchronization

/// Keeps what is logged.
final class LogRecorder: Sendable {
    struct Entry: Sendable {
        let level: Logger.Level
        let message: String
        let fields: [String: String]
    }

    private let recorded: Mutex<[Entry]> = Mutex([])

    var logger: Logger {
        var logger = Logger(label: "bootd") { _ in Handler(recorder: self) }
        logger.logLevel = .debug
        return logger
    }

    var entries: [Entry] { recorded.withLock { $0 } }

    func entries(_ message: String) -> [Entry] { entries.filter { $0.message == message } }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var logLevel = Logger.Level.debug
        var metadata = Logger.Metadata()

        subscript(metadataKey key: String) -> Logger.MetadataValue? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let fields = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
            recorder.recorded.withLock { $0.append(Entry(level: event.level, message: "\(event.message)", fields: fields)) }
        }
    }
}
