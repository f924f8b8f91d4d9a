import Catalog
import Leases
import NetworkValues

/// Which address a machine gets on its network.
struct AddressQuestion {
    let machine: Machine
    let host: Host?
    let requested: IPv4Address?
    let now: WallTime

    /// What was decided, and the lease that the machine has or had there.
    struct Answer {
        var plan = AddressPlan.none
        var lease: Lease?
    }

    func answer(_ network: Network?, _ leases: LeaseBook, _ reasons: inout [Reason]) -> Answer {
        guard let network, let mac = machine.mac else { return Answer() }
        // ROM, iPXE, installer and system use different client identifiers: the hardware address is what stays.
        let key = LeaseKey.hardware(mac)
        let lease = leases.lease(of: key, in: network.name)
        if let fixed = fixedAddress(in: network, &reasons) {
            guard let holder = leases.lease(at: fixed), holder.key != key, holder.isHeld(at: now) else {
                reasons.append(.fixedAddress(fixed))
                return Answer(plan: .fixed(fixed), lease: leases.lease(at: fixed).flatMap { $0.key == key ? $0 : nil } ?? lease)
            }
            reasons.append(.fixedAddressHeld(fixed, by: holder.hardware))
        }
        let choice = leases.address(for: key, in: network.name, requested: requested, at: now)
        guard let address = choice.address else {
            reasons.append(.exhausted(network))
            return Answer(lease: lease)
        }
        reasons.append(.dynamicAddress(choice))
        return Answer(plan: .dynamic(address), lease: lease)
    }

    private func fixedAddress(in network: Network, _ reasons: inout [Reason]) -> IPv4Address? {
        guard let host, let address = host.address else { return nil }
        guard network.subnet.contains(address) else {
            reasons.append(.fixedAddressElsewhere(address, network))
            return nil
        }
        return address
    }
}
