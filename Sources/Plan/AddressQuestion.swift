import Catalog
import Leases
import NetworkValues

/// Which address a machine gets, and in which of the networks where it is.
struct AddressQuestion {
    let machine: Machine
    let host: Host?
    let requested: IPv4Address?
    let now: WallTime

    /// The first network that has an address for it; else the first that it may ask in, and no address.
    func answer(
        _ candidates: [NetworkCandidate], _ leases: LeaseBook, _ reasons: inout [Reason]
    ) -> (network: Network?, address: AddressPlan) {
        for candidate in candidates {
            reasons.append(candidate.reason)
            let address = address(in: candidate.network, leases, &reasons)
            if address != .none { return (candidate.network, address) }
        }
        let open = candidates.first { isKnown(in: $0.network) && $0.network.answers(machine) } ?? candidates.first
        return (open?.network, .none)
    }

    /// Whether the network has something for machines that no host names, or this is none.
    func isKnown(in network: Network) -> Bool { host != nil || !network.isKnownOnly }

    private func address(in network: Network, _ leases: LeaseBook, _ reasons: inout [Reason]) -> AddressPlan {
        guard let key = machine.key(in: network) else { return .none }
        guard network.mode == .server else {
            reasons.append(.leasedByAnother(network))
            return .none
        }
        guard isKnown(in: network) else {
            reasons.append(.knownOnly(network))
            return .none
        }
        guard network.answers(machine) else {
            reasons.append(.noBOOTP(network))
            return .none
        }
        if let fixed = fixedAddress(in: network, &reasons) {
            guard let obstacle = obstacle(to: fixed, for: key, leases) else {
                reasons.append(.fixedAddress(fixed))
                return .fixed(fixed)
            }
            reasons.append(obstacle)
        }
        let choice = leases.address(for: key, in: network.name, requested: requested, isStranger: host == nil, at: now)
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
        if held.state.isSetAside { return .fixedAddressSetAside(fixed) }
        return held.key == key ? nil : .fixedAddressHeld(fixed, by: held.hardware)
    }
}
