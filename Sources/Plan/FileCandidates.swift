import TFTP

/// One way to answer a request for a file.
public enum FileCandidate: Hashable, Sendable {
    /// A file below a named root.
    case file(root: String, path: String)
    case content(String)
    /// What the client is told.
    case error(String)
}

/// The root that TFTP serves.
public let tftpRoot = "tftp"

/// Where to look for what a TFTP client calls `name`, best first: a projection of the plan.
public func candidates(_ plan: Plan, _ name: [UInt8]) -> [FileCandidate] {
    do throws(RequestName.Refusal) {
        return try RequestName(name).candidates.map { .file(root: tftpRoot, path: $0) }
    } catch {
        return [.error(error.sentence)]
    }
}

extension RequestName.Refusal {
    fileprivate var sentence: String {
        switch self {
        case .empty: "the file name is empty"
        case .outsideRoot: "the file name leads out of the served directory"
        case .notText: "the file name is not text"
        }
    }
}
