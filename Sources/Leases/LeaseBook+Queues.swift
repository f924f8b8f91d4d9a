public import NetworkValues

extension LeaseBook {
    /// Addresses of one network that can be had back before their time, the first to be had back first.
    struct Queue: Hashable, Sendable {
        enum Kind: Hashable, Sendable {
            /// Set aside; in the order in which their times end.
            case setAside
            /// On offer to strangers; in the order of the offers.
            case recyclable
        }

        let kind: Kind
        let network: String
    }

    /// For how many seconds at least a stranger's offer holds while the pool has other addresses.
    static var recyclingAge: Int64 { 10 }

    /// The changes that set an address aside, and the address that comes back for it before its time, if any: at most a
    /// quarter of a network's addresses is set aside, so that nobody can use up a range by declining.
    public func settingAside(_ lease: Lease, at now: WallTime) -> (changes: [LeaseChange], returned: IPv4Address?) {
        let changes = [LeaseChange.put(lease)]
        guard !excluded.contains(lease.address), let pool = pools[lease.network],
            let others = queues[Queue(kind: .setAside, network: lease.network)], others.count >= max(1, pool.size / 4),
            let first = others.firstFree(in: 0...UInt32.max), first.address != lease.address.rawValue,
            let returning = leases[IPv4Address(rawValue: first.address)]
        else { return (changes, nil) }
        let isEarly = returning.isHeld(at: now)
        return (changes + [.put(returning.returned(at: now))], isEarly ? returning.address : nil)
    }

    /// The address that a stranger gets when strangers have half of the pool: that of the offer made first.
    func crowdedOut(of pool: Pool, at now: WallTime) -> IPv4Address? {
        guard let offers = queues[Queue(kind: .recyclable, network: pool.network)], offers.count > pool.size / 2,
            let first = firstOfStrangers(in: pool), first.start.distance(to: now) >= Self.recyclingAge
        else { return nil }
        return first.address
    }

    /// The address of the pool that is on offer to a stranger for longest.
    func firstOfStrangers(in pool: Pool) -> (address: IPv4Address, start: WallTime)? {
        guard let offers = queues[Queue(kind: .recyclable, network: pool.network)] else { return nil }
        let first = pool.ranges.compactMap { offers.firstFree(in: $0.numbers) }.min { $0.from < $1.from }
        return first.map { (IPv4Address(rawValue: $0.address), $0.from) }
    }

    /// Brings the queues up to date with the lease of an address. What is excluded, such as hosts' addresses, is in none.
    mutating func enqueue(_ lease: Lease) {
        guard let place = lease.place else { return }
        if excluded.contains(lease.address) { return dequeue(lease) }
        queues[place.queue, default: AddressIndex()].set(.init(freeFrom: place.from), at: lease.address.rawValue)
    }

    mutating func dequeue(_ lease: Lease) {
        guard let place = lease.place else { return }
        queues[place.queue]?.remove(lease.address.rawValue)
    }
}

extension Lease {
    /// The queue that it stands in, and by which time.
    fileprivate var place: (queue: LeaseBook.Queue, from: WallTime)? {
        if state.isSetAside, start < expires { return (.init(kind: .setAside, network: network), expires) }
        if state.isTransient, isRecyclable { return (.init(kind: .recyclable, network: network), start) }
        return nil
    }
}
