import GRDB

/// How the database looks, and how an older one becomes it.
enum Schema {
    /// `boot` in ASCII: what marks the file as ours.
    static let applicationID = 0x626F_6F74

    /// The schema that this program writes, and the newest that it reads.
    static let version = steps.count

    /// Leases change one by one and far apart: small pages are less to write for each.
    static let pageSize = 1024

    /// Step n leads from schema n - 1 to schema n.
    private static let steps = [
        """
        CREATE TABLE lease (
            address INTEGER NOT NULL PRIMARY KEY,
            key_kind TEXT NOT NULL,
            key BLOB NOT NULL,
            hardware INTEGER NOT NULL,
            client_id BLOB,
            hostname TEXT,
            network TEXT NOT NULL,
            state TEXT NOT NULL,
            start INTEGER NOT NULL,
            expires INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE meta (
            name TEXT NOT NULL PRIMARY KEY,
            value INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- For people: the numbers as they are usually written.
        CREATE VIEW lease_text AS SELECT
            printf('%d.%d.%d.%d', address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255) AS address,
            key_kind, lower(hex(key)) AS key,
            printf('%02x:%02x:%02x:%02x:%02x:%02x', hardware >> 40, hardware >> 32 & 255, hardware >> 24 & 255,
                hardware >> 16 & 255, hardware >> 8 & 255, hardware & 255) AS hardware,
            lower(hex(client_id)) AS client_id, hostname, network, state,
            datetime(start, 'unixepoch') AS start, datetime(expires, 'unixepoch') AS expires
        FROM lease;
        """
    ]

    /// Each step is one transaction, and marks the file with what it has become.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator().disablingDeferredForeignKeyChecks()
        for (number, step) in zip(1..., steps) {
            migrator.registerMigration("\(number)") { database in
                try database.execute(sql: step)
                try database.execute(sql: "PRAGMA application_id = \(applicationID)")
                try database.execute(sql: "PRAGMA user_version = \(number)")
            }
        }
        return migrator
    }

    /// Refuses a file that is not ours, is a newer program's, or has pages that contradict each other.
    static func check(_ database: GRDB.Database, path: String) throws {
        guard try Int.fetchOne(database, sql: "PRAGMA application_id") == applicationID else {
            throw StoreError.damaged(path: path, detail: "it is empty, or another program's")
        }
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard found <= version else { throw StoreError.newer(path: path, found: found, supported: version) }
        let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "it cannot be checked"
        guard verdict == "ok" else {
            let lines = verdict.split(separator: "\n")
            throw StoreError.damaged(path: path, detail: String(lines.last ?? "it cannot be checked"))
        }
    }
}
