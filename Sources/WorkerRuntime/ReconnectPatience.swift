internal import NetworkValues

/// Waits longer and longer before a supervisor is asked again that hangs up without an answer: each connection starts it once
/// more, and one that cannot run would be started, and would complain, as often as packets come.
struct ReconnectPatience {
    static let firstRest: UInt64 = 100_000
    static let longestRest: UInt64 = 5_000_000
    /// A supervisor that keeps a connection for so long runs.
    static let settledTime: UInt64 = 1_000_000

    private var connectedAt = BootTime(microseconds: 0)
    private var hasAnswered = false
    /// The pause before the connection after the next: the first comes without one.
    private var rest: UInt64 = 0
    private var restsUntil = BootTime(microseconds: 0)
    private var lastProblem = ""

    /// Why no connection is tried now; nil when one may be.
    func obstacle(at now: BootTime) -> String? {
        now < restsUntil ? lastProblem : nil
    }

    mutating func connected(at now: BootTime) {
        (connectedAt, hasAnswered) = (now, false)
    }

    mutating func answered() {
        hasAnswered = true
    }

    mutating func lost(_ problem: String, at now: BootTime) {
        lastProblem = problem
        guard !hasAnswered, now.microseconds(since: connectedAt) < Self.settledTime else {
            rest = 0
            return
        }
        restsUntil = now.advanced(byMicroseconds: rest)
        rest = min(max(rest * 2, Self.firstRest), Self.longestRest)
    }
}
