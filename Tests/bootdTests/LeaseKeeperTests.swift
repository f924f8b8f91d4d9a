import Leases
import LinuxIO
import NetworkValues
import Store
import Systemd
import Testing

@testable import bootd

@Suite struct LeaseKeeperTests {
    // MARK: Durable

    @Test func aChangeIsInTheBookAtOnceAndToldWhenTheDiskHasIt() throws {
        let store = SlowStore(FixedStore())
        let thread = try LoopThread.keeping(store)
        defer { thread.stop() }
        #expect(thread.perform { $0.apply(.put(lease("10.75.0.100", of: 1))) } == 1)
        store.awaitCommit()
        #expect(thread.perform(\.leases).map(\.address) == ["10.75.0.100"])
        #expect(thread.perform(\.durable).isEmpty)
        #expect(thread.perform(\.settled).isEmpty)
        store.letThrough()
        #expect(thread.wait { $0.durable == [1] })
        #expect(thread.perform(\.settled) == [nil])
    }

    @Test func anOfferNeedsNoDisk() throws {
        let store = FixedStore()
        let thread = try LoopThread.keeping(store)
        defer { thread.stop() }
        #expect(thread.perform { $0.apply(.put(lease("10.75.0.100", of: 1, .offered))) } == nil)
        #expect(thread.perform { $0.apply() } == nil)
        #expect(store.commits == 0)
    }

    @Test func whatComesWhileTheDiskIsBusyIsOneCommit() throws {
        let fixed = FixedStore()
        let store = SlowStore(fixed)
        let thread = try LoopThread.keeping(store)
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
        let thread = try LoopThread.keeping(store)
        defer { thread.stop() }
        thread.perform {
            $0.apply(.put(lease("10.75.0.100", of: 1)))
            $0.keeper.stop()
        }
        #expect(!thread.perform(\.keeper.isStopped))
        store.awaitCommit()
        store.letThrough(2)
        #expect(thread.wait { $0.keeper.isStopped && $0.durable == [1] })
        #expect(fixed.load().count == 1)
    }

    // MARK: Refused

    @Test func aRefusalTakesTheBookBackExactly() throws {
        let thread = try LoopThread.keeping(BrokenStore(FixedStore([record("10.75.0.1", of: 1), record("10.75.0.2", of: 2)])))
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
            $0.apply(.put(lease("10.75.0.3", of: 3).setAside(.declined, at: 500, until: 5_000_000)))
            $0.apply(.remove("10.75.0.2"))
        }
        #expect(thread.wait { $0.settled.count == 6 })
        #expect(thread.perform(\.leases) == before)
    }

    @Test func whatIsOnDiskIsNotTakenBack() throws {
        let thread = try LoopThread.keeping(BrokenStore(FixedStore()) { $0 > 0 })
        defer { thread.stop() }
        thread.perform { _ = $0.apply(.put(lease("10.75.0.1", of: 1))) }
        #expect(thread.wait { $0.durable == [1] })
        thread.perform { _ = $0.apply(.put(lease("10.75.0.2", of: 2))) }
        #expect(thread.wait { $0.failures == [BrokenStore.error] })
        #expect(thread.perform(\.leases).map(\.address) == ["10.75.0.1"])
        #expect(thread.perform(\.settled) == [nil, BrokenStore.error])
        #expect(thread.perform(\.durable) == [1])
    }

    /// They were made on top of what is taken back.
    @Test func whatWaitsBehindARefusedCommitIsRefusedToo() throws {
        let fixed = FixedStore()
        let store = SlowStore(BrokenStore(fixed) { $0 == 0 })
        let thread = try LoopThread.keeping(store)
        defer { thread.stop() }
        thread.perform { _ = $0.apply(.put(lease("10.75.0.1", of: 1))) }
        store.awaitCommit()
        thread.perform { for number in 2...50 { $0.apply(.put(lease(IPv4Address(10, 75, 0, UInt8(number)), of: number))) } }
        store.letThrough()
        #expect(thread.wait { $0.failures.count == 1 })
        #expect(thread.perform(\.leases).isEmpty)
        #expect(thread.perform(\.settled) == Array(repeating: BrokenStore.error, count: 50))
        // And service goes on.
        store.letThrough()
        #expect(thread.perform { $0.apply(.put(lease("10.75.0.1", of: 1))) } == 51)
        #expect(thread.wait { $0.durable == [51] })
        #expect(fixed.load().count == 1)
    }

    @Test func aDiskThatIsWellAgainIsNoticedWithoutALease() throws {
        let fixed = FixedStore()
        let thread = try LoopThread.keeping(BrokenStore(fixed) { $0 < 2 })
        defer { thread.stop() }
        thread.perform { _ = $0.apply(.put(lease("10.75.0.1", of: 1))) }
        #expect(thread.wait { $0.failures.count == 1 })
        thread.perform { $0.keeper.retry() }
        #expect(thread.wait { $0.failures.count == 2 })
        thread.perform { $0.keeper.retry() }
        #expect(thread.wait { $0.keeper.failure == nil })
        #expect(fixed.load().isEmpty)
        // A disk that is well is left alone.
        thread.perform { $0.keeper.retry() }
        #expect(fixed.commits == 1)
    }

    @Test func aFailureIsNamedUntilAWriteSucceeds() throws {
        let thread = try LoopThread.keeping(BrokenStore(FixedStore()) { $0 < 2 })
        defer { thread.stop() }
        for refusals in 1...2 {
            thread.perform { _ = $0.apply(.put(lease("10.75.0.1", of: 1))) }
            #expect(thread.wait { $0.failures.count == refusals })
            #expect(thread.perform(\.keeper.failure) == BrokenStore.error)
            #expect(thread.perform(\.durable).isEmpty)
        }
        thread.perform { _ = $0.apply(.put(lease("10.75.0.1", of: 1))) }
        #expect(thread.wait { $0.durable == [3] })
        #expect(thread.perform(\.keeper.failure) == nil)
    }
}
