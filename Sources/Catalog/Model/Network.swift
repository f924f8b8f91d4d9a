public import NetworkValues

/// A subnet that we serve: we lease its addresses.
public struct Network: Hashable, Sendable {
    public let name: String
    /// Where its name stands.
    public let mark: Mark
    /// Where its values stand, by key.
    public let marks: Marks

    public let subnet: IPv4Subnet
    /// What is leased to machines without an address of their own; they do not overlap. None: to nobody else.
    public let ranges: [IPv4Range]
    public let gateway: IPv4Address?
    public let dns: [IPv4Address]
    public let domain: String?
    /// How long a lease lasts, in seconds.
    public let leaseSeconds: UInt32
    /// Whether we may say of addresses we know nothing of that they are wrong here (RFC 2131 section 4.3.2).
    public let isAuthoritative: Bool

    static let defaultLeaseSeconds: UInt32 = 12 * 3600
}

extension Shape where Value == Entries<Network> {
    static var networks: Self {
        .named("network") { name, fields in
            let subnet = fields.required("subnet", .subnet)
            let ranges = fields.optional("range", .oneOrMore(.range)) ?? []
            let gateway = fields.optional("gateway", .marked(.address))
            let dns = fields.optional("dns", .oneOrMore(.address)) ?? []
            let domain = fields.optional("domain", .domain)
            let lease = fields.optional("lease", .duration)
            let authoritative = fields.optional("authoritative", .truth)

            guard let subnet else { return nil }
            NetworkCheck(subnet: subnet, ranges: ranges, gateway: gateway).report(to: &fields)
            return Network(
                name: name,
                mark: fields.mark,
                marks: fields.marks,
                subnet: subnet,
                ranges: ranges.map(\.value),
                gateway: gateway?.value,
                dns: dns.map(\.value),
                domain: domain,
                leaseSeconds: lease ?? Network.defaultLeaseSeconds,
                isAuthoritative: authoritative ?? false,
            )
        }
    }
}
