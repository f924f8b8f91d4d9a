internal import JSON

/// One thing that is wrong, or may be, and what to do about it.
struct Finding: Hashable {
    enum Severity: String {
        /// Machines are not served, or not all, or not as configured.
        case problem
        /// It works now, or may be meant.
        case warning
    }

    let severity: Severity
    /// What it is about, in a word or two: `network cloud`, `UDP 67`.
    let subject: String
    let message: String
    /// What to type, or to change.
    let remedy: String
    /// Where it is configured: file:line:column.
    var source: String?

    static func problem(_ subject: String, _ message: String, do remedy: String, at source: String? = nil) -> Finding {
        Finding(severity: .problem, subject: subject, message: message, remedy: remedy, source: source)
    }

    static func warning(_ subject: String, _ message: String, do remedy: String, at source: String? = nil) -> Finding {
        Finding(severity: .warning, subject: subject, message: message, remedy: remedy, source: source)
    }

    var json: JSONValue {
        var object = JSONObject([
            ("severity", .string(severity.rawValue)), ("subject", .string(subject)), ("message", .string(message)),
            ("remedy", .string(remedy)),
        ])
        object["source"] = source.map { .string($0) }
        return .object(object)
    }
}
