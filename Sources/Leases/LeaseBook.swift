public import NetworkValues

/// All leases, held in memory: who has which address until when, and which address a machine may have.
///
/// A value without a clock: `now` is a parameter. Questions and changes take O(log n) steps.
/// An address has one lease at a time, and under an offer, which is never written down, the one that was there before:
/// it comes back if the offer runs out.
public struct LeaseBook: Sendable {
    /// A machine as one network knows it.
    struct Owner: PartKey, Sendable {
        let network: String
        let key: LeaseKey

        var part: UInt64 {
            switch key {
            case .hardware(let mac): mac.rawValue
            case .clientID(let octets): octets.reduce(0) { $0 &* 31 &+ UInt64($1) }
            }
        }
    }

    var leases = GradualDictionary<IPv4Address, Lease>()
    /// What lies under offers.
    var covered: [IPv4Address: Lease] = [:]
    /// The addresses of `leases` by owner, without those set aside; nearly always one.
    var owners = GradualDictionary<Owner, [IPv4Address]>()
    /// Every leased or excluded address.
    var index = AddressIndex<UInt32>()
    /// Addresses that can be had back before their time, by the order in which they are.
    var queues: [Queue: AddressIndex<UInt32>] = [:]
    var pools: [String: Pool] = [:]
    /// What is excluded from any pool.
    var excluded: Set<IPv4Address> = []
    /// When the book was begun anew because what was written down was lost; nil if it never was.
    public var recovered: WallTime?

    public init() {}

    /// A book of leases that were written down before; of two for one address the later one counts.
    public init(_ leases: some Sequence<Lease>) {
        self.leases.reserveCapacity(leases.underestimatedCount)
        for lease in leases { put(lease) }
    }

    // MARK: Questions

    /// How many addresses have a lease, held or not.
    public var count: Int { leases.count }

    /// The lease of an address, held or not.
    public func lease(at address: IPv4Address) -> Lease? { leases[address] }

    /// Whether an address has a lease at `now` that keeps others from it.
    public func isHeld(_ address: IPv4Address, at now: WallTime) -> Bool {
        leases[address].map { now < heldUntil($0) } ?? false
    }

    /// Whether an address is kept out of every pool: a host's own, or one of ours.
    public func isExcluded(_ address: IPv4Address) -> Bool { excluded.contains(address) }

    /// The lease that a machine has or had last on a network: of several, the one that ends last.
    public func lease(of key: LeaseKey, in network: String) -> Lease? {
        leases(of: key, in: network).lastToEnd
    }

    /// All leases that a machine has or had on a network, without those set aside; nearly always one.
    public func leases(of key: LeaseKey, in network: String) -> [Lease] {
        leases(of: Owner(network: network, key: key))
    }

    /// At most `limit` leases in the order of their addresses, from the one after `address` or from the first.
    public func leases(after address: IPv4Address? = nil, limit: Int) -> [Lease] {
        var page: [Lease] = []
        guard limit > 0 else { return page }
        index.forEach(after: address?.rawValue) { address in
            if let lease = leases[IPv4Address(rawValue: address)] { page.append(lease) }
            return page.count < limit
        }
        return page
    }

    /// How many acknowledged leases hold at `now`, by network; looks at every lease.
    public func leased(at now: WallTime) -> [String: Int] {
        leases.values.reduce(into: [:]) { counts, lease in
            if lease.state == .bound, lease.isHeld(at: now) { counts[lease.network, default: 0] += 1 }
        }
    }

    /// How many acknowledged leases hold at `now`; looks at every lease.
    public func leasedCount(at now: WallTime) -> Int {
        leases.count { $0.state == .bound && $0.isHeld(at: now) }
    }

    /// When the next offer runs out, and `expire(at:)` has something to do.
    public var nextExpiry: WallTime? { index.firstOffer?.ends }

    func leases(of owner: Owner) -> [Lease] { owners[owner]?.compactMap { leases[$0] } ?? [] }

    /// Whether a machine may hold a lease of so many seconds that the book lost: until such a lease has run out.
    public func mayLack(leaseOf seconds: Int64, at now: WallTime) -> Bool {
        recovered.map { $0 <= now && now < $0.advanced(by: seconds) } ?? false
    }

    // MARK: Pools

    /// Takes the networks' pools in the place of the ones before; leases stay as they are.
    public mutating func configure(pools: [Pool]) {
        self.pools = Dictionary(pools.map { ($0.network, $0) }, uniquingKeysWith: { $1 })
        let before = excluded
        excluded = pools.reduce(into: []) { $0.formUnion($1.excluded) }
        for address in before.symmetricDifference(excluded) { reindex(address) }
    }

    /// Brings the index up to date with what is known of an address.
    mutating func reindex(_ address: IPv4Address) { reindex(address, leases[address]) }

    /// Brings the index up to date with an address and the lease that it has.
    mutating func reindex(_ address: IPv4Address, _ lease: Lease?) {
        if let lease { enqueue(lease) }
        let isExcluded = excluded.contains(address)
        guard let freeFrom = isExcluded ? .distantFuture : lease.map(heldUntil) else {
            return index.remove(address.rawValue)
        }
        let offerEnds = lease.flatMap { $0.state.isTransient ? $0.expires : nil }
        index.set(.init(freeFrom: freeFrom, offerEnds: offerEnds ?? .distantFuture), at: address.rawValue)
    }

    /// When a lease ends, and the one that it covers.
    private func heldUntil(_ lease: Lease) -> WallTime {
        max(lease.expires, covered[lease.address]?.expires ?? lease.expires)
    }
}

extension IPv4Address: PartKey {
    var part: UInt64 { UInt64(rawValue) }
}
