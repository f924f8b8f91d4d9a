import Catalog
import DHCP
import Leases
import NetworkValues

/// REQUEST in its four states (RFC 2131 section 4.3.2).
extension DHCPExchange {
    func request() -> DHCPDecision {
        if let finding = finding() { return finding }
        guard let address = facts.requested ?? facts.clientAddress else { return DHCPDecision(reasons: [.nothingAsked]) }
        if let server = facts.server {
            return isOurs(server) ? selecting(address) : choseAnother(server)
        }
        return remembered(address)
    }

    /// It accepts our offer. After a restart the offer is forgotten, but the address is as good as it was.
    private func selecting(_ address: IPv4Address) -> DHCPDecision {
        mayHave(address) ? grant(address) : refuse(address)
    }

    /// It accepts somebody else's offer: ours is free again.
    private func choseAnother(_ server: IPv4Address) -> DHCPDecision {
        let offers = leases.leases(of: key, in: network.name).filter(\.state.isTransient)
        return DHCPDecision(changes: offers.map(ended), reasons: [.otherServer(server)])
    }

    /// It has been here before (INIT-REBOOT), or wants more time (RENEWING, REBINDING). Of an address that we know nothing of
    /// we say nothing, unless we may, or have lost what we knew: another server may have given it.
    private func remembered(_ address: IPv4Address) -> DHCPDecision {
        if !network.subnet.isHostAddress(address) { return refuse(address) }
        if let fixed = supersededBy(address) { return refuse(address, .fixedAddress(fixed)) }
        // What is only being looked for is nobody's yet.
        if isItsOwn(address), leases.lease(at: address)?.state != .probing { return acknowledge(address) }
        if belongsToAnother(address) { return refuse(address) }
        if isLost(address) { return grant(address, .leaseLost(address)) }
        guard network.leasing.isAuthoritative else { return DHCPDecision(reasons: [.unknownAddress(address)]) }
        return mayHave(address) ? grant(address) : refuse(address)
    }

    /// Whether we may have given it the address that it renews, and have forgotten it.
    private func isLost(_ address: IPv4Address) -> Bool {
        facts.clientAddress == address && mayHave(address) && leases.mayLack(leaseOf: Int64(network.leasing.times.usual), at: now)
    }

    /// Its host's own address, when it still has the one that we leased to it before.
    private func supersededBy(_ address: IPv4Address) -> IPv4Address? {
        guard case .fixed(let fixed) = plan.address, fixed != address, leases.lease(at: address)?.key == key else { return nil }
        return fixed
    }

    private func isItsOwn(_ address: IPv4Address) -> Bool {
        if case .fixed(let fixed) = plan.address { return fixed == address }
        guard let lease = leases.lease(at: address) else { return false }
        return lease.key == key && !lease.state.isSetAside && leases.isInPool(address, of: network.name)
    }

    private func belongsToAnother(_ address: IPv4Address) -> Bool {
        if let lease = leases.lease(at: address), lease.key != key, lease.isHeld(at: now) { return true }
        // Kept out of the pool is what a host, the gateway or we have: nobody else has a right to it.
        return leases.isExcluded(address)
    }

    /// Whether the machine could be given the address now.
    private func mayHave(_ address: IPv4Address) -> Bool {
        switch plan.address {
        case .fixed(let fixed): return fixed == address
        case .dynamic(address): return true
        case .dynamic, .none:
            return isItsOwn(address) || leases.isInPool(address, of: network.name) && !leases.isHeld(address, at: now)
        }
    }

    /// The address that it asks for, after a check where an offer of it would have had one.
    private func grant(_ address: IPv4Address, _ reason: Reason? = nil) -> DHCPDecision {
        guard var decision = check(before: address) else { return acknowledge(address, reason) }
        decision.isForStranger = isUnheardOf
        return decision
    }

    func acknowledge(_ address: IPv4Address, _ reason: Reason? = nil) -> DHCPDecision {
        let lease = lease(address, .bound, seconds: isForGood(address) ? .max : Int64(leaseSeconds(of: address)))
        // One machine, one address: what it had before is free.
        let former = leases.leases(of: key, in: network.name).filter { $0.address != address && $0.isHeld(at: now) }
        return DHCPDecision(
            reply: reply(.ack, address), isForStranger: isUnheardOf, changes: [.put(lease)] + former.map(ended),
            reasons: reason.map { [$0] } ?? [])
    }

    /// An offer is over, and what lay under it comes back; a lease is given back.
    func ended(_ lease: Lease) -> LeaseChange {
        lease.state.isTransient ? .put(self.lease(lease.address, .offered, seconds: 0)) : .put(lease.released(at: now))
    }

    private func refuse(_ address: IPv4Address, _ reason: Reason? = nil) -> DHCPDecision {
        let isHere = network.subnet.contains(address)
        return DHCPDecision(reply: nak(), reasons: [reason ?? (isHere ? .addressOfAnother(address) : .wrongNetwork(address))])
    }
}
