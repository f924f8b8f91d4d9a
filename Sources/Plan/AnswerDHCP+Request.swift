import Catalog
import DHCP
import Leases
import NetworkValues

/// REQUEST in its four states (RFC 2131 section 4.3.2).
extension DHCPExchange {
    func request() -> DHCPDecision {
        guard let address = facts.requested ?? facts.clientAddress else { return DHCPDecision(reasons: [.nothingAsked]) }
        if let server = facts.server {
            return isOurs(server) ? selecting(address) : choseAnother(server)
        }
        return remembered(address)
    }

    /// It accepts our offer. After a restart the offer is forgotten, but the address is as good as it was.
    private func selecting(_ address: IPv4Address) -> DHCPDecision {
        mayHave(address) ? acknowledge(address) : refuse(address)
    }

    /// It accepts somebody else's offer: ours is free again.
    private func choseAnother(_ server: IPv4Address) -> DHCPDecision {
        var decision = DHCPDecision(reasons: [.otherServer(server)])
        if let offer = plan.lease, offer.state == .offered { decision.changes = [.remove(offer.address)] }
        return decision
    }

    /// It has been here before (INIT-REBOOT), or wants more time (RENEWING, REBINDING). Of a machine that we know nothing of
    /// we say nothing, unless we may: another server may have given the address.
    private func remembered(_ address: IPv4Address) -> DHCPDecision {
        if !network.subnet.isHostAddress(address) { return refuse(address) }
        if isItsOwn(address) { return acknowledge(address) }
        if belongsToAnother(address) { return refuse(address) }
        guard network.isAuthoritative else { return DHCPDecision(reasons: [.unknownAddress(address)]) }
        return mayHave(address) ? acknowledge(address) : refuse(address)
    }

    private func isItsOwn(_ address: IPv4Address) -> Bool {
        if case .fixed(let fixed) = plan.address { return fixed == address }
        guard let lease = leases.lease(at: address) else { return false }
        return lease.key == key && lease.state != .declined && leases.isInPool(address, of: network.name)
    }

    private func belongsToAnother(_ address: IPv4Address) -> Bool {
        if let lease = leases.lease(at: address), lease.key != key, lease.isHeld(at: now) { return true }
        // A host's own address is kept out of the pool: whoever else asks for it has no right to it.
        return leases.isExcluded(address) && !isItsOwn(address)
    }

    /// Whether the machine could be given the address now.
    private func mayHave(_ address: IPv4Address) -> Bool {
        switch plan.address {
        case .fixed(let fixed): return fixed == address
        case .dynamic(address): return true
        case .dynamic, .none:
            let isFree = leases.lease(at: address).map { $0.key == key || !$0.isHeld(at: now) } ?? true
            return isFree && leases.isInPool(address, of: network.name)
        }
    }

    private func acknowledge(_ address: IPv4Address) -> DHCPDecision {
        let lease = lease(address, .bound, seconds: Int64(leaseSeconds))
        var decision = DHCPDecision(reply: reply(.ack, address), changes: [.put(lease)])
        // One machine, one address: what it had before is free.
        if let former = plan.lease, former.address != address, former.isHeld(at: now), former.state != .declined {
            decision.changes.append(former.state == .offered ? .remove(former.address) : .put(former.released(at: now)))
        }
        return decision
    }

    private func refuse(_ address: IPv4Address) -> DHCPDecision {
        let isElsewhere = !network.subnet.contains(address)
        return DHCPDecision(reply: nak(), reasons: [isElsewhere ? .wrongNetwork(address) : .addressOfAnother(address)])
    }
}
