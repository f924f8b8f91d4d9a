internal import Glibc
public import Logging
internal import NetworkValues

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
        let fields = event.fields(beside: metadata)
            .filter { JournalField.name(of: $0.key) != $0.key }
            .sorted { $0.key < $1.key }
            .map { " \($0.key)=\(Self.quoted("\($0.value)"))" }
        let level = event.level >= .warning ? "\(event.level): " : ""
        return "\(identifier): \(level)\(event.message)\(fields.joined())\n"
    }

    /// A value with blanks, quotes or what cannot be seen is quoted, so that it cannot forge another field or line.
    private static func quoted(_ value: String) -> String {
        let isPlain = value.unicodeScalars.allSatisfy {
            VisibleText.isVisible($0) && !$0.properties.isWhitespace && $0 != "\"" && $0 != "="
        }
        return isPlain && !value.isEmpty ? value : "\"" + value.unicodeScalars.map(escaped).joined() + "\""
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        scalar == "\"" || scalar == "\\" ? "\\\(scalar)" : VisibleText.escaped(scalar)
    }
}
