import Foundation
import GRDB
import Synchronization

/// The file in which bootd keeps what must survive: `bootd.db` in the state directory, an SQLite database.
///
/// What `commit` has written survives a crash of the machine: the write-ahead log is synced with every transaction.
/// The file is closed with the last reference to this object.
public final class Database: Sendable {
    /// The file's name in the state directory.
    public static let fileName = "bootd.db"

    /// Where the file is.
    public let path: String
    let queue: DatabaseQueue
    /// What the last commit wrote down of the clock.
    let lastClock = Mutex<ClockReading?>(nil)

    private init(path: String) throws {
        self.path = path
        var configuration = Configuration()
        configuration.journalMode = .wal
        // An administrator's `sqlite3` may hold the file for a moment.
        configuration.busyMode = .timeout(5)
        // A rollback that fails on a broken disk must not end the process; the next commit tries it again.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { try Schema.check($0, path: path) }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { database in
            // GRDB makes it NORMAL with the write-ahead log, which syncs at checkpoints only.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2 else {
                throw DatabaseError(message: "SQLite does not sync every transaction")
            }
            try database.execute(sql: "PRAGMA wal_autocheckpoint = \((4 << 20) / Schema.pageSize)")
        }
        try Schema.migrator.migrate(queue)
        try queue.read { try Self.checkColumns($0) }
    }

    /// Opens the database in `directory`, or makes a new one if there is none; `recovering` is the clock by which
    /// the new one takes the place of one that was lost.
    ///
    /// It is checked as a whole (60,000 leases take some tens of milliseconds), so that damage is found before anybody
    /// is answered.
    public static func open(directory: String, recovering: ClockReading? = nil) throws(StoreError) -> Database {
        let path = filePath(in: directory)
        do {
            try createIfMissing(path, recovering)
            return try Database(path: path)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            // Our statements are fixed: what they do not fit is not what we wrote.
            throw .damaged(path: path, detail: error.message ?? "its tables are not bootd's")
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Runs `body` on the database's own thread-safe queue.
    func perform<Value>(_ body: (GRDB.Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try queue.writeWithoutTransaction(body)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    static func filePath(in directory: String) -> String { "\(directory)/\(fileName)" }

    /// Makes an empty database under another name first, so that an empty or half-made file is always damage.
    private static func createIfMissing(_ path: String, _ recovering: ClockReading?) throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: path) else { return }
        guard !files.fileExists(atPath: path + "-wal") else {
            throw StoreError.damaged(path: path, detail: "it is gone, but its write-ahead log is there")
        }
        let draft = path + ".new"
        for leftover in [draft, draft + "-journal"] where files.fileExists(atPath: leftover) {
            try files.removeItem(atPath: leftover)
        }
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = \(Schema.pageSize)") }
        let queue = try DatabaseQueue(path: draft, configuration: configuration)
        try Schema.migrator.migrate(queue)
        if let recovering { try queue.write { try noteRecovery($0, by: recovering) } }
        try queue.close()
        try files.moveItem(atPath: draft, toPath: path)
    }
}
