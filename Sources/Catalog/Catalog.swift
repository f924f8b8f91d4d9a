public import NetworkValues

/// The whole configuration, read and checked as one value. A new one takes its place at once, or not at all.
public struct Catalog: Hashable, Sendable {
    /// Counts the configurations that this supervisor has used.
    public let generation: Int
    /// What clients are told; nil: our address on the interface that the request came in on.
    public let server: IPv4Address?
    public let paths: Paths
    public let http: HTTPSettings
    public let workers: WorkerPolicy
    public let boot: BootSettings
    /// Subnets that do not overlap, in the order of the files. Empty: nobody is answered.
    public let networks: [Network]
    /// By name; every profile that a host names is here.
    public let profiles: [String: Profile]
    /// In the order of the files; no two have the same name, MAC, UUID or address.
    public let hosts: [Host]
    /// By name; every document that a profile names is here.
    public let documents: [String: Document]

    private let index: Index

    init(_ configuration: Configuration, documents: [String: Document], generation: Int) {
        self.generation = generation
        self.documents = documents
        server = configuration.server
        paths = configuration.paths
        http = configuration.http
        workers = configuration.workers
        boot = configuration.boot
        networks = configuration.networks.values
        profiles = Dictionary(configuration.profiles.values.map { ($0.name, $0) }) { first, _ in first }
        hosts = configuration.hosts.values
        index = Index(networks: networks, hosts: hosts)
    }

    /// Reads and checks a configuration whose documents are at hand.
    public static func read(_ files: ConfigurationFiles, generation: Int) throws(ConfigurationInvalid) -> Catalog {
        try ConfigurationDraft(files).catalog(documents: files.documents, generation: generation)
    }
}

// MARK: Lookups

extension Catalog {
    public func host(mac: MACAddress) -> Host? { index.macs[mac].map { hosts[$0] } }

    public func host(uuid: MachineUUID) -> Host? { index.uuids[uuid].map { hosts[$0] } }

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
}
