internal import Catalog
internal import Contract
internal import DHCP
internal import NetworkValues

// What `bootctl check` has to look at: the supervisor sees neither the network nor what the workers may read.

extension Supervisor {
    /// Reads the configuration as a reload would, and uses nothing of it.
    func checkReport(workers: [WorkerInfo]) -> CheckReport {
        var report = CheckReport(
            configuration: source.path, state: statePath, tftp: catalog.paths.tftp, assets: catalog.paths.assets)
        report.generation = catalog.generation
        report.isStandalone = isStandalone
        report.server = catalog.server
        report.httpPort = Int(catalog.http.port)
        report.httpPortSource = catalog.http.marks["port"].map { "\($0)" }
        report.networks = catalog.networks.map { CheckedNetwork(name: $0.name, subnet: $0.subnet, source: "\($0.mark)") }
        report.files = catalog.checkedFiles
        report.workers = workers
        report.notices = notices
        do throws(ConfigurationInvalid) {
            report.isCurrent = try source.read(generation: catalog.generation) == catalog
        } catch {
            report.isCurrent = false
            report.problems = error.problems.map { ProblemRow($0) }
        }
        return report
    }
}

extension ProblemRow {
    init(_ problem: Problem) {
        self.init(file: problem.file, line: problem.line, column: problem.column, message: problem.message)
    }
}

extension Catalog {
    /// The files of ours that machines are told to fetch, as far as that does not depend on the machine.
    var checkedFiles: [CheckedFile] {
        let overrides = (networks.map(\.boot) + hosts.map(\.boot)).flatMap { boot in
            ClientArchitecture.allCases.compactMap { Self.loader(of: $0, boot.loaders[$0], at: boot.loaderMarks[$0.name]) }
                + Self.loaders(of: boot.menu, at: boot.marks["menu"])
        }
        return ClientArchitecture.allCases.compactMap(loader) + Self.loaders(of: boot.menu, at: boot.marks["menu"]) + overrides
            + profiles.values.sorted { $0.name < $1.name }.flatMap(files)
    }

    /// Where UEFI HTTP Boot has no loader of its own configured, most sites have none to give.
    private func loader(of architecture: ClientArchitecture) -> CheckedFile? {
        let (name, configured) = (architecture.name, boot.loaders[architecture])
        if configured != nil { return Self.loader(of: architecture, configured, at: boot.loaderMarks[name]) }
        guard let path = architecture.defaultLoader, !architecture.isHTTP else { return nil }
        return CheckedFile(use: .loader, name: name, role: .tftp, path: path, source: nil)
    }

    /// A loader that is configured, for everybody, a network or a host.
    private static func loader(
        of architecture: ClientArchitecture, _ location: PlaceholderText?, at mark: Mark?
    ) -> CheckedFile? {
        location.flatMap { loader(named: architecture.name, byHTTP: architecture.isHTTP, $0, at: mark) }
    }

    /// What the entries of a menu load, by their texts.
    private static func loaders(of menu: BootMenu?, at mark: Mark?) -> [CheckedFile] {
        menu?.entries.flatMap { entry in
            entry.loaders.compactMap { loader(named: entry.text, byHTTP: false, $0, at: mark) }
        } ?? []
    }

    private static func loader(
        named name: String, byHTTP: Bool, _ location: PlaceholderText, at mark: Mark?
    ) -> CheckedFile? {
        let (configured, source) = (location.description, mark.map { "\($0)" })
        if configured.contains("://") || byHTTP && configured.hasPrefix("/") {
            return asset(configured).map { CheckedFile(use: .loader, name: name, role: .http, path: $0, source: source) }
        }
        guard !configured.contains("{") else { return nil }
        return CheckedFile(use: .loader, name: name, role: byHTTP ? .http : .tftp, path: configured, source: source)
    }

    private func files(of profile: Profile) -> [CheckedFile] {
        func file(_ use: CheckedFile.Use, _ location: PlaceholderText) -> CheckedFile? {
            let mark = profile.marks[use.rawValue] ?? profile.mark
            return Self.asset(location.description).map {
                CheckedFile(use: use, name: profile.name, role: .http, path: $0, source: "\(mark)")
            }
        }
        return [file(.kernel, profile.kernel)].compactMap { $0 } + profile.initrd.compactMap { file(.initrd, $0) }
    }

    /// The path below the assets; nil for what lies elsewhere, or depends on the machine.
    private static func asset(_ location: String) -> String? {
        var path = location[...]
        let ours = "http://{server}:{port}"
        if path.hasPrefix(ours) { path = path.dropFirst(ours.count) }
        guard path.hasPrefix("/assets/"), !path.contains(where: { "{?#%".contains($0) }) else { return nil }
        return String(path.dropFirst("/assets/".count))
    }
}
