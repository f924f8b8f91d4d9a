import NetworkValues

/// Decides when what was sent is sent again, and when to give up.
struct RetryTimer: Hashable, Sendable {
    enum Expiry: Equatable {
        case notYet
        case sendAgain
        case giveUp
    }

    private let policy: RetryPolicy
    private(set) var deadline: BootTime?
    private var timesSent = 0
    private var end = BootTime(microseconds: 0)
    private var wasHurried = false
    private var hurriesNow = false

    init(_ policy: RetryPolicy) {
        self.policy = policy
    }

    /// Something new was sent: the tries and the limit begin afresh.
    mutating func restart(now: BootTime, isHalfOpen: Bool) {
        end = now.advanced(byMicroseconds: isHalfOpen ? min(policy.halfOpenLimit, policy.idleLimit) : policy.idleLimit)
        timesSent = 1
        wasHurried = false
        arm(now)
    }

    /// There is a hint that what was sent is lost: wait no longer than this.
    ///
    /// One hint counts between two time-outs.
    mutating func hurry(to sooner: BootTime) {
        guard let deadline, !wasHurried, sooner < deadline else { return }
        self.deadline = sooner
        wasHurried = true
        hurriesNow = true
    }

    mutating func expire(now: BootTime) -> Expiry {
        guard let deadline, deadline <= now else { return .notYet }
        // A client that gives hints is there: its hint does not use up a try.
        if hurriesNow {
            arm(now)
            return .sendAgain
        }
        guard timesSent < policy.tries, now < end else { return .giveUp }
        timesSent += 1
        wasHurried = false
        arm(now)
        return .sendAgain
    }

    mutating func stop() {
        deadline = nil
    }

    private mutating func arm(_ now: BootTime) {
        hurriesNow = false
        deadline = min(now.advanced(byMicroseconds: policy.wait(afterSending: timesSent)), end)
    }
}
