import NetworkValues
import Store
import Synchronization

/// A store whose disk refuses some commits, counted from 0.
final class BrokenStore: LeaseStore {
    static let error = StoreError.full(path: "/state/bootd.db")

    private let store: any LeaseStore
    private let isRefused: @Sendable (Int) -> Bool
    private let commits = Atomic(0)

    /// Refuses all, unless told which.
    init(_ store: any LeaseStore, refusing isRefused: @escaping @Sendable (Int) -> Bool = { _ in true }) {
        self.store = store
        self.isRefused = isRefused
    }

    func load() throws(StoreError) -> [LeaseRecord] { try store.load() }

    func lastWrite() throws(StoreError) -> ClockReading? { try store.lastWrite() }

    func recovered() throws(StoreError) -> WallTime? { try store.recovered() }

    func commit(_ changes: [LeaseRecordChange], by clock: ClockReading) throws(StoreError) {
        if isRefused(commits.add(1, ordering: .relaxed).oldValue) { throw Self.error }
        try store.commit(changes, by: clock)
    }
}
