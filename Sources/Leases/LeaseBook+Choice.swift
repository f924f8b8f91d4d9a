public import NetworkValues

extension LeaseBook {
    /// The address that a machine may have on a network at `now`; the book stays as it is.
    ///
    /// In this order: the machine's own present or former one, if it still lies in the pool; the one that it asks for,
    /// if nobody holds it; one that nobody has had; the one that has been free for longest; the one that was offered to a
    /// stranger first. One that was set aside counts once its time is over. A stranger, whom no host names, gets another
    /// stranger's before any other while too many are on offer to strangers.
    public func address(
        for key: LeaseKey, in network: String, requested: IPv4Address? = nil, isStranger: Bool = false, at now: WallTime
    ) -> AddressChoice {
        guard let pool = pools[network] else { return .exhausted }
        let own = leases(of: Owner(network: network, key: key)).filter { allows($0.address, in: pool) }
        if let lease = own.lastToEnd { return .own(lease.address) }
        if isStranger, let recycled = crowdedOut(of: pool, at: now) { return .recycled(recycled) }
        if let requested, allows(requested, in: pool), !isHeld(requested, at: now) {
            return .requested(requested)
        }
        if let unused = unused(in: pool) { return .unused(unused) }
        if let reused = freeForLongest(in: pool, at: now) { return .reused(reused) }
        return firstOfStrangers(in: pool).map { .recycled($0.address) } ?? .exhausted
    }

    /// Whether the pool of `network` has `address` and may give it away.
    public func isInPool(_ address: IPv4Address, of network: String) -> Bool {
        pools[network].map { allows(address, in: $0) } ?? false
    }

    private func allows(_ address: IPv4Address, in pool: Pool) -> Bool {
        !excluded.contains(address) && pool.ranges.contains { $0.contains(address) }
    }

    private func unused(in pool: Pool) -> IPv4Address? {
        for range in pool.ranges {
            if let gap = index.firstGap(in: range.numbers) { return IPv4Address(rawValue: gap) }
        }
        return nil
    }

    private func freeForLongest(in pool: Pool, at now: WallTime) -> IPv4Address? {
        let first = pool.ranges.compactMap { index.firstFree(in: $0.numbers) }.min { $0.from < $1.from }
        guard let first, first.from <= now else { return nil }
        return IPv4Address(rawValue: first.address)
    }
}

extension [Lease] {
    /// The lease that ends last, and of those the one with the highest address.
    var lastToEnd: Lease? { self.max { ($0.expires, $0.address) < ($1.expires, $1.address) } }
}

extension IPv4Range {
    var numbers: ClosedRange<UInt32> { first.rawValue...last.rawValue }
}
