/// How long the client takes to answer, smoothed as RFC 6298 smooths a round trip. Times are in microseconds.
struct AnswerTime: Hashable, Sendable {
    private static let longest: UInt64 = 60_000_000
    private var smoothed: UInt64?

    mutating func measured(_ sample: UInt64) {
        let sample = min(sample, Self.longest)
        smoothed = smoothed.map { ($0 * 7 + sample) / 8 } ?? sample
    }

    /// How long an answer to what was just sent may be under way before it counts as late.
    var grace: UInt64 {
        smoothed.map { max($0 * 2, 10_000) } ?? 200_000
    }

    /// Whether an answer that comes so long after a packet can be one to it, and not to what went before.
    func isPlausible(after elapsed: UInt64) -> Bool {
        elapsed >= (smoothed ?? 0) / 2
    }
}
