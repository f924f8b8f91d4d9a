internal import CSystemd
internal import Glibc
public import Logging

/// Sends log entries to the journal, metadata as fields of their own (sd_journal_sendv(3)).
///
/// A key `machine` becomes the field `BOOTD_MACHINE`; a key in capitals (`MESSAGE_ID`, `CODE_FILE`) stays as it is.
public struct JournalLogHandler: LogHandler {
    public var logLevel: Logger.Level = .info
    public var metadata: Logger.Metadata = [:]
    private let identifier: String

    /// `identifier` is what `journalctl -t` asks for.
    public init(identifier: String) {
        self.identifier = identifier
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        Self.send(fields(of: event))
    }

    func fields(of event: LogEvent) -> [String] {
        let metadata = event.fields(beside: metadata)
        var fields = [
            "MESSAGE=\(event.sentence(metadata))", "PRIORITY=\(Self.priority(event.level))", "SYSLOG_IDENTIFIER=\(identifier)",
            "CODE_FILE=\(event.file)", "CODE_LINE=\(event.line)", "CODE_FUNC=\(event.function)",
        ]
        for (key, value) in metadata {
            fields.append("\(JournalField.name(of: key))=\(value)")
        }
        return fields
    }

    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .critical: 2
        case .error: 3
        case .warning: 4
        case .notice: 5
        case .info: 6
        case .debug, .trace: 7
        }
    }

    /// Each field travels with its length, so that a value may hold line ends and cannot forge another field.
    private static func send(_ fields: [String]) {
        let octets = fields.map { Array($0.utf8) }
        let all = octets.flatMap { $0 }
        unsafe all.withUnsafeBytes { bytes in
            var offset = 0
            let parts = unsafe octets.map { field in
                defer { offset += field.count }
                let start = unsafe bytes.baseAddress.map { unsafe UnsafeMutableRawPointer(mutating: $0 + offset) }
                return unsafe iovec(iov_base: start, iov_len: field.count)
            }
            unsafe _ = sd_journal_sendv(parts, Int32(clamping: parts.count))
        }
    }
}

/// Names of journal fields.
public enum JournalField {
    /// `BOOTD_` and the key in capitals; a key that is in capitals already stays. What the journal takes in no name becomes `_`.
    public static func name(of key: String) -> String {
        let upper = String(key.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? Character($0.uppercased()) : "_" })
        let isName = upper == key && key.first?.isLetter == true
        return isName ? key : "BOOTD_" + upper
    }

    /// Whether standard error is the journal: systemd names its device and inode in JOURNAL_STREAM.
    public static var isStandardError: Bool {
        guard let value = unsafe getenv("JOURNAL_STREAM") else { return false }
        var status = stat()
        guard unsafe fstat(STDERR_FILENO, &status) == 0 else { return false }
        return unsafe String(cString: value) == "\(status.st_dev):\(status.st_ino)"
    }
}
