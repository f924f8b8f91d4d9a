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
