import Foundation

/// A file of a database that bootd may not read or write, because somebody else made it or took it over.
struct FileInTheWay: CustomStringConvertible {
    private let path: String
    private let owner: String
    private let mode: Int

    /// The first of the database at `path` and its logs; nil when none is there that is not `usable`.
    init?(of path: String, usable: (String) -> Bool = Self.isUsable) {
        let files = ["", "-wal", "-shm"].map { path + $0 }
        guard let file = files.first(where: { FileManager.default.fileExists(atPath: $0) && !usable($0) }),
            let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        else { return nil }
        self.path = file
        let id = (attributes[.ownerAccountID] as? NSNumber).map { "user \($0)" }
        owner = attributes[.ownerAccountName] as? String ?? id ?? "another user"
        mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    }

    private static func isUsable(_ path: String) -> Bool {
        FileManager.default.isReadableFile(atPath: path) && FileManager.default.isWritableFile(atPath: path)
    }

    var description: String {
        "\(path) belongs to \(owner) and has mode \(String(mode, radix: 8)), so that bootd may not read and write it: chown it"
    }
}
