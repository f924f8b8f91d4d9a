internal import LinuxIO
internal import NetworkValues
internal import Store
internal import Synchronization

/// Writes lease changes to disk on a thread of its own, all that came while the disk was busy in one transaction.
///
/// At most one commit begins in two milliseconds, and the first after a pause at once: durability costs a batch, not a packet.
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
        /// The clock by which the last change was made.
        var clock: ClockReading
        /// The number of the last change that was handed over.
        var last: UInt64 = 0
        var durable: UInt64 = 0
        var failure: StoreError?
        var isStopping = false
        var hasStopped = false
    }

    private struct Batch {
        var changes: [LeaseRecordChange]
        let clock: ClockReading
        /// That of the last change.
        let number: UInt64
        let isLast: Bool
    }

    private static let window: UInt64 = 2000

    private let store: any LeaseStore
    private let state: Mutex<State>
    private let wake: EventCounter
    /// Signalled whenever `progress` has changed.
    let progressed: EventCounter

    init(_ store: any LeaseStore, clock: ClockReading) throws(SystemError) {
        self.store = store
        state = Mutex(State(clock: clock))
        wake = try EventCounter()
        progressed = try EventCounter()
    }

    func start() throws(SystemError) {
        try BackgroundThread.start { self.run() }
    }

    /// Hands over changes made by `clock` and answers their number; they are on disk when `progress` reaches it.
    func enqueue(_ changes: [LeaseRecordChange], by clock: ClockReading) -> UInt64 {
        let (number, isFirst) = state.withLock { state in
            let isFirst = state.queue.isEmpty
            state.queue += changes
            state.clock = clock
            state.last += 1
            return (state.last, isFirst)
        }
        // What came before it has woken the thread already.
        if isFirst { wake.signal() }
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
            let batch = takeBatch()
            if !batch.changes.isEmpty {
                earliest = BootTime.now().advanced(byMicroseconds: Self.window)
                commit(batch)
            }
            if batch.isLast { break }
        }
        state.withLock { $0.hasStopped = true }
        progressed.signal()
    }

    private func takeBatch() -> Batch {
        state.withLock { state in
            var batch = Batch(changes: [], clock: state.clock, number: state.last, isLast: state.isStopping)
            if state.failure == nil { swap(&batch.changes, &state.queue) }
            return batch
        }
    }

    private func commit(_ batch: Batch) {
        do throws(StoreError) {
            try store.commit(batch.changes, by: batch.clock)
            state.withLock { $0.durable = batch.number }
        } catch {
            state.withLock { $0.failure = error }
        }
        progressed.signal()
    }
}
