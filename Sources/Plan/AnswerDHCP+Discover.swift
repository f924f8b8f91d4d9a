import Catalog
import DHCP
import Leases
import NetworkValues

/// DISCOVER (RFC 2131 section 4.3.1), and the check that goes before an offer.
extension DHCPExchange {
    /// How long an address is held for a machine while somebody looks whether it is in use.
    private static var checkSeconds: Int64 { 5 }
    /// For how long a machine that asks again is not listened to while its check is out.
    private static var patience: Int64 { 1 }

    func discover() -> DHCPDecision {
        if let finding = facts.checked, finding.isInUse, let held = leases.lease(at: finding.address), isChecked(held) {
            var decision = settingAside(held, .inUse, seconds: network.leasing.setAsideSeconds)
            decision.reasons.append(.foundInUse(finding.address))
            decision.isFinding = true
            return decision
        }
        guard let address = plan.address.address else { return DHCPDecision(isForStranger: isStranger) }
        var decision = isToBeChecked(address) ? check(address) : offer(address)
        decision.isForStranger = isStranger
        return decision
    }

    private func offer(_ address: IPv4Address) -> DHCPDecision {
        if facts.kind == .bootp { return acknowledge(address) }
        if facts.takesRapidCommit, network.leasing.hasRapidCommit { return commit(address) }
        var decision = DHCPDecision(reply: reply(.offer, address))
        // Whoever holds the address already needs no offer noted.
        if let held = leases.lease(at: address), held.key == key, held.state == .bound, held.isHeld(at: now) { return decision }
        decision.changes = [.put(lease(address, .offered, seconds: Int64(network.leasing.offerSeconds)))]
        return decision
    }

    /// The lease at once, for a client that wants no second round (RFC 4039).
    private func commit(_ address: IPv4Address) -> DHCPDecision {
        var decision = acknowledge(address)
        decision.reply?.options.append(.rapidCommit, EmptyCollection<UInt8>())
        return decision
    }

    private func check(_ address: IPv4Address) -> DHCPDecision {
        if let held = leases.lease(at: address), isChecked(held), held.start.distance(to: now) < Self.patience {
            return DHCPDecision(reasons: [.checking(address)])
        }
        return DHCPDecision(
            check: address, changes: [.put(lease(address, .probing, seconds: Self.checkSeconds))], reasons: [.checking(address)])
    }

    /// An address that the machine had before is its own; so is its host's. Any other may be in use by somebody whom we do not
    /// know.
    private func isToBeChecked(_ address: IPv4Address) -> Bool {
        guard case .dynamic = plan.address, hasChecks else { return false }
        guard let held = leases.lease(at: address), held.key == key else { return true }
        return held.state == .probing && facts.checked != AddressFinding(address, isInUse: false)
    }

    /// Where we are attached, everybody hears the question; behind a relay a ping may be lost, or filtered.
    private var hasChecks: Bool { network.leasing.probes ?? (plan.machine.attachment.relay == nil) }

    /// Whether the machine's own check is out for it.
    private func isChecked(_ held: Lease) -> Bool {
        held.state == .probing && held.key == key && held.network == network.name
    }
}
