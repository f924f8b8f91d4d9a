internal import LinuxIO

// Whether the supervisor may use its own files: whoever edits or runs things as root may have taken them away from it.

extension Doctor {
    var ownFiles: [Finding] {
        var steps: Set<PathWalk.Step> = []
        return facts.ownFiles.compactMap { file in
            guard let step = file.obstacle, steps.insert(step).inserted else { return nil }
            let isLast = step == file.walk.steps.last
            let verb = isLast ? file.use == .state ? "read and write" : "read" : "pass through"
            return .problem(
                file.use.rawValue,
                "bootd may not \(verb) \(step.path), which belongs to \(step.status.owner) and has mode "
                    + String(step.status.mode, radix: 8),
                do: "\(opening(step, of: file, isLast: isLast)) && \(restart(file.use))")
        }
    }

    /// The files that are in the way, for whoever would name them once more.
    var unusableFiles: Set<String> { Set(facts.ownFiles.filter { $0.obstacle != nil }.compactMap { $0.walk.steps.last?.path }) }

    private func opening(_ step: PathWalk.Step, of file: OwnFile, isLast: Bool) -> String {
        let isOwn = isLast || step.path.hasPrefix("/etc/bootd") || step.path.hasPrefix("/var/lib/bootd/state")
        guard isOwn else { return "chmod o+x \(step.path)" }
        let bits = isLast ? file.needed(step.status.kind) : 1
        let letters = [(UInt32(4), "r"), (2, "w"), (1, "x")].filter { bits & $0.0 != 0 }.map(\.1).joined()
        switch file.use {
        case .configuration: return "chgrp bootd \(step.path) && chmod g+\(letters) \(step.path)"
        case .state: return "chown bootd:bootd \(step.path) && chmod u+\(letters) \(step.path)"
        }
    }

    private func restart(_ use: OwnFile.Use) -> String {
        guard facts.report != nil else { return "systemctl start bootd.service" }
        return use == .state ? "systemctl restart bootd.service" : "\(Program.name) reload"
    }
}
