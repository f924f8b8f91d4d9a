import Leases
import LinuxIO
import Logging
import NetworkValues
import Store
import Systemd
import Testing

@testable import bootd

/// What becomes of leases when the clock is set.
@Suite struct LeaseClockTests {
    private let log = LogRecorder()
    private let clock = WallClock(1_000_000)

    private func warnings() -> [String?] { log.entries.filter { $0.level == .warning }.map { $0.fields["seconds"] } }

    @Test func aClockThatWasSetBackAtTheStartLeavesLeasesTheirTime() throws {
        let lastWrite = clock.reading(secondsAgo: -5000, boot: 1)
        let fixed = FixedStore([record("10.75.0.1", of: 1, until: 1_009_000)], lastWrite: lastWrite)
        let thread = try LoopThread.keeping(fixed, clock: clock, log: log)
        defer { thread.stop() }
        #expect(thread.perform(\.firstExpiry) == 1_004_000)
        #expect(thread.wait { $0.durable == [1] })
        #expect(fixed.record(at: "10.75.0.1")?.expires == 1_004_000)
        #expect(warnings() == ["-5000"])
    }

    @Test(arguments: [0, 1, WallClock.boot])
    func aLaterStartIsNoStep(boot: Int64) throws {
        let fixed = FixedStore([record("10.75.0.1", of: 1)], lastWrite: clock.reading(secondsAgo: 999_000, boot: boot))
        let thread = try LoopThread.keeping(fixed, clock: clock, log: log)
        defer { thread.stop() }
        #expect(thread.perform(\.firstExpiry) == 2_000_000)
        #expect(warnings().isEmpty)
    }

    @Test func aClockThatWasSetWhileNobodyLookedLeavesLeasesTheTimeThatIsLeft() throws {
        let fixed = FixedStore([record("10.75.0.1", of: 1)], lastWrite: clock.reading(secondsAgo: 100))
        clock.set(onBy: 5000)
        let thread = try LoopThread.keeping(fixed, clock: clock, log: log)
        defer { thread.stop() }
        #expect(thread.perform(\.firstExpiry) == 2_005_000)
        #expect(thread.wait { $0.durable == [1] })
        #expect(fixed.lastWrite() == clock.now)
        #expect(warnings() == ["5000"])
    }

    /// The clock that a boot begins with, ahead of the last write; by how much it is set back; when the old lease ends then.
    @Test(
        arguments: [
            (20_000, -15_000, 2_000_000), (20_000, -20_000, 2_000_000), (20_000, -20_011, 1_979_989), (20_000, 500, 2_000_500),
        ] as [(Int64, Int64, WallTime)])
    func aClockThatWasAheadAtTheStartIsBack(ahead: Int64, step: Int64, end: WallTime) throws {
        let fixed = FixedStore([record("10.75.0.1", of: 1)], lastWrite: clock.reading(secondsAgo: ahead, boot: 1))
        let (thread, clock) = (try LoopThread.keeping(fixed, clock: clock, log: log), clock)
        defer { thread.stop() }
        let given = Lease(
            address: "10.75.0.2", key: .hardware(mac(2)), hardware: mac(2), network: "lab", state: .bound, start: 1_000_000,
            expires: 1_003_600)
        let ends = thread.perform { keeping in
            keeping.apply(.put(given))
            clock.set(onBy: step)
            _ = keeping.keeper.now()
            return keeping.leases.map(\.expires)
        }
        #expect(ends == [end, given.expires.advanced(by: step)])
        // The next step is one as any other.
        let next = thread.perform { keeping in
            clock.set(onBy: -400)
            _ = keeping.keeper.now()
            return keeping.leases.map(\.expires)
        }
        #expect(next == [end.advanced(by: -400), given.expires.advanced(by: step - 400)])
    }

    @Test func aStepBetweenTheStartAndTheFirstQuestionIsSeen() throws {
        let (thread, clock) = (try LoopThread.keeping(FixedStore([record("10.75.0.1", of: 1)]), clock: clock, log: log), clock)
        defer { thread.stop() }
        clock.set(onBy: 5000)
        #expect(thread.perform { $0.keeper.now() } == 1_005_000)
        #expect(thread.perform(\.firstExpiry) == 2_005_000)
    }

