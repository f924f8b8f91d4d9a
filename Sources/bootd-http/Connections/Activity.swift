import NetworkValues
import Synchronization

/// What the thread of the event loop may know of the clients' thread: whether it is idle.
final class Activity: Sendable {
    private let lastUseMicroseconds = Atomic<UInt64>(0)
    private let requests = Atomic<Int>(0)

    /// Whether a request is being answered.
    var isBusy: Bool { requests.load(ordering: .relaxed) > 0 }

    /// When a client last connected, or a request was last begun or answered; nil when that never was.
    var lastUse: BootTime? {
        let microseconds = lastUseMicroseconds.load(ordering: .relaxed)
        return microseconds == 0 ? nil : BootTime(microseconds: microseconds)
    }

    /// A client has connected, and will soon ask.
    func used(at time: BootTime) {
        lastUseMicroseconds.store(time.microseconds, ordering: .relaxed)
    }

    func began(at time: BootTime) {
        requests.add(1, ordering: .relaxed)
        used(at: time)
    }

    func ended(at time: BootTime) {
        requests.subtract(1, ordering: .relaxed)
        used(at: time)
    }
}
