import Catalog
import Leases
import NetworkValues

/// Which host the administrator has named for a machine: by MAC, else by client identifier, by UUID, by the relay's port.
struct HostQuestion {
    let machine: Machine

    func answer(_ catalog: Catalog, _ leases: LeaseBook, _ reasons: inout [Reason]) -> Host? {
        guard let (host, reason) = known(catalog, leases) else {
            reasons.append(.unknownMachine(machine.mac, machine.uuid))
            return nil
        }
        reasons.append(reason)
        return host
    }

    private func known(_ catalog: Catalog, _ leases: LeaseBook) -> (Host, Reason)? {
        if let host = machine.mac.flatMap({ catalog.host(mac: $0) }) { return (host, .hostByMAC(host)) }
        if let host = machine.clientID.flatMap({ catalog.host(clientID: $0) }) { return (host, .hostByClientID(host)) }
        if let host = machine.uuid.flatMap({ catalog.host(uuid: $0) }) { return (host, .hostByUUID(host)) }
        if let port = machine.attachment.relayPort, let host = catalog.host(at: port) { return (host, .hostByRelayPort(host)) }
        if let host = hostByLease(catalog, leases) { return (host, .hostByLease(host)) }
        if let host = machine.seenAs.flatMap({ catalog.host(name: $0) }) { return (host, .hostBySighting(host)) }
        return nil
    }

    /// Firmware tells its UUID, the system that it boots does not; a renewal does not pass the relay that tells the port; and
    /// HTTP tells little. What told it once has the lease of its host's address.
    private func hostByLease(_ catalog: Catalog, _ leases: LeaseBook) -> Host? {
        guard catalog.hasHostsWithoutMAC else { return nil }
        for network in catalog.networks {
            guard let key = machine.key(in: network) else { continue }
            for lease in leases.leases(of: key, in: network.name) {
                if let host = catalog.host(address: lease.address), mayBe(host, at: lease.address) { return host }
            }
        }
        return nil
    }

    /// Whether nothing that the machine tells now speaks against a host that it had the address of. A port is known for as
    /// long as the machine uses the address: elsewhere it has another one.
    private func mayBe(_ host: Host, at address: IPv4Address) -> Bool {
        let (attachment, port) = (machine.attachment, host.relayPort)
        return host.mac == nil
            && (host.uuid == nil || machine.uuid == nil)
            && (host.clientID == nil || machine.clientID == nil)
            && (port == nil || attachment.relayPort == nil && attachment.client == address)
    }
}
