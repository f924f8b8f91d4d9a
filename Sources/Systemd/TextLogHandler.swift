internal import Glibc
public import Logging

/// Writes log entries to standard error as lines for people: `bootd-dhcp: lease given machine=52:54:00:00:00:01`.
public struct TextLogHandler: LogHandler {
    public var logLevel: Logger.Level = .info
    public var metadata: Logger.Metadata = [:]
    private let identifier: String

    public init(identifier: String) {
        self.identifier = identifier
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let line = Array(line(of: event).utf8)
        unsafe _ = line.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    func line(of event: LogEvent) -> String {
        let fields = metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 })
            .filter { JournalField.name(of: $0.key) != $0.key }
            .sorted { $0.key < $1.key }
            .map { " \($0.key)=\(Self.quoted("\($0.value)"))" }
        let level = event.level >= .warning ? "\(event.level): " : ""
        return "\(identifier): \(level)\(event.message)\(fields.joined())\n"
    }

    /// A value with blanks, quotes or control characters is quoted, so that it cannot forge another field or line.
    private static func quoted(_ value: String) -> String {
        let isPlain =
            !value.isEmpty && value.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "\"" && $0 != "=" && $0.value != 0x7F }
        // Swift escapes apostrophes too, which need none here.
        return isPlain ? value : value.debugDescription.replacing("\\'", with: "'")
    }
}
