import Catalog
import DHCP
import Leases
import NetworkValues

/// The check that goes before a machine is given what nobody had before, or another had: somebody whom we do not know may use it.
extension DHCPExchange {
    /// How long an address is held for a machine while somebody looks whether it is in use.
    private static var checkSeconds: Int64 { 5 }
    /// For how long a machine that asks again is not listened to while its check is out.
    private static var patience: Int64 { 1 }

    /// What a check that found its address in use leads to; nil when none did.
    func finding() -> DHCPDecision? {
        guard let finding = facts.checked, finding.isInUse, let held = leases.lease(at: finding.address), isChecked(held) else {
            return nil
        }
        var decision = settingAside(held, .inUse, seconds: network.leasing.setAsideSeconds)
        decision.reasons.append(.foundInUse(finding.address))
        decision.isFinding = true
        return decision
    }

    /// The check of an address, or the wait for it; nil when the machine may have the address without.
    func check(before address: IPv4Address) -> DHCPDecision? {
        guard isToBeChecked(address) else { return nil }
        if let held = leases.lease(at: address), isChecked(held), held.start.distance(to: now) < Self.patience {
            return DHCPDecision(reasons: [.checking(address)])
        }
        // One machine, one check: what it asked for before is free.
        let others = leases.leases(of: key, in: network.name).filter { $0.state.isTransient && $0.address != address }
        return DHCPDecision(
            check: address, changes: [.put(lease(address, .probing, seconds: Self.checkSeconds))] + others.map(ended),
            reasons: [.checking(address)])
    }

    /// An address that the machine had before is its own, as is one that it was offered; so is its host's.
    private func isToBeChecked(_ address: IPv4Address) -> Bool {
        if case .fixed = plan.address { return false }
        guard hasChecks else { return false }
        guard let held = leases.lease(at: address), held.key == key, !held.state.isSetAside else { return true }
        return held.state == .probing && facts.checked != AddressFinding(address, isInUse: false)
    }

    /// Where we are attached, everybody hears the question; behind a relay a ping may be lost, or filtered. A machine that uses
    /// the address already would answer a ping itself, and a router might speak for it.
    private var hasChecks: Bool {
        let attachment = plan.machine.attachment
        let isOnLink = attachment.relay == nil && attachment.addresses.contains { network.subnet.contains($0) }
        if facts.clientAddress != nil, !isOnLink { return false }
        return network.leasing.probes ?? (attachment.relay == nil)
    }

    /// Whether the machine's own check is out for it.
    private func isChecked(_ held: Lease) -> Bool {
        held.state == .probing && held.key == key && held.network == network.name
    }
}
