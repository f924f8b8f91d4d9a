internal import Leases
internal import LinuxIO
internal import NetworkValues
internal import Store
internal import Systemd

/// The lease book, and the way of its changes to disk.
///
/// A change is in the book at once; what it promises may be said when its number is durable. When the disk refuses, all that
/// is not durable is taken back.
final class LeaseKeeper {
    private(set) var book: LeaseBook
    /// Why leases cannot be written; nil when the last ones were.
    private(set) var failure: StoreError?
    /// All changes up to this number are on disk.
    var onDurable: (UInt64) -> Void = { _ in }
    /// The disk refused: whatever waits must be refused too.
    var onFailure: (StoreError) -> Void = { _ in }

    private struct Outstanding {
        let number: UInt64
        let undo: [LeaseChange]
    }

    private let committer: Committer
    private var outstanding: [Outstanding] = []
    /// All changes up to this number are settled: on disk, or taken back.
    private var settled: UInt64 = 0
    private var source: EventSource?
    private var clock = ClockWatch()

    /// Reads the book from the store. A store last written later than now means that the clock was set back, or is not set:
    /// leases keep the time that they had left.
    init(_ store: any LeaseStore, loop: EventLoop) throws {
        book = LeaseBook(try store.load().map(Lease.init))
        committer = try Committer(store)
        source = try loop.add(committer.progressed.raw, [.readable]) { [weak self] _ in self?.progressed() }
        try committer.start()
        let now = WallTime.now()
        if let last = try store.lastWrite(), last > now { shift(bySeconds: last.distance(to: now)) }
    }

    /// The calendar time; a step of the clock since the last call moves the leases along.
    func now() -> WallTime {
        let now = WallTime.now()
        if let step = clock.step(wall: now, boot: .now()) { shift(bySeconds: step) }
        return now
    }

    /// Carries the changes out. Answers the number that has to be durable before they may be told, if any.
    func apply(_ changes: [LeaseChange]) -> UInt64? {
        let undo = book.apply(changes)
        let records = changes.filter(\.isDurable).compactMap(LeaseRecordChange.init)
        guard !records.isEmpty else { return nil }
        let number = committer.enqueue(records)
        outstanding.append(Outstanding(number: number, undo: undo))
        return number
    }

    func configure(pools: [Pool]) {
        book.configure(pools: pools)
    }

    func expire(at now: WallTime) {
        book.expire(at: now)
    }

    /// Writes what was promised; `isStopped` tells when that is done.
    func stop() {
        committer.stop()
    }

    var isStopped: Bool { committer.hasStopped }

    private func shift(bySeconds seconds: Int64) {
        _ = apply(book.shift(bySeconds: seconds))
    }

    private func progressed() {
        committer.progressed.clear()
        switch committer.progress {
        case .durable(let number):
            if number > settled { failure = nil }
            settle(through: number)
        case .failed(let durable, let error):
            settle(through: durable)
            for change in outstanding.reversed() { book.apply(change.undo) }
            settled = outstanding.last?.number ?? durable
            outstanding.removeAll()
            committer.resume()
            failure = error
            onFailure(error)
        }
    }

    private func settle(through number: UInt64) {
        settled = number
        if let first = outstanding.firstIndex(where: { $0.number > number }) {
            outstanding.removeFirst(first)
        } else {
            outstanding.removeAll(keepingCapacity: true)
        }
        onDurable(number)
    }
}
