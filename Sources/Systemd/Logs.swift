internal import Glibc
public import Logging

/// Where a process's log goes.
public enum Logs {
    /// To the journal when standard error is the journal, as text to standard error otherwise.
    public static func logger(identifier: String, level: Logger.Level) -> Logger {
        let toJournal = JournalField.isStandardError
        var logger = Logger(label: identifier) { _ in
            toJournal ? JournalLogHandler(identifier: identifier) : TextLogHandler(identifier: identifier) as any LogHandler
        }
        logger.logLevel = level
        return logger
    }
}

extension Logs {
    /// What BOOTD_LOG asks for; `info` when it asks for nothing that is a level.
    public static var levelFromEnvironment: Logger.Level {
        guard let value = unsafe getenv("BOOTD_LOG") else { return .info }
        return unsafe Logger.Level(rawValue: String(cString: value)) ?? .info
    }

    /// Writes a line for whoever started the program.
    public static func writeError(_ line: String) {
        let octets = Array((line + "\n").utf8)
        unsafe _ = octets.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
