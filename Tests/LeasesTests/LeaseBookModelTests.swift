import NetworkValues
import Testing

@testable import Leases

/// The book again, without an index: every question goes through all leases.
private struct NaiveBook {
    var leases: [Lease] = []
    var covered: [Lease] = []
    let pool: Pool

    mutating func put(_ lease: Lease) {
        if lease.state.isTransient {
            covered += leases.filter { $0.address == lease.address && !$0.state.isTransient }
        } else {
            covered.removeAll { $0.address == lease.address }
        }
        leases.removeAll { $0.address == lease.address }
        leases.append(lease)
    }

    mutating func remove(_ address: IPv4Address) {
        leases.removeAll { $0.address == address }
        covered.removeAll { $0.address == address }
    }

    mutating func expire(at now: WallTime) {
        let ended = leases.filter { $0.state.isTransient && !$0.isHeld(at: now) }.map(\.address)
        leases.removeAll { ended.contains($0.address) }
        leases += covered.filter { ended.contains($0.address) }
        covered.removeAll { ended.contains($0.address) }
    }

    func isHeld(_ address: IPv4Address, at now: WallTime) -> Bool {
        (leases + covered).contains { $0.address == address && $0.isHeld(at: now) }
    }

    func choice(for key: LeaseKey, requested: IPv4Address?, isStranger: Bool, at now: WallTime) -> AddressChoice {
        let allowed = pool.ranges.flatMap { range in
            (range.first.rawValue...range.last.rawValue).map(IPv4Address.init(rawValue:))
        }.filter { !pool.excluded.contains($0) }
        let own = leases.filter { $0.key == key && !$0.state.isSetAside && allowed.contains($0.address) }
        if let last = own.max(by: { ($0.expires, $0.address) < ($1.expires, $1.address) }) { return .own(last.address) }
        let offers = leases.filter { $0.isRecyclable && allowed.contains($0.address) }
        let oldest = offers.min { ($0.start, $0.address) < ($1.start, $1.address) }
        let size = pool.ranges.reduce(0) { $0 + $1.count }
        if isStranger, let oldest, offers.count > size / 2, oldest.start.distance(to: now) >= 10 {
            return .recycled(oldest.address)
        }
        if let requested, allowed.contains(requested), !isHeld(requested, at: now) { return .requested(requested) }
        let unused = allowed.first { free in !leases.contains { $0.address == free } }
        if let unused { return .unused(unused) }
        func end(_ address: IPv4Address) -> WallTime {
            (leases + covered).filter { $0.address == address }.map(\.expires).max() ?? 0
        }
        let first = allowed.filter { !isHeld($0, at: now) }.min { (end($0), $0) < (end($1), $1) }
        return first.map(AddressChoice.reused) ?? oldest.map { .recycled($0.address) } ?? .exhausted
    }

    /// What comes back when `lease` is set aside, whether it is time or not.
    func returning(for lease: Lease) -> IPv4Address? {
        guard !pool.excluded.contains(lease.address) else { return nil }
        let others = leases.filter {
            $0.state.isSetAside && $0.start < $0.expires && !pool.excluded.contains($0.address)
        }
        let size = pool.ranges.reduce(0) { $0 + $1.count }
        guard others.count >= max(1, size / 4) else { return nil }
        let first = others.min { ($0.expires, $0.address) < ($1.expires, $1.address) }
        return first?.address == lease.address ? nil : first?.address
    }
}

/// Machines that come, go, decline and return at random, seen by the book and by the naive one.
struct LeaseBookModelTests {
    private let pool = Pool(network: "lab", ranges: [range(1, 8), range(20, 31)], excluded: [address(3), address(25)])

