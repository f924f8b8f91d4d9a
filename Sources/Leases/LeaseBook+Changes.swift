public import NetworkValues

extension LeaseBook {
    /// Carries out `changes` in order, and returns the changes that take them back.
    ///
    /// When the disk refuses a batch, it and every batch after it are taken back, the last one first.
    @discardableResult
    public mutating func apply(_ changes: [LeaseChange]) -> [LeaseChange] {
        var undo: [LeaseChange] = []
        for change in changes {
            let covering = covered[change.address]
            let before: Lease?
            switch change {
            case .put(let lease): before = put(lease)
            case .remove(let address): before = clear(address)
            }
            undo = [.remove(change.address)] + [covering, before].compactMap { $0.map(LeaseChange.put) } + undo
        }
        return undo
    }

    /// Frees the addresses whose offer ran out, and returns those offers.
    ///
    /// An acknowledged lease that ran out stays until its address is needed, so that its machine can have it again.
    @discardableResult
    public mutating func expire(at now: WallTime) -> [Lease] {
        var ended: [Lease] = []
        while let first = index.firstOffer, first.ends <= now {
            let address = IPv4Address(rawValue: first.address)
            guard let offer = replaceLease(at: address, by: covered.removeValue(forKey: address)) else { break }
            ended.append(offer)
            reindex(address)
        }
        return ended
    }

    /// Moves every lease, and the mark of a lost book, that began at `first` or later by as much as the clock was set on, so that each keeps the time that
    /// it has left.
    ///
    /// Returns what the disk must have.
    public mutating func shift(bySeconds seconds: Int64, since first: WallTime = .distantPast) -> [LeaseChange] {
        leases = leases.mapValues { $0.shifted(bySeconds: seconds, since: first) }
        covered = covered.mapValues { $0.shifted(bySeconds: seconds, since: first) }
        recovered = recovered.map { $0 < first ? $0 : $0.advanced(by: seconds) }
        for address in leases.keys { reindex(address) }
        return (Array(leases.values) + covered.values).map(LeaseChange.put).filter(\.isDurable)
    }

    /// Answers the lease that was there before.
    @discardableResult
    mutating func put(_ lease: Lease) -> Lease? {
        let before = replaceLease(at: lease.address, by: lease)
        if !lease.state.isTransient {
            covered[lease.address] = nil
        } else if let before, !before.state.isTransient {
            covered[lease.address] = before
        }
        reindex(lease.address, lease)
        return before
    }

    private mutating func clear(_ address: IPv4Address) -> Lease? {
        let before = replaceLease(at: address, by: nil)
        covered[address] = nil
        reindex(address, nil)
        return before
    }

    /// Puts a lease, or none, in the place of another everywhere but in the index.
    private mutating func replaceLease(at address: IPv4Address, by lease: Lease?) -> Lease? {
        let before = leases[address]
        leases[address] = lease
        if let before { dequeue(before) }
        let (former, owner) = (before.flatMap(Owner.init), lease.flatMap(Owner.init))
        guard former != owner else { return before }
        if let former { owners[former] = owners[former]?.filter { $0 != address }.nilIfEmpty }
        if let owner { owners[owner, default: []].append(address) }
        return before
    }
}

extension LeaseBook.Owner {
    /// Who has a claim to a lease: who found an address in use has none.
    fileprivate init?(_ lease: Lease) {
        guard !lease.state.isSetAside else { return nil }
        self.init(network: lease.network, key: lease.key)
    }
}

extension Array {
    fileprivate var nilIfEmpty: Self? { isEmpty ? nil : self }
}
