import Foundation
import GRDB
public import NetworkValues
import Synchronization

extension Database: LeaseStore {
    public func load() throws(StoreError) -> [LeaseRecord] {
        try perform { database in
            var records: [LeaseRecord] = []
            let rows = try Row.fetchCursor(database.cachedStatement(sql: Statements.load))
            while let row = try rows.next() {
                guard let record = LeaseRecord(row) else {
                    let place = UInt32.fromDatabaseValue(row[0]).map { "\(IPv4Address(rawValue: $0))" }
                    throw StoreError.damaged(path: path, detail: "its row for \(place ?? "no address") makes no sense")
                }
                records.append(record)
            }
            return records
        }
    }

    public func lastWrite() throws(StoreError) -> ClockReading? {
        try perform { database in
            let rows = try Row.fetchAll(database.cachedStatement(sql: Statements.lastWrite))
            let values = rows.reduce(into: [:]) { $0[String.fromDatabaseValue($1[0])] = Int64.fromDatabaseValue($1[1]) }
            guard let wall = values["last_write"] else { return nil }
            // A bootd from before these were written down left none.
            return ClockReading(wall: WallTime(seconds: wall), lead: values["lead"] ?? 0, boot: values["boot"] ?? 0)
        }
    }

    public func recovered() throws(StoreError) -> WallTime? {
        try perform { database in
            try Int64.fetchOne(database.cachedStatement(sql: Statements.recovered)).map(WallTime.init(seconds:))
        }
    }

    public func commit(_ changes: [LeaseRecordChange], by clock: ClockReading) throws(StoreError) {
        guard !changes.isEmpty else { return }
        // It tells seconds, and hundreds of commits may come in one.
        let written = lastClock.withLock { $0 }
        try perform { database in
            if database.isInsideTransaction { try database.rollback() }
            try database.inTransaction(.immediate) {
                let put = try database.cachedStatement(sql: Statements.put)
                let remove = try database.cachedStatement(sql: Statements.remove)
                for change in changes {
                    switch change {
                    case .put(let record): try put.execute(arguments: record.arguments)
                    case .remove(let address): try remove.execute(arguments: [Int64(address.rawValue)])
                    case .recovered(let time):
                        try database.cachedStatement(sql: Statements.setRecovered).execute(arguments: [time.seconds])
                    }
                }
                if clock != written {
                    try database.cachedStatement(sql: Statements.setLastWrite).execute(
                        arguments: [clock.wall.seconds, clock.lead, clock.boot])
                }
                return .commit
            }
        }
        lastClock.withLock { $0 = clock }
    }

    /// Notes that a new database takes the place of a lost one, and by which clock.
    static func noteRecovery(_ database: GRDB.Database, by now: ClockReading) throws {
        try database.execute(sql: Statements.setRecovered, arguments: [now.wall.seconds])
        try database.execute(sql: Statements.setLastWrite, arguments: [now.wall.seconds, now.lead, now.boot])
    }

    /// Throws unless every statement fits the tables.
    static func checkColumns(_ database: GRDB.Database) throws {
        for statement in Statements.all { _ = try database.cachedStatement(sql: statement) }
    }
}

private enum Statements {
    static let load = "SELECT \(columns) FROM lease"
    static let put = "INSERT OR REPLACE INTO lease (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    static let remove = "DELETE FROM lease WHERE address = ?"
    static let lastWrite = "SELECT name, value FROM meta"
    static let setLastWrite =
        "INSERT OR REPLACE INTO meta (name, value) VALUES ('last_write', ?), ('lead', ?), ('boot', ?)"
    static let recovered = "SELECT value FROM meta WHERE name = 'recovered'"
    static let setRecovered = "INSERT OR REPLACE INTO meta (name, value) VALUES ('recovered', ?)"
    static let all = [load, put, remove, lastWrite, setLastWrite, recovered, setRecovered]

    private static let columns =
        "address, key_kind, key, hardware, client_id, hostname, network, state, start, expires"
}

extension LeaseRecord {
    fileprivate var arguments: StatementArguments {
        [
            Int64(address.rawValue), keyKind.rawValue, Data(key), Int64(hardware.rawValue), clientID.map { Data($0) },
            hostname, network, state.rawValue, start.seconds, expires.seconds,
        ]
    }

    /// Reads the columns in their order; nil if one is not what `arguments` writes.
    fileprivate init?(_ row: Row) {
        guard let address = Int64.fromDatabaseValue(row[0]).flatMap(UInt32.init(exactly:)),
            let keyKind = String.fromDatabaseValue(row[1]).flatMap(KeyKind.init),
            let key = Data.fromDatabaseValue(row[2]),
            let hardware = Int64.fromDatabaseValue(row[3]).flatMap(UInt64.init(exactly:)), hardware >> 48 == 0,
            let network = String.fromDatabaseValue(row[6]),
            let state = String.fromDatabaseValue(row[7]).flatMap(State.init),
            let start = Int64.fromDatabaseValue(row[8]),
            let expires = Int64.fromDatabaseValue(row[9])
        else { return nil }
        self.init(
            address: IPv4Address(rawValue: address), keyKind: keyKind, key: Array(key),
            hardware: MACAddress(rawValue: hardware), clientID: Data.fromDatabaseValue(row[4]).map { Array($0) },
            hostname: String.fromDatabaseValue(row[5]), network: network, state: state,
            start: WallTime(seconds: start), expires: WallTime(seconds: expires))
    }
}