    @Test(arguments: 1...24)
    func theBookAgreesWithTheNaiveBook(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var book = LeaseBook()
        book.configure(pools: [pool])
        var model = NaiveBook(pool: pool)
        var holders: [IPv4Address: (key: LeaseKey, until: WallTime)] = [:]
        var now: WallTime = 1000
        let machines = Int.random(in: 5...40, using: &numbers)

        for _ in 0..<500 {
            now = now.advanced(by: .random(in: 0...4, using: &numbers))
            let who = Int.random(in: 0..<machines, using: &numbers)
            let requested = Bool.random(using: &numbers) ? address(.random(in: 0...33, using: &numbers)) : nil
            let isStranger = who.isMultiple(of: 2)
            let choice = book.address(for: key(who), in: "lab", requested: requested, isStranger: isStranger, at: now)
            try #require(choice == model.choice(for: key(who), requested: requested, isStranger: isStranger, at: now))

            var changes: [LeaseChange] = []
            let action = Int.random(in: 0..<12, using: &numbers)
            if action < 9, let chosen = choice.address {
                if let holder = holders[chosen] { try #require(holder.key == key(who) || holder.until <= now) }
                let states: [LeaseState] = [.offered, .offered, .offered, .probing, .bound, .bound, .bound, .declined, .inUse]
                let state = states[action]
                let lease = lease(
                    Int(chosen.rawValue - address(0).rawValue), of: who, state, from: now,
                    until: now.advanced(by: .random(in: 1...60, using: &numbers)),
                    isRecyclable: isStranger && state.isTransient)
                changes = [.put(lease)]
                switch state {
                case .bound: holders[chosen] = (key(who), lease.expires)
                case .declined, .inUse:
                    holders[chosen] = nil
                    changes = book.settingAside(lease, at: now).changes
                    try #require(changes.dropFirst().first?.address == model.returning(for: lease))
                case .offered, .probing, .released: break
                }
            } else if action == 9, let own = book.lease(of: key(who), in: "lab") {
                changes = [.put(own.released(at: now))]
                holders[own.address] = nil
            } else if action == 10 {
                let gone = address(.random(in: 0...33, using: &numbers))
                changes = [.remove(gone)]
                holders[gone] = nil
            } else {
                book.expire(at: now)
                model.expire(at: now)
            }

            let before = book
            let undo = book.apply(changes)
            var undone = book
            undone.apply(undo)
            try #require(undone.leases == before.leases && undone.covered == before.covered)
            let next = before.address(for: key(1000), in: "lab", isStranger: true, at: now)
            try #require(undone.address(for: key(1000), in: "lab", isStranger: true, at: now) == next)
            for change in changes {
                switch change {
                case .put(let lease): model.put(lease)
                case .remove(let address): model.remove(address)
                }
            }
            try #require(book.leases(limit: .max) == model.leases.sorted { $0.address < $1.address })
            try #require(book.count == model.leases.count)
            let offers = model.leases.filter(\.state.isTransient)
            try #require(book.nextExpiry == offers.map(\.expires).min())
        }
    }

    @Test func sixtyThousandLeasesFitAndAFloodOfStrangersFindsNothing() throws {
        let size = 60_000
        var book = LeaseBook()
        book.configure(pools: [Pool(network: "lab", ranges: [range(1, size)])])
        for owner in 1...size {
            let choice = book.address(for: key(owner), in: "lab", at: 0)
            try #require(choice == .unused(address(owner)))
            book.apply([.put(lease(owner, of: owner, until: WallTime(seconds: Int64(1000 + owner))))])
        }
        for stranger in size + 1...size + 2000 {
            try #require(book.address(for: key(stranger), in: "lab", at: 1000) == .exhausted)
        }
        for stranger in size + 1...size + 2000 {
            let choice = book.address(for: key(stranger), in: "lab", at: 5000)
            try #require(choice == .reused(address(stranger - size)))
            book.apply([.put(lease(stranger - size, of: stranger, .offered, from: 5000, until: 5060))])
        }
        #expect(book.expire(at: 5060).count == 2000)
        #expect(book.count == size)
        #expect(book.address(for: key(1), in: "lab", at: 5060) == .own(address(1)))
    }
}
