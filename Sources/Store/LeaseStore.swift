public import NetworkValues

/// Where leases outlive the process: asked once, at the start, and after that only written to.
public protocol LeaseStore: Sendable {
    /// Everything that is written down, in no particular order.
    func load() throws(StoreError) -> [LeaseRecord]

    /// The clock of the last commit; nil if there was none.
    func lastWrite() throws(StoreError) -> ClockReading?

    /// When it was begun in the place of one that was lost; nil if it never was.
    func recovered() throws(StoreError) -> WallTime?

    /// Writes `changes` in their order, all of them or, when it throws, none; returns when no crash can undo them.
    ///
    /// One thread at a time calls it, and waits for the disk. After a crash a disk that refused a batch may show it
    /// all the same; nobody was told of it, so that does no harm.
    /// `clock` is the one by which the changes were made.
    func commit(_ changes: [LeaseRecordChange], by clock: ClockReading) throws(StoreError)
}

extension LeaseStore {
    public func recovered() throws(StoreError) -> WallTime? { nil }
}
