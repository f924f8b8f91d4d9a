internal import NetworkValues

/// Lets something be said of a subject once an hour.
struct Hourly<Subject: Hashable> {
    private static var hour: UInt64 { 3_600_000_000 }
    /// Of more subjects nothing is said.
    private static var capacity: Int { 256 }

    private var said: [Subject: BootTime] = [:]

    /// Whether it is time to say it; then it counts as said.
    mutating func isDue(_ subject: Subject, at now: BootTime) -> Bool {
        if let last = said[subject], now.microseconds(since: last) < Self.hour { return false }
        if said.count >= Self.capacity { said = said.filter { now.microseconds(since: $0.value) < Self.hour } }
        guard said.count < Self.capacity else { return false }
        said[subject] = now
        return true
    }
}
