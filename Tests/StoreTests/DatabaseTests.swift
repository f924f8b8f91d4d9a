import Foundation
import GRDB
import NetworkValues
import Testing

@testable import Store

/// The file itself: that it is synced, survives, fills up and is set aside.
struct DatabaseTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func open() throws -> Store.Database { try .open(directory: directory.path) }

    @Test func everyTransactionIsSynced() throws {
        let database = try open()
        for (pragma, value) in [("synchronous", "2"), ("journal_mode", "wal")] {
            let found = try database.queue.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(pragma)") }
            #expect(found == value, "\(pragma)")
        }
    }

    @Test func theFileNamesItsProgramAndItsSchema() throws {
        let database = try open()
        try database.commit(puts([1]), by: clock(5))
        let found = try database.queue.read { database in
            try ["application_id", "user_version"].map { try Int.fetchOne(database, sql: "PRAGMA \($0)") }
        }
        #expect(found == [0x626F_6F74, 1])
    }

    @Test func peopleCanReadTheFile() throws {
        let database = try open()
        let record = LeaseRecord(
            address: IPv4Address(192, 0, 2, 33), keyKind: .clientID, key: [1, 0xAB],
            hardware: MACAddress(rawValue: 0x5254_00AB_CDEF), clientID: [1, 0xAB], hostname: "node1", network: "lab",
            state: .bound, start: WallTime(seconds: 0), expires: WallTime(seconds: 86400))
        try database.commit([.put(record)], by: clock(5))
        let row = try database.queue.read { try Row.fetchOne($0, sql: "SELECT * FROM lease_text") }
        #expect(
            row == [
                "address": "192.0.2.33", "key_kind": "client-id", "key": "01ab", "hardware": "52:54:00:ab:cd:ef",
                "client_id": "01ab", "hostname": "node1", "network": "lab", "state": "bound",
                "start": "1970-01-01 00:00:00", "expires": "1970-01-02 00:00:00",
            ])
    }

    @Test func leasesSurviveClosingAndOpening() throws {
        try open().commit(puts(1...500), by: clock(5))
        try open().commit([.remove(address(7))], by: clock(6))
        let database = try open()
        #expect(try database.sortedRecords() == (1...500).filter { $0 != 7 }.map { record($0) })
        #expect(try database.lastWrite() == clock(6))
    }

    @Test func aDatabaseKnowsWhetherItTookThePlaceOfALostOne() throws {
        #expect(try open().recovered() == nil)
        #expect(try Store.Database.open(directory: directory.path, recovering: clock(7)).recovered() == nil)
        try Store.Database.setAside(directory: directory.path, suffix: "7")
        for (now, last) in [(7, 7), (9, 8)] as [(Int64, Int64)] {
            let database = try Store.Database.open(directory: directory.path, recovering: clock(now))
            #expect(try database.recovered() == WallTime(seconds: 7))
            #expect(try database.lastWrite() == clock(last), "by this clock it was recovered, or written last")
            try database.commit(puts([1]), by: clock(8))
        }
        #expect(try open().recovered() == WallTime(seconds: 7))
    }

    @Test func whatWasCommittedIsInTheFilesAtThatMoment() throws {
        let database = try open()
        for batch in 0..<20 {
            try database.commit(puts(batch * 10..<batch * 10 + 10), by: clock(Int64(batch)))
            let copy = try TemporaryDirectory()
            for name in ["bootd.db", "bootd.db-wal"] { try copy.write(directory.read(name), as: name) }
            let survivor = try Store.Database.open(directory: copy.path)
            #expect(try survivor.sortedRecords() == (0..<batch * 10 + 10).map { record($0) })
            #expect(try survivor.lastWrite() == clock(Int64(batch)))
        }
    }

    @Test func aFullDiskRefusesTheWholeBatchAndLaterCommitsSucceed() throws {
        let database = try open()
        try database.commit(puts(1...10), by: clock(5))
        try limitPages(of: database, to: 1)
        for _ in 0..<3 {
            #expect(throws: StoreError.full(path: database.path)) {
                try database.commit([.put(record(1, until: 77))] + puts(100...900), by: clock(6))
            }
        }
        #expect(try database.sortedRecords() == (1...10).map { record($0) })
        #expect(try database.lastWrite() == clock(5))

        try limitPages(of: database, to: 1_000_000)
        try database.commit(puts(11...900), by: clock(7))
        #expect(try database.sortedRecords() == (1...900).map { record($0) })
    }

    /// SQLite takes a limit below the present size for the present size.
    private func limitPages(of database: Store.Database, to count: Int) throws {
        try database.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(count)") }
    }

    @Test func aTransactionThatCouldNotBeRolledBackDoesNotBlockTheNext() throws {
        let database = try open()
        try database.queue.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
        try database.commit(puts([1]), by: clock(5))
        #expect(try open().load() == [record(1)])
    }

    @Test func aHalfMadeDatabaseIsMadeAnew() throws {
        try directory.write(Data("half".utf8), as: "bootd.db.new")
        #expect(try open().load() == [])
        #expect(!directory.holds("bootd.db.new"))
    }

    @Test func aDirectoryThatIsNotThereIsSaid() throws {
        let path = directory.path + "/nowhere"
        let error = try #require(throws: StoreError.self) { try Store.Database.open(directory: path) }
        #expect(error.description.hasPrefix("\(path)/bootd.db cannot be used (code "))
    }

    @Test func aDatabaseThatIsSetAsideIsStillOne() throws {
        let database = try open()
        try database.commit(puts([1]), by: clock(5))
        let renamed = try Store.Database.setAside(directory: directory.path, suffix: "2026-11-23T12:00:00")
        let names = ["bootd.db", "bootd.db-shm", "bootd.db-wal"]
        let targets = ["", "-shm", "-wal"].map { "bootd.db.2026-11-23T12:00:00\($0)" }
        #expect(renamed == targets.map { "\(directory.path)/\($0)" })
        #expect(names.allSatisfy { !directory.holds($0) } && targets.allSatisfy(directory.holds))
        #expect(try open().load() == [])

        let copy = try TemporaryDirectory()
        for (name, target) in zip(names, targets) { try copy.write(directory.read(target), as: name) }
        #expect(try Store.Database.open(directory: copy.path).load() == [record(1)])
    }

    @Test func settingAsideOverwritesNothing() throws {
        _ = try open()
        try directory.write(Data("kept".utf8), as: "bootd.db.1")
        let error = try #require(throws: StoreError.self) {
            try Store.Database.setAside(directory: directory.path, suffix: "1")
        }
        guard case .failed = error else { throw error }
        #expect(try directory.read("bootd.db.1") == Data("kept".utf8))
    }

    @Test func whereThereIsNothingThereIsNothingToSetAside() throws {
        #expect(try Store.Database.setAside(directory: directory.path, suffix: "1") == [])
    }
}
