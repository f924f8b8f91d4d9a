import Catalog
import DHCP
import Leases
import NetworkValues

/// DISCOVER (RFC 2131 section 4.3.1).
extension DHCPExchange {
    func discover() -> DHCPDecision {
        if let finding = finding() { return finding }
        guard let address = plan.address.address else {
            return DHCPDecision(reply: ipv6OnlyOffer(), isForStranger: isStranger)
        }
        var decision = check(before: address) ?? offer(address)
        decision.isForStranger = isStranger
        return decision
    }

    private func offer(_ address: IPv4Address) -> DHCPDecision {
        if facts.kind == .bootp { return acknowledge(address) }
        if facts.takesRapidCommit, network.leasing.hasRapidCommit, !isToldIPv6Only { return commit(address) }
        var decision = DHCPDecision(reply: reply(.offer, address))
        // Whoever holds the address already needs no offer noted.
        if let held = leases.lease(at: address), held.key == key, held.state == .bound, held.isHeld(at: now) { return decision }
        decision.changes = [.put(lease(address, .offered, seconds: Int64(network.leasing.offerSeconds)))]
        return decision
    }

    /// Where no address is left, a machine that can do without IPv4 is told to, by an offer of none (RFC 8925 section 3.3). To
    /// one that boots that would be the offer of a proxy.
    private func ipv6OnlyOffer() -> DHCPReply? {
        guard isToldIPv6Only, plan.machine.client.kind == .ordinary, facts.kind == .discover else { return nil }
        return reply(.offer, nil)
    }

    /// The lease at once, for a client that wants no second round (RFC 4039).
    private func commit(_ address: IPv4Address) -> DHCPDecision {
        var decision = acknowledge(address)
        decision.reply?.options.append(.rapidCommit, EmptyCollection<UInt8>())
        return decision
    }
}
