public import NetworkValues

/// The whole configuration, read and checked as one value that never changes. A new one takes its place at once, or not at
/// all.
public final class Catalog: Sendable {
    /// Counts the configurations that this supervisor has used.
    public let generation: Int
    /// What clients are told; nil: our address on the interface that the request came in on.
    public let server: IPv4Address?
    public let paths: Paths
    public let http: HTTPSettings
    public let workers: WorkerPolicy
    /// Whether we answer although another program has a port of ours, too.
    public let sharesPort: Bool
    public let limits: DiscoverLimits
    /// For everybody; `boot(on:for:)` tells what one machine gets.
    public let boot: BootSettings
    /// For everybody; `options(on:for:)` tells what one machine gets.
    public let options: ConfiguredOptions
    /// Subnets that do not overlap, in the order of the files. Empty: nobody is answered.
    public let networks: [Network]
    /// By name; every profile that a host names is here.
    public let profiles: [String: Profile]
    /// In the order of the files; no two have the same name, address, or anything that they are known by.
    public let hosts: [Host]
    /// By name; every document that a profile names is here.
    public let documents: [String: Document]

    /// Whether there are hosts that no MAC tells.
    public let hasHostsWithoutMAC: Bool

    private let configuration: Configuration
    private let index: Index
    private let settings: NetworkSettings

    init(_ configuration: Configuration, documents: [String: Document], generation: Int) {
        self.configuration = configuration
        self.generation = generation
        self.documents = documents
        server = configuration.server
        paths = configuration.paths
        http = configuration.http
        workers = configuration.workers
        sharesPort = configuration.sharesPort
        limits = configuration.limits
        boot = configuration.boot
        options = configuration.options
        networks = configuration.networks.values
        profiles = Dictionary(configuration.profiles.values.map { ($0.name, $0) }) { first, _ in first }
        hosts = configuration.hosts.values
        hasHostsWithoutMAC = hosts.contains { $0.mac == nil }
        index = Index(networks: networks, hosts: hosts)
        settings = NetworkSettings(networks, boot, options)
    }

    /// Reads and checks a configuration whose documents are at hand.
    public static func read(_ files: ConfigurationFiles, generation: Int) throws(ConfigurationInvalid) -> Catalog {
        try ConfigurationDraft(files).catalog(documents: files.documents, generation: generation)
    }
}

extension Catalog: Equatable {
    /// Whether both say the same, of whichever generation they are.
    public static func == (one: Catalog, other: Catalog) -> Bool {
        one.configuration == other.configuration && one.documents == other.documents
    }
}

// MARK: Lookups

extension Catalog {
    public func host(mac: MACAddress) -> Host? { index.macs[mac].map { hosts[$0] } }

    public func host(uuid: MachineUUID) -> Host? { index.uuids[uuid].map { hosts[$0] } }

    public func host(clientID: [UInt8]) -> Host? { index.clientIDs[clientID].map { hosts[$0] } }

    /// The host at a port of a relay: the one named by both of its ids, else by the circuit's, else by the remote one.
    public func host(at port: RelayPort) -> Host? {
        let ports = [
            port, RelayPort(circuitID: port.circuitID, remoteID: nil), RelayPort(circuitID: nil, remoteID: port.remoteID),
        ]
        return ports.lazy.compactMap { $0 }.compactMap { self.index.relayPorts[$0] }.first.map { hosts[$0] }
    }

    /// The host whose own address this is.
    public func host(address: IPv4Address) -> Host? { index.addresses[address].map { hosts[$0] } }

    public func host(name: String) -> Host? { index.names[name].map { hosts[$0] } }

    public func profile(of host: Host) -> Profile? { host.profile.flatMap { profiles[$0] } }

    /// The document that a profile's machines get as their Ignition.
    public func ignition(of profile: Profile) -> Document? { profile.ignition.flatMap { documents[$0] } }

    /// The network whose subnet `address` lies in.
    public func network(containing address: IPv4Address) -> Network? {
        index.network(containing: address).map { networks[$0] }
    }

    /// The networks of its link in the order of the files, itself among them; itself alone when its link has no name.
    public func networks(onLinkOf network: Network) -> [Network] {
        guard let link = network.link else { return [network] }
        return (index.links[link] ?? []).map { networks[$0] }
    }
}

// MARK: What counts for one machine

extension Catalog {
    /// What a machine is told to load: its host's word over its network's over that for everybody.
    public func boot(on network: Network?, for host: Host?) -> BootSettings {
        let common = network.flatMap { settings.boot[$0.name] } ?? boot
        return host.map { common.overridden(by: $0.boot) } ?? common
    }

    /// The options that a machine is told, with those that keys of its network say (gateway, dns, domain, routes): its
    /// host's word over its network's over that for everybody.
    public func options(on network: Network?, for host: Host?) -> ConfiguredOptions {
        let common = network.flatMap { settings.options[$0.name] } ?? options
        return host.map { common.overridden(by: $0.options) } ?? common
    }
}

/// What each network says over what is said for everybody, by its name.
private struct NetworkSettings: Sendable {
    let boot: [String: BootSettings]
    let options: [String: ConfiguredOptions]

    init(_ networks: [Network], _ boot: BootSettings, _ options: ConfiguredOptions) {
        self.boot = Dictionary(networks.map { ($0.name, boot.overridden(by: $0.boot)) }) { first, _ in first }
        self.options = Dictionary(networks.map { ($0.name, options.overridden(by: $0.allOptions)) }) { first, _ in first }
    }
}
