/// How a network leases its addresses.
public struct LeasePolicy: Hashable, Sendable {
    /// By what a network's leases are kept.
    public enum Key: String, CaseIterable, Hashable, Sendable {
        /// The hardware address, which ROM, iPXE, installer and system have in common.
        case mac
        /// The client identifier (option 61), where the machine sends one.
        case clientID = "client-id"
    }

    public var key = Key.mac
    public var times = LeaseTimes()
    /// How long an offer is held.
    public var offerSeconds: UInt32 = 120
    /// How long an address that was declined or found in use is not given.
    public var setAsideSeconds: UInt32 = 24 * 3600
    /// Whether an address is looked for on the wire before it is given; nil: where an interface of ours has an address in
    /// the network, and not through relays.
    public var probes: Bool?
    /// Whether we may say of addresses we know nothing of that they are wrong here (RFC 2131 section 4.3.2).
    public var isAuthoritative = false
    /// Whether a DISCOVER that asks for it is answered by an ACK (RFC 4039).
    public var hasRapidCommit = false
    /// Whether BOOTP clients get an address (RFC 1534).
    public var hasBOOTP = false
}

/// How long a lease lasts, in seconds.
public struct LeaseTimes: Hashable, Sendable {
    /// For a machine that does not ask for a time.
    public var usual: UInt32 = 12 * 3600
    /// What a machine that asks for less gets.
    public var least: UInt32 = 120
    /// What a machine that asks for more gets.
    public var most: UInt32 = 12 * 3600
    /// For a machine that is still in its firmware or in iPXE; nil: as long as for others.
    public var firmware: UInt32?

    init() {}

    /// The same time for everybody who does not ask for less.
    init(usual: UInt32) {
        self.usual = usual
        least = min(least, usual)
        most = usual
    }
}

extension LeasePolicy {
    /// Reads the keys of a network that say how it leases.
    init(_ fields: inout Fields) {
        key = fields.optional("key", Shape<Key>.oneOf) ?? key
        times = fields.optional("lease", .leaseTimes) ?? times
        offerSeconds = fields.optional("offer", .duration) ?? offerSeconds
        setAsideSeconds = fields.optional("set_aside", .duration) ?? setAsideSeconds
        probes = fields.optional("probe", .truth)
        isAuthoritative = fields.optional("authoritative", .truth) ?? isAuthoritative
        hasRapidCommit = fields.optional("rapid_commit", .truth) ?? hasRapidCommit
        hasBOOTP = fields.optional("bootp", .truth) ?? hasBOOTP
    }
}

extension Shape where Value == LeaseTimes {
    /// One time, or a map of several.
    static var leaseTimes: Self {
        let expected = "\(Shape<UInt32>.duration.expected), or a map such as {default: 12h, most: 24h}"
        return Shape(expected: expected) { node, reading in
            if case .mapping = node.content { return Shape.leaseTimesByName.read(node, &reading) }
            return Shape<UInt32>.duration.read(node, &reading).map(LeaseTimes.init(usual:))
        }
    }

    private static var leaseTimesByName: Self {
        .section { fields in
            var times = fields.optional("default", .duration).map(LeaseTimes.init(usual:)) ?? LeaseTimes()
            times.least = fields.optional("least", .duration) ?? times.least
            times.most = fields.optional("most", .duration) ?? times.usual
            times.firmware = fields.optional("firmware", .duration)
            LeaseTimesCheck(times: times).report(to: &fields)
            return times
        }
    }
}

/// What must hold between the times of one network.
private struct LeaseTimesCheck {
    let times: LeaseTimes

    func report(to fields: inout Fields) {
        let usual = fields.marks["default"] == nil ? "the default that counts here" : "default"
        if times.least > times.usual, let mark = fields.marks["least"] {
            fields.report("is longer than \(usual), \(TimeSpan.text(times.usual))", of: "least", at: mark)
        }
        if times.most < times.usual, let mark = fields.marks["most"] {
            fields.report("is shorter than \(usual), \(TimeSpan.text(times.usual))", of: "most", at: mark)
        }
        if let firmware = times.firmware, firmware > times.most, let mark = fields.marks["firmware"] {
            fields.report("is longer than the longest lease, \(TimeSpan.text(times.most))", of: "firmware", at: mark)
        }
    }
}
