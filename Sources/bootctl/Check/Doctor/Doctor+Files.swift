internal import Contract
internal import LinuxIO

// Whether what machines are told to load is there, and can be read by who sends it.

extension Doctor {
    var files: [Finding] {
        var roots: Set<String> = []
        return facts.files.compactMap { fact in
            if let place = missingRoot(fact) { return roots.insert(fact.root).inserted ? without(fact, place) : nil }
            guard let finding = finding(fact) else { return nil }
            // What is wrong with a directory is wrong for all files in it, and is said once.
            return isAboutRoot(fact) ? roots.insert(fact.root).inserted ? finding : nil : finding
        }
    }

    /// The loaders that an installation puts there; machines of other kinds are rare.
    private static let usualLoaders: Set = ["x86-bios", "x64-uefi"]

    /// Where the workers' sandbox shows nothing (ProtectHome=, PrivateTmp=).
    private static let hidden = ["/home", "/root", "/run/user", "/tmp", "/var/tmp"]

    private func isAboutRoot(_ fact: FileFact) -> Bool {
        if isHidden(fact.walk.root) { return true }
        switch fact.walk.end {
        case .missing(let path), .unseen(let path), .tooManyLinks(let path): return !path.hasPrefix(fact.walk.root + "/")
        case .found:
            return fact.reader.flatMap { fact.walk.obstacle(for: $0) }.map { !$0.path.hasPrefix(fact.walk.root + "/") } ?? false
        }
    }

    /// What is not there of the way to the directory.
    private func missingRoot(_ fact: FileFact) -> String? {
        guard case .missing(let path) = fact.walk.end, !isHidden(fact.walk.root), fact.walk.root == path else { return nil }
        return path
    }

    private func without(_ fact: FileFact, _ place: String) -> Finding {
        let (role, root) = (fact.file.role, fact.root)
        let isOfUnits = facts.report?.isStandalone == false && root.hasPrefix("/var/lib/bootd/")
        let making = isOfUnits ? "systemd-tmpfiles --create bootd.conf" : "mkdir -p \(root)"
        let named = facts.files.filter { $0.root == root && ($0.file.source != nil || Self.usualLoaders.contains($0.file.name)) }
        let files = named.map(\.file.path).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let packaged = files.filter(Self.packaged.contains)
        let fetching =
            role == .tftp && !packaged.isEmpty
            ? " && apt-get install ipxe && "
                + packaged.map { "cp /usr/lib/ipxe/\($0) \(root)/" }.joined(separator: " && ") : ""
        let others = files.filter { !(role == .tftp && packaged.contains($0)) }
        let rest = others.isEmpty ? "" : "; then put there: \(others.joined(separator: ", "))"
        return .problem(
            role == .tftp ? "TFTP" : "HTTP",
            "there is no \(place), so that machines get no file by \(role == .tftp ? "TFTP" : "HTTP")",
            do: making + fetching + rest)
    }

    private func isHidden(_ path: String) -> Bool {
        facts.report?.isStandalone == false && Self.hidden.contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    private func finding(_ fact: FileFact) -> Finding? {
        if isHidden(fact.walk.root) {
            return .problem(
                fact.root,
                "\(fact.readerName) cannot see \(fact.walk.root): its sandbox hides \(Self.hidden.joined(separator: ", "))",
                do: "move it below /var/lib/bootd or /srv, and name it under 'paths:'", at: facts.report?.configuration)
        }
        switch fact.walk.end {
        case .missing(let path): return missing(fact, path)
        case .unseen: return nil
        case .tooManyLinks(let path):
            return problem(fact, "\(path) is a link that leads round in a circle", do: "ls -l \(path)")
        case .found: break
        }
        if let last = fact.walk.steps.last, last.status.kind != .file {
            return problem(fact, "\(last.path) is no file", do: "ls -ld \(last.path)")
        }
        guard let reader = fact.reader, let obstacle = fact.walk.obstacle(for: reader) else { return nil }
        let isLast = obstacle == fact.walk.steps.last
        return problem(
            fact, "\(fact.readerName) may not \(isLast ? "read" : "pass through") \(obstacle.path)",
            do: "chmod o+\(isLast ? "r" : "x") \(obstacle.path)")
    }

    /// A default that nobody may need is not missed.
    private func missing(_ fact: FileFact, _ path: String) -> Finding? {
        let isDefault = fact.file.source == nil
        if isDefault, !Self.usualLoaders.contains(fact.file.name) { return nil }
        let place = "\(fact.root)/\(fact.file.path)"
        let what = path == place ? "\(place) is not there" : "\(place) is not there: there is no \(path)"
        let remedy =
            fact.file.use == .loader && Self.packaged.contains(fact.file.path)
            ? "apt-get install ipxe && cp /usr/lib/ipxe/\(fact.file.path) \(place)" : "put it there: \(place)"
        return isDefault
            ? .warning(subject(fact), "\(what), and a machine of this kind is told to load it", do: remedy)
            : problem(fact, what, do: remedy)
    }

    /// What Debian's package has below /usr/lib/ipxe.
    private static let packaged: Set = ["undionly.kpxe", "ipxe.efi", "snponly.efi", "ipxe.pxe", "ipxe.lkrn"]

    private func problem(_ fact: FileFact, _ message: String, do remedy: String) -> Finding {
        .problem(subject(fact), message, do: remedy, at: fact.file.source)
    }

    private func subject(_ fact: FileFact) -> String {
        switch fact.file.use {
        case .loader: "loader \(fact.file.name)"
        case .kernel, .initrd: "profile \(fact.file.name)"
        }
    }
}
