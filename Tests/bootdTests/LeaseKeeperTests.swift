import Leases
import LinuxIO
import Logging
import NetworkValues
import Store
import Synchronization
import Systemd
import Testing

@testable import bootd

/// A lease of machine `number`.
private func lease(
    _ address: IPv4Address, of number: Int, _ state: LeaseState = .bound, until expires: WallTime = 2_000_000
) -> Lease {
    Lease(
        address: address, key: .hardware(mac(number)), hardware: mac(number), network: "lab", state: state, start: 0,
        expires: expires)
}

private func record(_ address: IPv4Address, of number: Int, until expires: WallTime = 2_000_000) -> LeaseRecord {
    LeaseRecord(
        address: address, keyKind: .hardware, key: mac(number).octets, hardware: mac(number), network: "lab", state: .bound,
        start: 0, expires: expires)
}

/// A keeper, and what it told.
private final class Keeping {
    let keeper: LeaseKeeper
    var durable: [UInt64] = []
    var failures: [StoreError] = []
    var settled: [StoreError?] = []

    init(_ keeper: LeaseKeeper) {
        self.keeper = keeper
        keeper.onDurable = { [unowned self] in durable.append($0) }
        keeper.onFailure = { [unowned self] in failures.append($0) }
    }

    @discardableResult
    func apply(_ changes: LeaseChange...) -> UInt64? {
        keeper.apply(changes) { [unowned self] in settled.append($0) }
    }

    var leases: [Lease] { keeper.book.leases(limit: 1000) }
}

/// The calendar clock, which can be set.
private final class WallClock: Sendable {
    private let time: Mutex<WallTime>

    init(_ time: WallTime) { self.time = Mutex(time) }

    var now: WallTime { time.withLock { $0 } }

    func set(onBy seconds: Int64) { time.withLock { $0 = $0.advanced(by: seconds) } }
}

@Suite struct LeaseKeeperTests {
    private let log = LogRecorder()
    private let clock = WallClock(1_000_000)

    private func keep(_ store: any LeaseStore) throws -> LoopThread<Keeping> {
        let (logger, clock) = (log.logger, clock)
        return try LoopThread { loop in Keeping(try LeaseKeeper(store, loop: loop, log: logger) { clock.now }) }
    }

    // MARK: Durable

