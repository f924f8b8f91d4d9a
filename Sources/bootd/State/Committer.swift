internal import LinuxIO
internal import NetworkValues
internal import Store
internal import Synchronization

/// Writes lease changes to disk on a thread of its own, all that came while the disk was busy in one transaction.
///
/// At most one commit begins per millisecond, and the first after a pause at once: durability costs a batch, not a packet.
final class Committer: Sendable {
    /// What became of the changes handed over so far.
    enum Progress: Equatable {
        /// All up to this number are on disk.
        case durable(UInt64)
        /// The disk refused; nothing is written until `resume`.
        case failed(durable: UInt64, StoreError)
    }

    private struct State {
        var queue: [LeaseRecordChange] = []
        /// The number of the last change that was handed over.
        var last: UInt64 = 0
        var durable: UInt64 = 0
        var failure: StoreError?
        var isStopping = false
        var hasStopped = false
    }

    private static let window: UInt64 = 1000

    private let store: any LeaseStore
    private let state = Mutex(State())
    private let wake: EventCounter
    /// Signalled whenever `progress` has changed.
    let progressed: EventCounter

    init(_ store: any LeaseStore) throws(SystemError) {
        self.store = store
        wake = try EventCounter()
        progressed = try EventCounter()
    }

    func start() throws(SystemError) {
        try BackgroundThread.start { self.run() }
    }

    /// Hands over changes and answers their number; they are on disk when `progress` reaches it.
    func enqueue(_ changes: [LeaseRecordChange]) -> UInt64 {
        let number = state.withLock { state in
            state.queue += changes
            state.last += 1
            return state.last
        }
        wake.signal()
        return number
    }

    var progress: Progress {
        state.withLock { state in
            state.failure.map { .failed(durable: state.durable, $0) } ?? .durable(state.durable)
        }
    }

    /// Forgets what is not written, after a failure, and goes on with what comes.
    func resume() {
        state.withLock { state in
            state.queue.removeAll()
            state.durable = state.last
            state.failure = nil
        }
    }

    /// Writes what is left and ends the thread.
    func stop() {
        state.withLock { $0.isStopping = true }
        wake.signal()
    }

    var hasStopped: Bool { state.withLock { $0.hasStopped } }

    private func run() {
        var earliest = BootTime(microseconds: 0)
        while true {
            wake.wait()
            let now = BootTime.now()
            let rest = earliest.microseconds(since: now)
            if rest > 0 { BackgroundThread.sleep(microseconds: min(rest, Self.window)) }
            let (batch, number, isStopping) = takeBatch()
            if !batch.isEmpty {
                earliest = BootTime.now().advanced(byMicroseconds: Self.window)
                commit(batch, through: number)
            }
            if isStopping { break }
        }
        state.withLock { $0.hasStopped = true }
        progressed.signal()
    }

    private func takeBatch() -> ([LeaseRecordChange], UInt64, Bool) {
        state.withLock { state in
            guard state.failure == nil else { return ([], state.last, state.isStopping) }
            let batch = state.queue
            state.queue.removeAll()
            return (batch, state.last, state.isStopping)
        }
    }

    private func commit(_ batch: [LeaseRecordChange], through number: UInt64) {
        do throws(StoreError) {
            try store.commit(batch, at: .now())
            state.withLock { $0.durable = number }
        } catch {
            state.withLock { $0.failure = error }
        }
        progressed.signal()
    }
}
