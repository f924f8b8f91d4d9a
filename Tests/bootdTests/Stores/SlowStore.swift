import Dispatch
import NetworkValues
import Store

/// A store whose disk takes its time: each commit waits until it is let through.
final class SlowStore: LeaseStore {
    private let store: any LeaseStore
    private let gate = DispatchSemaphore(value: 0)
    private let arrival = DispatchSemaphore(value: 0)

    init(_ store: any LeaseStore) {
        self.store = store
    }

    /// Returns when a commit waits.
    func awaitCommit() { arrival.wait() }

    /// Lets so many commits through, now or when they come.
    func letThrough(_ commits: Int = 1) {
        for _ in 0..<commits { gate.signal() }
    }

    func load() throws(StoreError) -> [LeaseRecord] { try store.load() }

    func lastWrite() throws(StoreError) -> ClockReading? { try store.lastWrite() }

    func recovered() throws(StoreError) -> WallTime? { try store.recovered() }

    func commit(_ changes: [LeaseRecordChange], by clock: ClockReading) throws(StoreError) {
        arrival.signal()
        gate.wait()
        try store.commit(changes, by: clock)
    }
}
