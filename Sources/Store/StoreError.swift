/// Why the store could not do what it was asked.
public enum StoreError: Error, Hashable, Sendable {
    /// The file is not what was written; nothing of it is believed.
    case damaged(path: String, detail: String)
    /// The file is a newer program's.
    case newer(path: String, found: Int, supported: Int)
    /// There is no space left for the file; what is written stays, and a later commit may succeed.
    case full(path: String)
    /// Anything else, by SQLite's extended result code, or by errno in what is not SQLite's.
    case failed(path: String, code: Int, message: String)

    /// Whether the file itself is to blame, so that a new one helps.
    public var isOfTheFile: Bool {
        switch self {
        case .damaged, .newer: true
        case .full, .failed: false
        }
    }
}

extension StoreError: CustomStringConvertible {
    /// What happened to which file, and the way out.
    public var description: String {
        switch self {
        case .damaged(let path, let detail):
            """
            \(path) is damaged: \(detail). Restore it from a backup, or start bootd with --recover, \
            which sets it aside and begins an empty one; machines that renew keep their addresses.
            """
        case .newer(let path, let found, let supported):
            """
            \(path) was written by a newer bootd: its schema is \(found), and this one knows up to \(supported). \
            Run the newer bootd, or start this one with --recover, which sets the file aside and begins an empty one.
            """
        case .full(let path):
            """
            There is no space left for \(path). No lease can be acknowledged until there is: \
            free some on its file system.
            """
        case .failed(let path, let code, let message):
            "\(path) cannot be used (code \(code)): \(message)."
        }
    }
}
