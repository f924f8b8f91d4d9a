import NetworkValues

/// Notices when a client takes nothing any more.
struct StallWatch {
    private let limit: UInt64
    private var since: BootTime
    private var mark: Int64?

    /// `limit` is in microseconds.
    init(limit: UInt64, now: BootTime) {
        self.limit = limit
        since = now
    }

    /// Whether nothing has changed for too long.
    ///
    /// `mark` is any number that changes with each octet that is taken.
    mutating func isStalled(at mark: Int64, now: BootTime) -> Bool {
        if mark != self.mark { (self.mark, since) = (mark, now) }
        return now.microseconds(since: since) >= limit
    }
}
