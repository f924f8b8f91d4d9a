internal import Catalog
internal import Contract
internal import Leases
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Plan
internal import Systemd
internal import Trails

/// What the supervisor knows: the catalog, the leases, the trails, the interfaces and workers. One thread uses it.
final class Supervisor {
    let log: Logger
    let source: ConfigurationSource
    let statePath: String
    let started = WallTime.now()
    let leases: LeaseKeeper
    let isStandalone: Bool

    private(set) var catalog: Catalog
    private(set) var interfaces: [InterfaceInfo] = []
    /// For each interface the addresses of the others.
    private var elsewhere: [String: [IPv4Address]] = [:]
    private(set) var trails = TrailBook()
    var circles = CircleWatch()
    var sightings = Sightings()
    /// Who else serves DHCP, as the DHCP worker sees it.
    var neighbours = Neighbours()
    /// The sockets of others that the journal was told of.
    var toldRivals: [OtherSocket] = []
    /// Told each new step of a trail.
    var onEvent: (EventRow) -> Void = { _ in }
    /// Told each new generation.
    var onCatalog: () -> Void = {}
    /// Told when a reload begins and ends.
    var onReload: (ReloadStep) -> Void = { _ in }

    enum ReloadStep { case begun, ended }

    init(source: ConfigurationSource, catalog: Catalog, leases: LeaseKeeper, statePath: String, isStandalone: Bool, log: Logger) {
        self.source = source
        self.catalog = catalog
        self.leases = leases
        self.statePath = statePath
        self.isStandalone = isStandalone
        self.log = log
        configurePools()
    }

    // MARK: Configuration

    /// What was wrong with the configuration when it was last read; with it the next start would fail.
    private(set) var refused: [Problem] = []

    /// Reads the configuration again. A refused one changes nothing.
    func reload() throws(ConfigurationInvalid) -> ReloadResult {
        onReload(.begun)
        defer { onReload(.ended) }
        do throws(ConfigurationInvalid) {
            catalog = try source.read(generation: catalog.generation + 1)
        } catch {
            refused = error.problems
            for problem in error.problems {
                log.event(.configurationRefused, .error, "configuration refused, the old one goes on", ["reason": "\(problem)"])
            }
            throw error
        }
        refused = []
        configurePools()
        let result = ReloadResult(
            generation: catalog.generation, networks: catalog.networks.count, hosts: catalog.hosts.count,
            profiles: catalog.profiles.count)
        logCatalog()
        onCatalog()
        return result
    }

    func logCatalog() {
        let fields: Logger.Metadata = [
            "generation": "\(catalog.generation)", "networks": "\(catalog.networks.count)", "hosts": "\(catalog.hosts.count)",
            "profiles": "\(catalog.profiles.count)",
        ]
        log.event(.configurationLoaded, .notice, "configuration in effect", fields)
    }

    /// What a worker has to know without asking.
    var workerSettings: WorkerSettings {
        WorkerSettings(
            roots: [Root(name: tftpRoot, path: catalog.paths.tftp), Root(name: "assets", path: catalog.paths.assets)],
            served: catalog.networks.map(\.subnet),
            idleSeconds: isStandalone ? 0 : Int(catalog.workers.idle),
            maximumTransfers: 4096,
            maximumTransfersPerClient: 64)
    }

    // MARK: Interfaces

    /// Takes over what a worker sees of the host's interfaces.
    func setInterfaces(_ seen: [InterfaceInfo]) {
        guard seen != interfaces else { return }
        interfaces = seen
        elsewhere = [:]
        for name in seen.map(\.name) { elsewhere[name] = seen.filter { $0.name != name }.flatMap(\.addresses) }
        configurePools()
    }

    /// Takes note of an address of ours that a question came in by: the worker's list may come later, and until then nobody
    /// may be given it. One that another interface has was only reached through this one.
    func noteOwn(_ address: IPv4Address, on interface: String) {
        guard address != .any, !interfaces.contains(where: { $0.addresses.contains(address) }) else { return }
        let known = interfaces.first { $0.name == interface }
        let seen = InterfaceInfo(name: interface, index: known?.index ?? 0, addresses: (known?.addresses ?? []) + [address])
        setInterfaces(interfaces.filter { $0.name != interface } + [seen])
    }

    /// All of our addresses on an interface.
    func addresses(on interface: String) -> [IPv4Address] {
        interfaces.first { $0.name == interface }?.addresses ?? []
    }

    /// All of our addresses on other interfaces.
    func addresses(notOn interface: String) -> [IPv4Address] {
        elsewhere[interface] ?? interfaces.flatMap(\.addresses)
    }

    /// Where a network is served: the interface that has an address in it.
    func attachment(of network: Network) -> (interface: String, address: IPv4Address)? {
        for interface in interfaces {
            if let address = interface.addresses.first(where: { network.subnet.contains($0) }) {
                return (interface.name, address)
            }
        }
        return nil
    }

    private func configurePools() {
        let own = interfaces.flatMap(\.addresses)
        let fixed = catalog.hosts.flatMap(\.addresses)
        let pools = catalog.networks.map { network in
            let others = [network.gateway, catalog.server, network.subnet.base, network.subnet.broadcast].compactMap { $0 }
            let excluded =
                (own + fixed).filter { network.subnet.contains($0) } + network.dns.filter { network.subnet.contains($0) } + others
            return Pool(network: network.name, ranges: network.ranges, excluded: Set(excluded))
        }
        leases.configure(pools: pools)
    }

    // MARK: Machines

    /// The name of the host that a machine is, if it is one.
    func hostName(of machine: MACAddress) -> String? {
        (catalog.host(mac: machine) ?? sightings.host(of: machine).flatMap { catalog.host(name: $0) })?.name
    }

    /// The machine that a host is, or was last: by its MAC, as it was seen, or by the lease of its address.
    func machine(of host: Host) -> MACAddress? {
        host.mac ?? sightings.machine(as: host.name)
            ?? host.addresses.lazy.compactMap { self.leases.book.lease(at: $0) }.first { !$0.state.isSetAside }?.hardware
    }

    /// The machine that holds an address.
    func machine(at address: IPv4Address, _ now: WallTime) -> MACAddress? {
        guard let lease = leases.book.lease(at: address), lease.state == .bound, lease.isHeld(at: now) else {
            return sightings.machine(at: address)
        }
        return lease.hardware
    }

    /// Notes a step of a machine's boot.
    func record(_ machine: MACAddress, _ stage: TrailStage, _ event: String, _ text: String, fromFirmware: Bool = false) {
        let entry = trails.record(machine, at: WallTime.nowMicroseconds(), stage, event, text, fromFirmware: fromFirmware)
        onEvent(row(entry))
    }

    /// The fields that every log entry of a machine has.
    func fields(of machine: MACAddress?, host: Host? = nil, address: IPv4Address? = nil, stage: TrailStage) -> Logger.Metadata {
        var fields: Logger.Metadata = ["stage": "\(stage.rawValue)", "generation": "\(catalog.generation)"]
        if let machine { fields["machine"] = "\(machine)" }
        if let name = host?.name ?? machine.flatMap(hostName) { fields["host"] = "\(name)" }
        if let profile = host?.profile { fields["profile"] = "\(profile)" }
        if let address { fields["address"] = "\(address)" }
        return fields
    }
}
