internal import LinuxIO

/// A file or directory that the supervisor itself uses, and its way to it.
struct OwnFile: Hashable {
    enum Use: String {
        case configuration, state
    }

    let use: Use
    let walk: PathWalk
    /// Who the supervisor is.
    let account: Account

    /// What keeps the supervisor from using it; nil when nothing does, or when that is not seen.
    var obstacle: PathWalk.Step? {
        guard walk.end == .found, let last = walk.steps.last else { return nil }
        return walk.obstacle(for: account, needed(last.status.kind))
    }

    /// The bits that the last step has to have.
    func needed(_ kind: PathStatus.Kind) -> UInt32 {
        (use == .state ? 6 : 4) | (kind == .directory ? 1 : 0)
    }
}