    @Test(arguments: [10 * 365 * 86400, -10 * 365 * 86400, 3600] as [Int64])
    func aClockThatIsSetLeavesLeasesTheirTime(step: Int64) throws {
        let fixed = FixedStore([record("10.75.0.1", of: 1)])
        let (thread, clock) = (try LoopThread.keeping(fixed, clock: clock, log: log), clock)
        defer { thread.stop() }
        let looks = thread.perform { keeping in
            _ = keeping.keeper.now()
            clock.set(onBy: step)
            return [keeping.keeper.now(), keeping.keeper.now()]
        }
        #expect(looks == Array(repeating: WallTime(seconds: 1_000_000 + step), count: 2))
        #expect(thread.perform(\.firstExpiry) == WallTime(seconds: 2_000_000 + step))
        #expect(thread.wait { $0.durable == [1] })
        #expect(fixed.record(at: "10.75.0.1")?.expires == WallTime(seconds: 2_000_000 + step))
        #expect(warnings() == ["\(step)"])
    }

    // MARK: The mark of a book that was lost

    @Test(arguments: [10 * 365 * 86400, -10 * 365 * 86400] as [Int64])
    func theMarkMovesAlongAndIsThereAfterARestart(step: Int64) throws {
        let fixed = FixedStore(lastWrite: clock.now, recovered: 1_000_000)
        let (first, clock) = (try LoopThread.keeping(fixed, clock: clock, log: log), clock)
        let marks = first.perform { keeping in
            _ = keeping.keeper.now()
            clock.set(onBy: step)
            _ = keeping.keeper.now()
            return keeping.keeper.book.recovered
        }
        let moved = WallTime(seconds: 1_000_000 + step)
        #expect(marks == moved)
        #expect(first.wait { $0.durable == [1] })
        first.stop()
        #expect(fixed.recovered() == moved)
        let second = try LoopThread.keeping(fixed, clock: clock, log: log)
        defer { second.stop() }
        #expect(second.perform { $0.keeper.book.recovered } == moved)
    }

    @Test func aStepWhileNobodyLookedMovesTheMarkToo() throws {
        let fixed = FixedStore(lastWrite: clock.reading(secondsAgo: 100), recovered: 999_900)
        clock.set(onBy: 5000)
        let thread = try LoopThread.keeping(fixed, clock: clock, log: log)
        defer { thread.stop() }
        #expect(thread.perform { $0.keeper.book.recovered } == 1_004_900)
        #expect(thread.wait { $0.durable == [1] })
        #expect(fixed.recovered() == 1_004_900)
    }

    @Test func anOfferSurvivesAStepWithWhatLiesUnderIt() throws {
        let (thread, clock) = (
            try LoopThread.keeping(FixedStore([record("10.75.0.1", of: 1, until: 500)]), clock: clock, log: log), clock
        )
        defer { thread.stop() }
        let offer = lease("10.75.0.1", of: 2, .offered, until: 1_000_120)
        let offered = thread.perform { keeping in
            keeping.apply(.put(offer))
            _ = keeping.keeper.now()
            clock.set(onBy: 5000)
            _ = keeping.keeper.now()
            return keeping.leases
        }
        #expect(offered == [offer.later(by: 5000)])
        let after = thread.perform { keeping in
            keeping.keeper.expire(at: 1_005_120)
            return keeping.leases
        }
        #expect(after == [lease("10.75.0.1", of: 1, until: 500).later(by: 5000)])
    }

    @Test func whatIsTakenBackAfterAStepKeepsItsTimeToo() throws {
        let store = SlowStore(BrokenStore(FixedStore([record("10.75.0.1", of: 1)])))
        let (thread, clock) = (try LoopThread.keeping(store, clock: clock, log: log), clock)
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
        #expect(thread.perform(\.firstExpiry) == 2_005_000)
    }
}

extension Lease {
    fileprivate func later(by seconds: Int64) -> Lease {
        Lease(
            address: address, key: key, hardware: hardware, network: network, state: state, start: start.advanced(by: seconds),
            expires: expires.advanced(by: seconds))
    }
}
