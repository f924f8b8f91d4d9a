import Dispatch
import Foundation
import NetworkValues
import Store
import Testing

/// What every store keeps to, the database and its stand-ins alike.
struct LeaseStoreContractTests {
    enum Kind: CaseIterable { case database, fixed, slow, brokenLater }

    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func store(_ kind: Kind) throws -> any LeaseStore {
        switch kind {
        case .database: try Database.open(directory: directory.path)
        case .fixed: FixedStore()
        case .slow: SlowStore(FixedStore(), passes: 100)
        case .brokenLater: BrokenStore(FixedStore(), after: 100)
        }
    }

    @Test(arguments: Kind.allCases) func aNewStoreIsEmpty(kind: Kind) throws {
        let store = try store(kind)
        #expect(try store.load() == [])
        #expect(try store.lastWrite() == nil)
    }

    @Test(arguments: Kind.allCases) func whatWasCommittedIsLoaded(kind: Kind) throws {
        let store = try store(kind)
        let full = LeaseRecord(
            address: .broadcast, keyKind: .clientID, key: [0, 255, 0], hardware: MACAddress(rawValue: 0xFFFF_FFFF_FFFF),
            clientID: [1, 0, 2], hostname: "O'Brien; DROP TABLE lease -- ☎", network: "lab ☎", state: .declined,
            start: WallTime(seconds: .min), expires: .distantFuture)
        let bare = LeaseRecord(
            address: .any, keyKind: .hardware, key: [], hardware: MACAddress(rawValue: 0), clientID: [], hostname: "",
            network: "", state: .released, start: WallTime(seconds: 0), expires: WallTime(seconds: -1))
        try store.commit([.put(full), .put(bare), .put(record(1))], by: clock(5))
        #expect(try store.sortedRecords() == [bare, record(1), full])
        #expect(try store.lastWrite() == clock(5))
    }

    @Test(arguments: Kind.allCases) func changesTakeEffectInTheirOrder(kind: Kind) throws {
        let store = try store(kind)
        try store.commit(puts(1...3), by: clock(5))
        try store.commit(
            [
                .put(record(2, .released)), .remove(address(1)), .put(record(4)), .remove(address(4)),
                .remove(address(3)), .put(record(3, until: 7)), .remove(address(99)),
            ], by: clock(4))
        #expect(try store.sortedRecords() == [record(2, .released), record(3, until: 7)])
        #expect(try store.lastWrite() == clock(4))
    }

    @Test(arguments: Kind.allCases) func theMarkOfALostStoreIsWrittenAsLeasesAre(kind: Kind) throws {
        let store = try store(kind)
        #expect(try store.recovered() == nil)
        for moment: Int64 in [7, -5] {
            try store.commit([.put(record(1)), .recovered(WallTime(seconds: moment))], by: clock(8))
            #expect(try store.recovered() == WallTime(seconds: moment))
        }
        #expect(try store.load() == [record(1)])
    }

    @Test(arguments: Kind.allCases) func committingNothingWritesNothing(kind: Kind) throws {
        let store = try store(kind)
        try store.commit([], by: clock(5))
        #expect(try store.lastWrite() == nil)
    }

    @Test func aRefusedCommitLeavesNothingBehind() throws {
        let store = BrokenStore(FixedStore(), after: 1)
        try store.commit(puts([1]), by: clock(5))
        #expect(throws: StoreError.full(path: "bootd.db")) { try store.commit(puts([2]), by: clock(6)) }
        #expect(throws: StoreError.self) { try store.commit([.remove(address(1))], by: clock(7)) }
        #expect(try store.load() == [record(1)])
        #expect(try store.lastWrite() == clock(5))
    }

    @Test func aSlowCommitIsNotThereBeforeItIsLetThrough() throws {
        let store = SlowStore(FixedStore())
        let finished = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            try? store.commit(puts([1]), by: clock(5))
            finished.signal()
        }
        store.awaitCommit()
        #expect(try store.load() == [])
        store.letThrough()
        finished.wait()
        #expect(try store.load() == [record(1)])
    }
}
