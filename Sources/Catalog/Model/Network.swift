public import DHCP
public import NetworkValues

/// A subnet that we serve. It is the same one wherever plans and reasons hold it.
@dynamicMemberLookup
public struct Network: Hashable, Sendable {
    @usableFromInline let shared: Shared<NetworkFacts>

    init(_ facts: NetworkFacts) {
        shared = Shared(facts)
    }

    @inlinable public subscript<Member>(dynamicMember member: KeyPath<NetworkFacts, Member>) -> Member {
        shared.value[keyPath: member]
    }

    public enum Mode: String, CaseIterable, Hashable, Sendable {
        /// We lease its addresses.
        case server
        /// Another server leases them; we say what to boot.
        case proxy
    }
}

/// What is configured of a network.
public struct NetworkFacts: Hashable, Sendable {
    public let name: String
    /// Where its name stands.
    public let mark: Mark
    /// Where its values stand, by key.
    public let marks: Marks

    public let subnet: IPv4Subnet
    /// The name of the wire that it shares with other networks.
    public let link: String?
    public let mode: Network.Mode
    /// What is leased to machines without an address of their own, in the order of the file; they do not overlap, and what
    /// was excluded is not in them. None: to nobody else.
    public let ranges: [IPv4Range]
    public let gateway: IPv4Address?
    public let dns: [IPv4Address]
    public let domain: String?
    /// Routes beside the default one (option 121).
    public let routes: [ClasslessRoute]
    /// The URL of the captive portal's API (option 114; RFC 8910).
    public let captivePortal: String?
    /// For how long a client that can do without IPv4 leaves it alone (option 108; RFC 8925).
    public let ipv6OnlySeconds: UInt32?
    /// Whether only machines that a host names are answered.
    public let isKnownOnly: Bool
    public let leasing: LeasePolicy
    /// What stands in its section `options`; `Catalog.options(on:for:)` tells what counts.
    public let options: ConfiguredOptions
    /// What stands in its section `boot`; `Catalog.boot(on:for:)` tells what counts.
    public let boot: BootOverrides
}

extension Shape where Value == Entries<Network> {
    static var networks: Self {
        .named("network") { name, fields in
            let subnet = fields.required("subnet", .subnet)
            let link = fields.optional("link", .name)
            let mode = fields.optional("mode", Shape<Network.Mode>.oneOf) ?? .server
            let ranges = fields.optional("range", .oneOrMore(.range)) ?? []
            let exclusions = fields.optional("exclude", .oneOrMore(.range)) ?? []
            let gateway = fields.optional("gateway", .marked(.address))
            let dns = fields.optional("dns", .oneOrMore(.address)) ?? []
            let domain = fields.optional("domain", .domain)
            let routes = fields.optional("routes", .oneOrMore(.route)) ?? []
            let captivePortal = fields.optional("captive_portal", .url)
            let ipv6Only = fields.optional("ipv6_only", .ipv6OnlyWait)
            let knownOnly = fields.optional("known_only", .truth)
            let leasing = LeasePolicy(&fields)
            let options = fields.optional("options", .options) ?? ConfiguredOptions()
            let boot = fields.optional("boot", .boot) ?? BootOverrides()

            guard let subnet else { return nil }
            NetworkCheck(subnet: subnet, ranges: ranges, exclusions: exclusions, gateway: gateway, routes: routes)
                .report(to: &fields)
            fields.reportWhatProxiesLack(mode)
            fields.reportOptionsWithKeys(options)
            let facts = NetworkFacts(
                name: name,
                mark: fields.mark,
                marks: fields.marks,
                subnet: subnet,
                link: link,
                mode: mode,
                ranges: ranges.flatMap { $0.value.subtracting(exclusions.map(\.value)) },
                gateway: gateway?.value,
                dns: dns.map(\.value),
                domain: domain,
                routes: routes.map(\.value),
                captivePortal: captivePortal,
                ipv6OnlySeconds: ipv6Only,
                isKnownOnly: knownOnly ?? false,
                leasing: leasing,
                options: options,
                boot: boot,
            )
            return Network(facts)
        }
    }
}
