/// Lets something be said of a subject once in a while.
///
/// Of no more than `capacity` subjects at a time: whoever makes subjects up is not followed.
public struct Seldom<Subject: Hashable & Sendable>: Sendable {
    /// Between two words on one subject.
    public enum Pause: UInt64, Sendable {
        case second = 1_000_000
        case minute = 60_000_000
        case hour = 3_600_000_000

        public var microseconds: UInt64 { rawValue }
    }

    private let pause: UInt64
    private let capacity: Int
    private var said: [Subject: BootTime] = [:]

    public init(every pause: Pause, capacity: Int = 256) {
        self.pause = pause.microseconds
        self.capacity = capacity
    }

    /// Whether it is time to say it; then it counts as said.
    public mutating func isDue(_ subject: Subject, at now: BootTime) -> Bool {
        if let last = said[subject] {
            guard now.microseconds(since: last) >= pause else { return false }
        } else if said.count >= capacity {
            said = said.filter { now.microseconds(since: $0.value) < pause }
            guard said.count < capacity else { return false }
        }
        said[subject] = now
        return true
    }
}
