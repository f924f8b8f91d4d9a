import Foundation
import GRDB
import Testing

@testable import Store

/// What people read, and what SQLite's codes become.
struct StoreErrorTests {
    @Test(arguments: [
        (
            StoreError.damaged(path: "/s/bootd.db", detail: "row 3 missing"),
            """
            /s/bootd.db is damaged: row 3 missing. Restore it from a backup, or start bootd with --recover, \
            which sets it aside and begins an empty one; machines that renew keep their addresses.
            """
        ),
        (
            .newer(path: "/s/bootd.db", found: 3, supported: 1),
            """
            /s/bootd.db was written by a newer bootd: its schema is 3, and this one knows up to 1. \
            Run the newer bootd, or start this one with --recover, which sets the file aside and begins an empty one.
            """
        ),
        (
            .full(path: "/s/bootd.db"),
            """
            There is no space left for /s/bootd.db. No lease can be acknowledged until there is: \
            free some on its file system.
            """
        ),
        (
            .failed(path: "/s/bootd.db", code: 14, message: "unable to open database file"),
            "/s/bootd.db cannot be used (code 14): unable to open database file."
        ),
    ])
    func eachErrorNamesTheFileAndTheWayOut(error: StoreError, text: String) {
        #expect(error.description == text)
    }

    @Test(arguments: [
        (ResultCode.SQLITE_CORRUPT, StoreError.damaged(path: "p", detail: "m")),
        (.SQLITE_CORRUPT_INDEX, .damaged(path: "p", detail: "m")),
        (.SQLITE_NOTADB, .damaged(path: "p", detail: "m")),
        (.SQLITE_FULL, .full(path: "p")),
        (.SQLITE_IOERR_FSYNC, .failed(path: "p", code: 1034, message: "m; the kernel's log says more")),
        (.SQLITE_BUSY, .failed(path: "p", code: 5, message: "m; another program is writing to it")),
        (
            .SQLITE_READONLY,
            .failed(
                path: "p", code: 8, message: "m; its directory must exist, and bootd must be allowed to write there")
        ),
        (.SQLITE_ABORT, .failed(path: "p", code: 4, message: "m")),
    ])
    func sqliteCodesAreTranslated(code: ResultCode, error: StoreError) {
        #expect(StoreError(DatabaseError(resultCode: code, message: "m"), path: "p") == error)
    }

    @Test(arguments: ["", "-wal", "-shm"])
    func aFileThatBootdMayNotUseIsNamedWithItsOwnerAndMode(ending: String) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "bootd-\(UUID()).db").path
        for other in Set(["", ending]) {
            #expect(FileManager.default.createFile(atPath: path + other, contents: nil))
            try FileManager.default.setAttributes([.posixPermissions: 0o604], ofItemAtPath: path + other)
        }
        defer { for other in Set(["", ending]) { try? FileManager.default.removeItem(atPath: path + other) } }
        let file = try #require(FileInTheWay(of: path) { $0 != path + ending })
        let owner = try #require(FileManager.default.attributesOfItem(atPath: path)[.ownerAccountName] as? String)
        #expect(
            "\(file)"
                == "\(path)\(ending) belongs to \(owner) and has mode 604, so that bootd may not read and write it: chown it")
        #expect(FileInTheWay(of: path) { _ in true } == nil)
    }
}
