import NetworkValues

/// What the files say, read key by key and checked as far as it could be read.
struct Configuration: Hashable, Sendable {
    private(set) var server: IPv4Address?
    private(set) var paths = Paths()
    private(set) var http = HTTPSettings()
    private(set) var workers = WorkerPolicy()
    /// Whether we answer although another program has a port of ours, too.
    private(set) var sharesPort = false
    private(set) var limits = DiscoverLimits()
    private(set) var options = ConfiguredOptions()
    private(set) var boot = BootSettings()
    private(set) var networks = Entries<Network>()
    private(set) var profiles = Entries<Profile>()
    private(set) var hosts = Entries<Host>()

    init(_ pairs: [Node.Pair], file: String, _ reading: inout Reading) {
        var fields = Fields(pairs, at: Mark(file: file, line: 1, column: 1), of: "", prefix: "", reading)
        server = fields.optional("server", .address)
        paths = fields.optional("paths", .paths) ?? paths
        http = fields.optional("http", .http) ?? http
        workers = fields.optional("workers", .workers) ?? workers
        sharesPort = fields.optional("share_port", .truth) ?? sharesPort
        limits = fields.optional("limits", .limits) ?? limits
        options = fields.optional("options", .options) ?? options
        if let overrides = fields.optional("boot", .boot) { boot = boot.overridden(by: overrides) }
        networks = fields.optional("networks", .networks) ?? networks
        profiles = fields.optional("profiles", .profiles) ?? profiles
        hosts = fields.optional("hosts", .hosts) ?? hosts
        reading = fields.finish()

        let areDisjoint = checkSubnets(&reading.problems)
        checkLinks(&reading.problems)
        checkIdentities(&reading.problems)
        checkProfiles(&reading.problems)
        // Of an address in no network we can only tell when we know the networks.
        if networks.areWhole, areDisjoint { checkAddresses(&reading.problems) }
    }

    func path(ofIgnition name: String) -> String {
        (paths.matchbox == "/" ? "" : paths.matchbox) + "/ignition/" + name
    }
}
