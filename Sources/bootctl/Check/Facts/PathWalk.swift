internal import LinuxIO

/// The way to a file below a directory, step by step, as the workers go it: links below the directory never leave it.
struct PathWalk: Hashable {
    /// A file or directory on the way.
    struct Step: Hashable {
        let path: String
        let status: PathStatus
    }

    enum End: Hashable {
        case found
        case missing(String)
        /// We may not look there.
        case unseen(String)
        case tooManyLinks(String)
    }

    /// What stands at a path.
    enum Look: Hashable {
        case found(PathStatus, link: String?)
        case missing
        case unseen
    }

    private(set) var steps: [Step] = []
    private(set) var end = End.found
    /// Where the directory really is.
    private(set) var root = ""
    private var links = 0

    /// As many as the kernel follows (path_resolution(7)).
    private static let mostLinks = 40

    /// Goes from `/` to the directory, and from there to the file.
    init(to path: String, below directory: String, look: (String) -> Look) {
        root = go(directory, from: "", look)
        if end == .found { _ = go(path, from: root, look) }
    }

    /// Goes a path below `base`, which stands for `/`; answers where that leads.
    private mutating func go(_ path: String, from base: String, _ look: (String) -> Look) -> String {
        var rest = Self.names(path)[...]
        var names: [String] = []
        while let name = rest.popFirst() {
            if name == ".." {
                names = names.dropLast()
                continue
            }
            let here = base + "/" + (names + [name]).joined(separator: "/")
            switch look(here) {
            case .missing: end = .missing(here)
            case .unseen: end = .unseen(here)
            case .found(_, let target?):
                links += 1
                if links > Self.mostLinks { end = .tooManyLinks(here) }
                if target.hasPrefix("/") { names = [] }
                rest = (Self.names(target) + rest)[...]
            case .found(let status, nil):
                steps.append(Step(path: here, status: status))
                names.append(name)
            }
            if end != .found { return here }
        }
        return names.isEmpty ? base : base + "/" + names.joined(separator: "/")
    }

    private static func names(_ path: String) -> [String] {
        path.split(separator: "/").filter { $0 != "." }.map { String($0) }
    }

    var isUnseen: Bool {
        if case .unseen = end { return true }
        return false
    }

    /// The first step that keeps this account from what the bits say it does with the last (4 read); nil when it can.
    func obstacle(for account: Account, _ bits: UInt32 = 4) -> Step? {
        for (index, step) in steps.enumerated() {
            let isLast = index == steps.count - 1
            // Through a directory one passes.
            if !account.may(isLast ? bits : 1, step.status) { return step }
        }
        return nil
    }
}
