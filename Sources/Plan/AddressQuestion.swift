import Catalog
import Leases
import NetworkValues

/// Which address a machine gets on its network.
struct AddressQuestion {
    let machine: Machine
    let host: Host?
    let requested: IPv4Address?
    let now: WallTime

    func answer(_ network: Network?, _ leases: LeaseBook, _ reasons: inout [Reason]) -> AddressPlan {
        guard let network, let mac = machine.mac else { return .none }
        // ROM, iPXE, installer and system use different client identifiers: the hardware address is what stays.
        let key = LeaseKey.hardware(mac)
        if let fixed = fixedAddress(in: network, &reasons) {
            guard let obstacle = obstacle(to: fixed, for: key, leases) else {
                reasons.append(.fixedAddress(fixed))
                return .fixed(fixed)
            }
            reasons.append(obstacle)
        }
        let choice = leases.address(for: key, in: network.name, requested: requested, at: now)
        guard let address = choice.address else {
            reasons.append(network.ranges.isEmpty ? .hostsOnly(network) : .exhausted(network))
            return .none
        }
        reasons.append(.dynamicAddress(choice))
        return .dynamic(address)
    }

    private func fixedAddress(in network: Network, _ reasons: inout [Reason]) -> IPv4Address? {
        guard let host, let first = host.addresses.first else { return nil }
        if let address = host.address(in: network) { return address }
        reasons.append(.fixedAddressElsewhere(first, network))
        return nil
    }

    /// Why the machine cannot have its host's address for now.
    private func obstacle(to fixed: IPv4Address, for key: LeaseKey, _ leases: LeaseBook) -> Reason? {
        guard let held = leases.lease(at: fixed), held.isHeld(at: now) else { return nil }
        if held.state == .declined { return .fixedAddressSetAside(fixed) }
        return held.key == key ? nil : .fixedAddressHeld(fixed, by: held.hardware)
    }
}