    @Test func aChangeIsInTheBookAtOnceAndToldWhenTheDiskHasIt() throws {
        let store = SlowStore(FixedStore())
        let thread = try keep(store)
        defer { thread.stop() }
        #expect(thread.perform { $0.apply(.put(lease("10.75.0.100", of: 1))) } == 1)
        store.awaitCommit()
        thread.perform {
            #expect($0.keeper.book.lease(at: "10.75.0.100") != nil)
            #expect($0.durable.isEmpty)
            #expect($0.settled.isEmpty)
        }
        store.letThrough()
        #expect(thread.wait { $0.durable == [1] })
        thread.perform { #expect($0.settled == [nil]) }
    }

    @Test func anOfferNeedsNoDisk() throws {
        let store = FixedStore()
        let thread = try keep(store)
        defer { thread.stop() }
        thread.perform {
            #expect($0.apply(.put(lease("10.75.0.100", of: 1, .offered))) == nil)
            #expect($0.apply() == nil)
        }
        #expect(store.commits == 0)
    }

    @Test func whatComesWhileTheDiskIsBusyIsOneCommit() throws {
        let fixed = FixedStore()
        let store = SlowStore(fixed)
        let thread = try keep(store)
        defer { thread.stop() }
        thread.perform { _ = $0.apply(.put(lease("10.75.0.1", of: 1))) }
        store.awaitCommit()
        thread.perform { for number in 2...101 { $0.apply(.put(lease(IPv4Address(10, 75, 1, UInt8(number)), of: number))) } }
        store.letThrough(3)
        #expect(thread.wait { $0.durable.last == 101 })
        #expect(fixed.commits == 2)
        #expect(fixed.load().count == 101)
    }

    @Test func aStopWritesAndTellsWhatWasPromised() throws {
        let fixed = FixedStore()
        let store = SlowStore(fixed)
        let thread = try keep(store)
        defer { thread.stop() }
        thread.perform {
            $0.apply(.put(lease("10.75.0.100", of: 1)))
            $0.keeper.stop()
            #expect(!$0.keeper.isStopped)
        }
        store.awaitCommit()
        store.letThrough(2)
        #expect(thread.wait { $0.keeper.isStopped && $0.durable == [1] })
        #expect(fixed.load().count == 1)
    }

    // MARK: Refused

    @Test func aRefusalTakesTheBookBackExactly() throws {
        let thread = try keep(BrokenStore(FixedStore([record("10.75.0.1", of: 1), record("10.75.0.2", of: 2)])))
        defer { thread.stop() }
        let before = thread.perform {
            $0.apply(.put(lease("10.75.0.3", of: 3, .offered)))
            return $0.leases
        }
        thread.perform {
            // A renewal, a release, a former lease's end beside a new one, an accepted offer, a removal: one after the other.
            $0.apply(.put(lease("10.75.0.1", of: 1, until: 3_000_000)))
            $0.apply(.put(lease("10.75.0.1", of: 1).released(at: 500)))
            $0.apply(.put(lease("10.75.0.4", of: 2)), .put(lease("10.75.0.2", of: 2).released(at: 500)))
            $0.apply(.put(lease("10.75.0.3", of: 3)))
            $0.apply(.put(lease("10.75.0.3", of: 3).declined(at: 500, until: 5_000_000)))
            $0.apply(.remove("10.75.0.2"))
        }
        #expect(thread.wait { $0.settled.count == 6 })
        thread.perform { #expect($0.leases == before) }
    }

    @Test func whatIsOnDiskIsNotTakenBack() throws {
        let thread = try keep(BrokenStore(FixedStore()) { $0 > 0 })
        defer { thread.stop() }
        thread.perform { _ = $0.apply(.put(lease("10.75.0.1", of: 1))) }
        #expect(thread.wait { $0.durable == [1] })
        thread.perform { _ = $0.apply(.put(lease("10.75.0.2", of: 2))) }
        #expect(thread.wait { $0.failures == [BrokenStore.error] })
        thread.perform {
            #expect($0.leases.map(\.address) == ["10.75.0.1"])
            #expect($0.settled == [nil, BrokenStore.error])
            #expect($0.durable == [1])
        }
    }

    /// They were made on top of what is taken back.
    @Test func whatWaitsBehindARefusedCommitIsRefusedToo() throws {
        let fixed = FixedStore()
        let store = SlowStore(BrokenStore(fixed) { $0 == 0 })
        let thread = try keep(store)
        defer { thread.stop() }
        thread.perform { _ = $0.apply(.put(lease("10.75.0.1", of: 1))) }
        store.awaitCommit()
        thread.perform { for number in 2...50 { $0.apply(.put(lease(IPv4Address(10, 75, 0, UInt8(number)), of: number))) } }
        store.letThrough()
        #expect(thread.wait { $0.failures.count == 1 })
        thread.perform {
            #expect($0.leases.isEmpty)
            #expect($0.settled == Array(repeating: BrokenStore.error, count: 50))
        }
        // And service goes on.
        store.letThrough()
        thread.perform { #expect($0.apply(.put(lease("10.75.0.1", of: 1))) == 51) }
        #expect(thread.wait { $0.durable == [51] })
        #expect(fixed.load().count == 1)
    }

    @Test func aFailureIsNamedUntilAWriteSucceeds() throws {
        let thread = try keep(BrokenStore(FixedStore()) { $0 < 2 })
        defer { thread.stop() }
        for refusals in 1...2 {
            thread.perform { _ = $0.apply(.put(lease("10.75.0.1", of: 1))) }
            #expect(thread.wait { $0.failures.count == refusals })
            thread.perform {
                #expect($0.keeper.failure == BrokenStore.error)
                #expect($0.durable.isEmpty)
            }
        }
        thread.perform { _ = $0.apply(.put(lease("10.75.0.1", of: 1))) }
        #expect(thread.wait { $0.durable == [3] })
        thread.perform { #expect($0.keeper.failure == nil) }
    }

    // MARK: The clock

    private func warnings() -> [String?] { log.entries.filter { $0.level == .warning }.map { $0.fields["seconds"] } }

    @Test func aClockThatWasSetBackAtTheStartLeavesLeasesTheirTime() throws {
        let fixed = FixedStore([record("10.75.0.1", of: 1, until: 1_009_000)], lastWrite: 1_005_000)
        let thread = try keep(fixed)
        defer { thread.stop() }
        thread.perform { #expect($0.keeper.book.lease(at: "10.75.0.1")?.expires == 1_004_000) }
        #expect(thread.wait { $0.durable == [1] })
        #expect(fixed.record(at: "10.75.0.1")?.expires == 1_004_000)
        #expect(warnings() == ["-5000"])
    }

    @Test func aLaterStartIsNoStep() throws {
        let fixed = FixedStore([record("10.75.0.1", of: 1)], lastWrite: 1000)
        let thread = try keep(fixed)
        defer { thread.stop() }
        thread.perform { #expect($0.keeper.book.lease(at: "10.75.0.1")?.expires == 2_000_000) }
        #expect(warnings().isEmpty)
    }

    @Test(arguments: [10 * 365 * 86400, -10 * 365 * 86400, 3600] as [Int64])
    func aClockThatIsSetLeavesLeasesTheirTime(step: Int64) throws {
        let fixed = FixedStore([record("10.75.0.1", of: 1)])
        let (thread, clock) = (try keep(fixed), clock)
        defer { thread.stop() }
        thread.perform {
            _ = $0.keeper.now()
            clock.set(onBy: step)
            #expect($0.keeper.now() == WallTime(seconds: 1_000_000 + step))
            #expect($0.keeper.now() == WallTime(seconds: 1_000_000 + step))
            #expect($0.keeper.book.lease(at: "10.75.0.1")?.expires == WallTime(seconds: 2_000_000 + step))
        }
        #expect(thread.wait { $0.durable == [1] })
        #expect(fixed.record(at: "10.75.0.1")?.expires == WallTime(seconds: 2_000_000 + step))
        #expect(warnings() == ["\(step)"])
    }

    @Test func anOfferSurvivesAStepWithWhatLiesUnderIt() throws {
        let (thread, clock) = (try keep(FixedStore([record("10.75.0.1", of: 1, until: 500)])), clock)
        defer { thread.stop() }
        thread.perform {
            $0.apply(.put(lease("10.75.0.1", of: 2, .offered, until: 1_000_120)))
            _ = $0.keeper.now()
            clock.set(onBy: 5000)
            _ = $0.keeper.now()
            #expect($0.leases == [lease("10.75.0.1", of: 2, .offered, until: 1_000_120)].map { $0.later(by: 5000) })
            $0.keeper.expire(at: 1_005_120)
            #expect($0.leases == [lease("10.75.0.1", of: 1, until: 500)].map { $0.later(by: 5000) })
        }
    }

    @Test func whatIsTakenBackAfterAStepKeepsItsTimeToo() throws {
        let store = SlowStore(BrokenStore(FixedStore([record("10.75.0.1", of: 1)])))
        let (thread, clock) = (try keep(store), clock)
        defer { thread.stop() }
        thread.perform {
            _ = $0.keeper.now()
            $0.apply(.put(lease("10.75.0.1", of: 1, until: 3_000_000)))
        }
        store.awaitCommit()
        thread.perform {
            clock.set(onBy: 5000)
            _ = $0.keeper.now()
        }
        store.letThrough()
        #expect(thread.wait { $0.failures.count == 1 })
        thread.perform { #expect($0.keeper.book.lease(at: "10.75.0.1")?.expires == 2_005_000) }
    }
}

extension Lease {
    fileprivate func later(by seconds: Int64) -> Lease {
        Lease(
            address: address, key: key, hardware: hardware, network: network, state: state, start: start.advanced(by: seconds),
            expires: expires.advanced(by: seconds))
    }
}
