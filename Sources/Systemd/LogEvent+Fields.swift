internal import Logging

extension LogEvent {
    /// All that the entry tells beside its message: the handler's metadata, its own, and its error.
    func fields(beside metadata: Logger.Metadata) -> Logger.Metadata {
        var fields = metadata.merging(self.metadata ?? [:], uniquingKeysWith: { $1 })
        if let error { fields["error"] = "\(error)" }
        return fields
    }
}
