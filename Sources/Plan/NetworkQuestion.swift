import Catalog
import Leases
import NetworkValues

/// A network that a machine may get its address in, and why.
struct NetworkCandidate {
    let network: Network
    let reason: Reason
}

/// Which networks there are where a machine is.
///
/// Its link is told by the relay (82.5), by itself (118), by the relay's address, by the address that it has, or by the
/// interface. Several networks may lie on one link.
struct NetworkQuestion {
    let machine: Machine
    let host: Host?
    let requested: IPv4Address?
    /// Whether the machine takes the address asked for and no other.
    let insists: Bool

    private var attachment: Attachment { machine.attachment }

    /// The candidates, best first: the network of the host's address, one that the machine has or had a lease in, that of the
    /// address asked for, the order of the file. None when nothing is served there.
    func answer(_ catalog: Catalog, _ leases: LeaseBook, _ reasons: inout [Reason]) -> [NetworkCandidate] {
        let candidates = candidates(catalog, &reasons)
        guard candidates.count > 1 else { return candidates }
        if insists, let requested, let only = candidates.first(where: { $0.network.subnet.contains(requested) }) { return [only] }
        let ranked = candidates.enumerated().map { place, candidate in (rank(candidate.network, leases), place, candidate) }
        return ranked.sorted { ($1.0, $0.1) < ($0.0, $1.1) }.map(\.2)
    }

    /// What speaks for a network, the most important in the highest bit.
    private func rank(_ network: Network, _ leases: LeaseBook) -> Int {
        let hasHosts = host?.address(in: network) != nil
        let hasLease = machine.key(in: network).map { !leases.leases(of: $0, in: network.name).isEmpty } ?? false
        let isAsked = requested.map { network.subnet.contains($0) } ?? false
        return (hasHosts ? 4 : 0) + (hasLease ? 2 : 0) + (isAsked ? 1 : 0)
    }

    private func candidates(_ catalog: Catalog, _ reasons: inout [Reason]) -> [NetworkCandidate] {
        if let link = attachment.linkSelection {
            return onLink(of: link, catalog, &reasons, found: Reason.networkOfLink, missing: .noNetworkForLink(link))
        }
        if let subnet = attachment.subnetSelection {
            return onLink(of: subnet, catalog, &reasons, found: Reason.networkOfSubnet, missing: .noNetworkForSubnet(subnet))
        }
        if let relay = attachment.relay {
            return onLink(of: relay, catalog, &reasons, found: Reason.networkOfRelay, missing: .noNetworkForRelay(relay))
        }
        if let client = attachment.client, let network = catalog.network(containing: client) {
            return [NetworkCandidate(network: network, reason: .networkOfClient(network, client))]
        }
        return onInterface(catalog, &reasons)
    }

    private func onLink(
        of address: IPv4Address, _ catalog: Catalog, _ reasons: inout [Reason], found: (Network, IPv4Address) -> Reason,
        missing: Reason
    ) -> [NetworkCandidate] {
        guard let network = catalog.network(containing: address) else {
            reasons.append(missing)
            return []
        }
        return beside(network, found(network, address), catalog)
    }

    /// Networks that have an address of one interface lie on one link as well.
    private func onInterface(_ catalog: Catalog, _ reasons: inout [Reason]) -> [NetworkCandidate] {
        var candidates: [NetworkCandidate] = []
        for address in attachment.addresses {
            guard let network = catalog.network(containing: address) else { continue }
            for found in beside(network, .networkOfInterface(network, attachment.interface), catalog) {
                guard let place = candidates.firstIndex(where: { $0.network.name == found.network.name }) else {
                    candidates.append(found)
                    continue
                }
                if found.network.name == network.name { candidates[place] = found }
            }
        }
        if candidates.isEmpty { reasons.append(.noNetworkOnInterface(attachment.interface)) }
        return candidates
    }

    /// The network and those that share its link.
    private func beside(_ network: Network, _ reason: Reason, _ catalog: Catalog) -> [NetworkCandidate] {
        if network.link == nil { return [NetworkCandidate(network: network, reason: reason)] }
        return catalog.networks(onLinkOf: network).map { other in
            NetworkCandidate(network: other, reason: other.name == network.name ? reason : .networkOnLink(other, network))
        }
    }
}
