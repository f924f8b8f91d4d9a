internal import Leases
internal import LinuxIO
internal import Logging
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
        var undo: [LeaseChange]
        let settled: (StoreError?) -> Void
    }

    private let log: Logger
    private let readClock: () -> ClockReading
    private let committer: Committer
    private var outstanding: [Outstanding] = []
    /// The last change that is on disk, or was taken back.
    private var settled: UInt64 = 0
    /// The last change that was promised before the stop.
    private var promised: UInt64 = 0
    private var source: EventSource?
    private var watch: ClockWatch

    /// Reads the book from the store. When the clock was set since that was last written, or is not set yet, leases keep the
    /// time that they had left.
    init(_ store: any LeaseStore, loop: EventLoop, log: Logger, clock: @escaping () -> ClockReading = ClockReading.now) throws {
        self.log = log
        readClock = clock
        let (now, last) = (clock(), try store.lastWrite())
        watch = ClockWatch(now, last: last)
        book = LeaseBook(try store.load().map(Lease.init))
        book.recovered = try store.recovered()
        committer = try Committer(store, clock: now)
        source = try loop.add(committer.progressed.raw, [.readable]) { [weak self] _ in self?.progressed() }
        try committer.start()
        if let last, let seconds = now.step(since: last) { shift(.init(seconds: seconds)) }
    }

    /// The calendar time; a step of the clock since the last call moves the leases along.
    func now() -> WallTime {
        if let step = watch.look(readClock()) { shift(step) }
        return watch.clock.wall
    }

    /// Carries the changes out. Answers the number that has to be durable before they may be told, if any; then `settled`
    /// is called when they are on disk, or with why they are not.
    func apply(_ changes: [LeaseChange], then settled: @escaping (StoreError?) -> Void = { _ in }) -> UInt64? {
        let undo = book.apply(changes)
        return write(changes.compactMap(LeaseRecordChange.init), undo: undo, settled)
    }

    func configure(pools: [Pool]) {
        book.configure(pools: pools)
    }

    func expire(at now: WallTime) {
        book.expire(at: now)
    }

    /// Sees whether the disk takes writes again, by a change that changes nothing.
    func retry() {
        guard failure != nil, outstanding.isEmpty else { return }
        let nothing = LeaseRecordChange.remove(.any)
        outstanding.append(Outstanding(number: committer.enqueue([nothing], by: watch.clock), undo: [], settled: { _ in }))
    }

    /// Writes what was promised; `isStopped` tells when that is done and said.
    func stop() {
        promised = outstanding.last?.number ?? settled
        committer.stop()
    }

    var isStopped: Bool { committer.hasStopped && settled >= promised }

    private func write(_ records: [LeaseRecordChange], undo: [LeaseChange], _ settled: @escaping (StoreError?) -> Void) -> UInt64?
    {
        guard !records.isEmpty else { return nil }
        let number = committer.enqueue(records, by: watch.clock)
        outstanding.append(Outstanding(number: number, undo: undo, settled: settled))
        return number
    }

    /// Moves the leases, and the mark of a lost book, along with the clock. That is not taken back when the disk refuses: the clock stays where it is.
    private func shift(_ step: ClockWatch.Step) {
        let (seconds, first) = (step.seconds, step.first)
        log.event(.clockSet, .warning, "the clock was set; leases keep the time that they had left", ["seconds": "\(seconds)"])
        for index in outstanding.indices {
            outstanding[index].undo = outstanding[index].undo.map { $0.shifted(bySeconds: seconds, since: first) }
        }
        let moved = book.shift(bySeconds: seconds, since: first).compactMap(LeaseRecordChange.init)
        _ = write(moved + (book.recovered.map { [.recovered($0)] } ?? []), undo: [], { _ in })
    }

    private func progressed() {
        committer.progressed.clear()
        switch committer.progress {
        case .durable(let number):
            if number > settled { failure = nil }
            settle(through: number)
        case .failed(let durable, let error):
            settle(through: durable)
            takeBack(error)
        }
    }

    private func settle(through number: UInt64) {
        guard number > settled else { return }
        settled = number
        let done = outstanding.prefix { $0.number <= number }
        outstanding.removeFirst(done.count)
        for change in done { change.settled(nil) }
        onDurable(number)
    }

    private func takeBack(_ error: StoreError) {
        let refused = outstanding
        outstanding.removeAll()
        for change in refused.reversed() { book.apply(change.undo) }
        settled = refused.last?.number ?? settled
        committer.resume()
        failure = error
        for change in refused { change.settled(error) }
        onFailure(error)
    }
}
