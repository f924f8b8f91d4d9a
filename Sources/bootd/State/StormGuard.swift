internal import NetworkValues

/// Lets a burst of log entries through, and counts what comes beyond it.
struct StormGuard {
    /// Whether an entry may be written; with how many were held back before it.
    enum Decision: Equatable {
        case write(suppressed: Int)
        case suppress
    }

    private let perSecond: Int
    private var second: UInt64 = 0
    private var written = 0
    private var suppressed = 0

    init(perSecond: Int) {
        self.perSecond = perSecond
    }

    mutating func decide(at now: BootTime) -> Decision {
        let current = now.microseconds / 1_000_000
        if current != second { (second, written) = (current, 0) }
        guard written < perSecond else {
            suppressed += 1
            return .suppress
        }
        written += 1
        defer { suppressed = 0 }
        return .write(suppressed: suppressed)
    }
}
