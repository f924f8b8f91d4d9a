internal import Contract
internal import LinuxIO

// What the supervisor reads and writes, where systemd starts it.

extension Collector {
    mutating func lookAtOwnFiles() {
        guard isStandard, facts.report?.isStandalone != true,
            let service = facts.units?.first(where: { $0.name == "bootd.service" }),
            !service.isMissing, let account = Account(name: "bootd")
        else { return }
        let state = facts.report?.state ?? DefaultPaths.state
        let states = [state] + ["", "-wal", "-shm"].map { "\(state)/bootd.db\($0)" }
        facts.ownFiles = (configurationFiles(service).map { (OwnFile.Use.configuration, $0) } + states.map { (.state, $0) }).map {
            OwnFile(use: $0, walk: PathWalk(to: "", below: $1, look: Self.look), account: account)
        }
        if facts.ownFiles.contains(where: { $0.walk.isUnseen }) { note(unseen: "some of bootd's own files (only root may)") }
    }

    /// The files that the supervisor says it cannot read, and, when it says nothing, those that it always reads.
    private func configurationFiles(_ service: UnitFact) -> [String] {
        let message = "cannot be read"
        if let report = facts.report { return report.problems.filter { $0.message.hasPrefix(message) }.map(\.file) }
        let main = DefaultPaths.configuration
        let dropIns = "\(main.prefix(upTo: main.lastIndex(of: "/") ?? main.endIndex))/conf.d"
        let named = service.statusText.firstMatch(of: #/^not started: (\/.+?):\d+:\d+: cannot be read/#).map { [String($0.1)] }
        let all = [main, dropIns] + Self.names(in: dropIns).filter { $0.hasSuffix(".yaml") }.map { "\(dropIns)/\($0)" }
        return all + (named ?? []).filter { !all.contains($0) }
    }

    private static func names(in directory: String) -> [String] { (try? Files.names(in: directory)) ?? [] }
}
