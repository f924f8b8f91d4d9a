internal import Glibc
internal import LinuxIO
public import Logging

/// Where a process's log goes.
public enum Logs {
    /// To the journal when standard error is the journal, as text to standard error otherwise; from the level on that
    /// BOOTD_LOG names, or else from `info` on.
    public static func logger(identifier: String) -> Logger {
        let toJournal = JournalField.isStandardError
        var logger = Logger(label: identifier) { _ in
            toJournal ? JournalLogHandler(identifier: identifier) : TextLogHandler(identifier: identifier) as any LogHandler
        }
        guard let wanted = Processes.environment("BOOTD_LOG") else { return logger }
        if let level = Logger.Level(rawValue: wanted) {
            logger.logLevel = level
        } else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            logger.warning("BOOTD_LOG names no level, info is used", metadata: ["value": "\(wanted)", "levels": "\(levels)"])
        }
        return logger
    }

    /// Writes a line for whoever started the program.
    public static func writeError(_ line: String) {
        let octets = Array((line + "\n").utf8)
        unsafe _ = octets.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
