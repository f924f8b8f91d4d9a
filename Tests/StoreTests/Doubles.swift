import Dispatch
import NetworkValues
import Store
import Synchronization

/// A store in memory.
final class FixedStore: LeaseStore {
    private struct Contents {
        var records: [IPv4Address: LeaseRecord] = [:]
        var lastWrite: ClockReading?
        var recovered: WallTime?
    }

    private let contents = Mutex(Contents())

    init(_ records: [LeaseRecord] = []) {
        contents.withLock { contents in
            for record in records { contents.records[record.address] = record }
        }
    }

    func load() -> [LeaseRecord] {
        contents.withLock { Array($0.records.values) }
    }

    func lastWrite() -> ClockReading? {
        contents.withLock { $0.lastWrite }
    }

    func recovered() -> WallTime? { contents.withLock { $0.recovered } }

    func commit(_ changes: [LeaseRecordChange], by clock: ClockReading) {
        guard !changes.isEmpty else { return }
        contents.withLock { contents in
            for change in changes {
                switch change {
                case .put(let record): contents.records[record.address] = record
                case .remove(let address): contents.records[address] = nil
                case .recovered(let time): contents.recovered = time
                }
            }
            contents.lastWrite = clock
        }
    }
}

/// A store whose disk takes its time: each commit waits until it is let through.
final class SlowStore: LeaseStore {
    private let store: any LeaseStore
    private let gate = DispatchSemaphore(value: 0)
    private let arrival = DispatchSemaphore(value: 0)

    /// Lets the first `passes` commits through at once.
    init(_ store: any LeaseStore, passes: Int = 0) {
        self.store = store
        for _ in 0..<passes { letThrough() }
    }

    /// Returns when a commit waits.
    func awaitCommit() { arrival.wait() }

    /// Lets one commit through.
    func letThrough() { gate.signal() }

    func load() throws(StoreError) -> [LeaseRecord] { try store.load() }

    func lastWrite() throws(StoreError) -> ClockReading? { try store.lastWrite() }

    func recovered() throws(StoreError) -> WallTime? { try store.recovered() }

    func commit(_ changes: [LeaseRecordChange], by clock: ClockReading) throws(StoreError) {
        arrival.signal()
        gate.wait()
        try store.commit(changes, by: clock)
    }
}

/// A store whose disk fails from some commit on.
final class BrokenStore: LeaseStore {
    private let store: any LeaseStore
    private let error: StoreError
    private let commitsLeft: Atomic<Int>

    init(_ store: any LeaseStore, after commits: Int = 0, error: StoreError = .full(path: "bootd.db")) {
        self.store = store
        self.error = error
        commitsLeft = Atomic(commits)
    }

    func load() throws(StoreError) -> [LeaseRecord] { try store.load() }

    func lastWrite() throws(StoreError) -> ClockReading? { try store.lastWrite() }

    func recovered() throws(StoreError) -> WallTime? { try store.recovered() }

    func commit(_ changes: [LeaseRecordChange], by clock: ClockReading) throws(StoreError) {
        guard commitsLeft.subtract(1, ordering: .relaxed).newValue >= 0 else { throw error }
        try store.commit(changes, by: clock)
    }
}
