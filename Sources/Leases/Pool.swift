public import NetworkValues

/// The addresses that a network may give to machines that have none of their own.
public struct Pool: Hashable, Sendable {
    /// The network's name.
    public let network: String
    /// In the order in which they are used up.
    public let ranges: [IPv4Range]
    /// What nobody may get from any range: addresses of hosts, the server's own, a subnet's base and broadcast address.
    public let excluded: Set<IPv4Address>

    public init(network: String, ranges: [IPv4Range], excluded: Set<IPv4Address> = []) {
        self.network = network
        self.ranges = ranges
        self.excluded = excluded
    }

    /// How many addresses the ranges have.
    var size: Int { ranges.reduce(0) { $0 + $1.count } }
}

/// Which address a machine may have, and why that one.
public enum AddressChoice: Hashable, Sendable {
    /// The one that the machine has, or had last.
    case own(IPv4Address)
    /// The one that it asked for.
    case requested(IPv4Address)
    /// One that nobody has had yet.
    case unused(IPv4Address)
    /// The one that has been free for longest.
    case reused(IPv4Address)
    /// One that is on offer to a stranger who has not asked for it: of those the one offered first.
    case recycled(IPv4Address)
    /// Every address of the network is held or set aside, or it has none to give.
    case exhausted

    /// The address, unless there is none.
    public var address: IPv4Address? {
        switch self {
        case .own(let address), .requested(let address), .unused(let address), .reused(let address), .recycled(let address):
            address
        case .exhausted: nil
        }
    }
}
