internal import Logging
internal import NetworkValues

extension LogEvent {
    /// What the entry is about, by metadata key, in the order in which it is told.
    private static let subjects = ["document", "name", "machine", "host", "address"]

    /// The entry on one line, as `journalctl` shows it: the message, what it is about, and why, if that calls for somebody.
    ///
    /// `fields` are all fields of the entry. `lease given: 52:54:00:00:00:01, node1, 10.75.0.11`.
    func sentence(_ fields: Logger.Metadata) -> String {
        let subjects = Self.subjects.compactMap { fields[$0].map { "\($0)" } }
        let reason = level >= .notice ? fields["reason"].map { "\($0)" } : nil
        let parts = ["\(message)", subjects.joined(separator: ", "), reason ?? ""]
        return VisibleText.of(parts.filter { !$0.isEmpty }.joined(separator: ": "))
    }
}
