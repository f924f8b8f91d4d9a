import Foundation
import GRDB
import NetworkValues
import Testing

@testable import Store

/// Files that are not what was written: each is named as damaged, and none stops the process.
struct DamageTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Opens and loads what is in the directory.
    private func load() throws -> [LeaseRecord] { try Store.Database.open(directory: directory.path).sortedRecords() }

    private func expectDamage(_ comment: Comment? = nil) throws {
        let error = try #require(throws: StoreError.self, comment) { try load() }
        guard case .damaged(let path, _) = error else { throw error }
        #expect(path == "\(directory.path)/bootd.db")
    }

    /// Changes the closed file behind the store's back.
    private func alter(_ statements: String...) throws {
        let queue = try DatabaseQueue(path: "\(directory.path)/bootd.db")
        try queue.writeWithoutTransaction { database in
            for statement in statements { try database.execute(sql: statement) }
        }
    }

    private func write(_ numbers: ClosedRange<Int>) throws {
        try Store.Database.open(directory: directory.path).commit(puts(numbers), by: clock(5))
    }

    @Test(arguments: [0, 1, 16, 100, 1024, 5000]) func garbageIsDamage(count: Int) throws {
        try directory.write(Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }), as: "bootd.db")
        try expectDamage()
    }

    @Test func anotherProgramsDatabaseIsNotTouched() throws {
        try alter("CREATE TABLE recipe (name TEXT)")
        let before = try directory.read("bootd.db")
        try expectDamage()
        #expect(try directory.read("bootd.db") == before)
    }

    @Test func aDatabaseThatIsGoneWhileItsLogIsThereIsDamage() throws {
        try directory.write(Data([1]), as: "bootd.db-wal")
        try expectDamage()
    }

    @Test func aNewerDatabaseIsNotTouched() throws {
        try write(1...1)
        try alter("PRAGMA user_version = 99")
        let before = try directory.read("bootd.db")
        #expect(throws: StoreError.newer(path: "\(directory.path)/bootd.db", found: 99, supported: 1)) { try load() }
        #expect(try directory.read("bootd.db") == before)
    }

    @Test(arguments: [
        "DROP TABLE lease", "DROP TABLE meta", "ALTER TABLE lease DROP COLUMN hostname",
        "ALTER TABLE lease RENAME TO leases",
    ])
    func missingTablesAndColumnsAreDamage(statement: String) throws {
        try write(1...1)
        try alter("DROP VIEW lease_text", statement)
        try expectDamage()
    }

    @Test(arguments: [
        ("address = -1", "no address"), ("address = 4294967296", "no address"), ("hardware = -1", "10.0.0.2"),
        ("hardware = 281474976710656", "10.0.0.2"), ("state = 'offered'", "10.0.0.2"), ("state = ''", "10.0.0.2"),
        ("key_kind = 'name'", "10.0.0.2"),
    ])
    func aRowThatMakesNoSenseIsDamage(assignment: String, place: String) throws {
        try write(1...3)
        try alter("UPDATE lease SET \(assignment) WHERE address = \(address(2).rawValue)")
        let error = StoreError.damaged(
            path: "\(directory.path)/bootd.db", detail: "its row for \(place) makes no sense")
        #expect(throws: error) { try load() }
    }

    @Test func whatTheCheckFindsIsSaidInALine() throws {
        try write(1...200)
        var altered = try directory.read("bootd.db")
        // The second octet of each page's header counts the octets that are lost between its rows.
        for page in 1..<altered.count / 1024 { altered[page * 1024 + 7] ^= 0x0F }
        try directory.write(altered, as: "bootd.db")
        let error = try #require(throws: StoreError.self) { try load() }
        guard case .damaged(_, let detail) = error else { throw error }
        #expect(detail.hasPrefix("Fragmentation of 0 bytes reported as 15 on page"))
    }

    @Test func aFileThatEndsTooEarlyIsDamage() throws {
        try write(1...200)
        let whole = try directory.read("bootd.db")
        for page in 0..<whole.count / 1024 {
            for extra in [0, 1, 600] {
                try directory.write(whole.prefix(page * 1024 + extra), as: "bootd.db")
                try expectDamage("\(page) pages and \(extra) octets")
            }
        }
    }

    @Test func aLogThatEndsTooEarlyHasLostWholeBatchesOnly() throws {
        let database = try Store.Database.open(directory: directory.path)
        for batch in 0..<8 { try database.commit(puts(batch * 10..<batch * 10 + 10), by: clock(5)) }
        let (file, log) = try (directory.read("bootd.db"), directory.read("bootd.db-wal"))
        var survivors: Set<Int> = []
        for length in stride(from: 0, through: log.count, by: 509) {
            let copy = try TemporaryDirectory()
            try copy.write(file, as: "bootd.db")
            try copy.write(log.prefix(length), as: "bootd.db-wal")
            let records = try Store.Database.open(directory: copy.path).sortedRecords()
            try #require(records.count.isMultiple(of: 10))
            try #require(records == (0..<records.count).map { record($0) })
            survivors.insert(records.count)
        }
        #expect(survivors.isSuperset(of: stride(from: 0, through: 70, by: 10)))
    }

    @Test(arguments: 1...8) func noFlippedBitStopsTheProcess(seed: UInt64) throws {
        try write(1...120)
        let whole = try directory.read("bootd.db")
        var state = seed
        var refused = 0
        for _ in 0..<60 {
            var altered = whole
            for _ in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let bit = Int(state >> 33) % (whole.count * 8)
                altered[bit / 8] ^= 1 << UInt8(bit % 8)
            }
            try directory.write(altered, as: "bootd.db")
            for name in ["bootd.db-wal", "bootd.db-shm"] where directory.holds(name) {
                try FileManager.default.removeItem(atPath: "\(directory.path)/\(name)")
            }
            do {
                let database = try Store.Database.open(directory: directory.path)
                _ = try database.load()
                try database.commit(puts(1...150), by: clock(6))
            } catch {
                refused += 1
            }
        }
        #expect((1..<60).contains(refused))
    }
}
