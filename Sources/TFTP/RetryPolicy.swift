/// How often and how long a transfer tries; times are in microseconds.
public struct RetryPolicy: Hashable, Sendable {
    /// Until a packet is sent for the second time; every further wait is twice as long.
    public var firstWait: UInt64 = 1_000_000
    /// Where the waits stop growing.
    public var longestWait: UInt64 = 8_000_000
    /// How often a packet is sent in all.
    public var tries = 6
    /// How long a transfer lives without progress, whatever time-out the client asked for.
    public var idleLimit: UInt64 = 300_000_000
    /// The same for a client that has not answered yet and may not exist.
    public var halfOpenLimit: UInt64 = 60_000_000

    public init() {}

    /// The policy with the client's own time-out (RFC 2349), which holds for every wait.
    func with(timeout: UInt64?) -> RetryPolicy {
        guard let timeout else { return self }
        var policy = self
        policy.firstWait = timeout
        policy.longestWait = timeout
        return policy
    }

    /// The wait after a packet has been sent so many times.
    func wait(afterSending times: Int) -> UInt64 {
        var wait = firstWait
        for _ in 1..<max(times, 1) {
            guard wait < longestWait else { break }
            wait = min(wait &* 2, longestWait)
        }
        return wait
    }
}
