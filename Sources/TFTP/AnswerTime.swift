/// How long the client takes to answer, and how much that varies, in microseconds, as RFC 6298 reckons.
struct AnswerTime: Hashable, Sendable {
    private static let longest: UInt64 = 60_000_000
    private static let shortestPatience: UInt64 = 250
    private static let patienceBeforeTheFirst: UInt64 = 200_000

    private var mean: UInt64?
    private var deviation: UInt64 = 0

    mutating func measured(_ sample: UInt64) {
        let sample = min(sample, Self.longest)
        guard let mean else {
            mean = sample
            deviation = sample / 2
            return
        }
        deviation = (deviation * 3 + max(mean, sample) - min(mean, sample)) / 4
        self.mean = (mean * 7 + sample) / 8
    }

    /// How long after a packet its answer counts as late.
    var patience: UInt64 {
        guard let mean else { return Self.patienceBeforeTheFirst }
        return max(mean + 4 * deviation, Self.shortestPatience)
    }
}
