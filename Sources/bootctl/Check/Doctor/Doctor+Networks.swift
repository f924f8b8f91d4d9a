internal import Contract
internal import NetworkValues

// Whether each network is where we can hear it.

extension Doctor {
    var networks: [Finding] {
        guard let report = facts.report else { return [] }
        let homeless = report.networks.filter { interfaces(in: $0).isEmpty }
        return report.networks.flatMap { network in
            let interfaces = interfaces(in: network)
            if interfaces.isEmpty { return [unserved(network, isOnlyOne: homeless.count == report.networks.count)] }
            return interfaces.flatMap { state(of: $0, network) }
        }
    }

    private func interfaces(in network: CheckedNetwork) -> [InterfaceFact] {
        facts.interfaces.filter { $0.addresses.contains { network.subnet.contains($0) } }
    }

    /// A network may be meant for machines behind a relay alone, as long as another one is on a link of ours.
    private func unserved(_ network: CheckedNetwork, isOnlyOne: Bool) -> Finding {
        let outward = outwardInterfaces.map { interface in
            let addresses = interface.addresses.map(\.description).joined(separator: ", ")
            return "\(interface.name) \(addresses.isEmpty ? "none" : addresses)\(interface.isUp ? "" : " (down)")"
        }
        let have = outward.isEmpty ? "there is no interface but lo" : "there are \(outward.joined(separator: "; "))"
        let message =
            "no interface has an address in \(network.subnet), so that only machines behind a relay are served: \(have)"
        let address = facts.report?.server.flatMap { network.subnet.contains($0) ? $0 : nil } ?? network.subnet.base.next
        let candidates = outwardInterfaces.filter { $0.addresses.isEmpty }
        let device = candidates.count == 1 ? candidates[0].name : "INTERFACE"
        let remedy =
            "ip address add \(address ?? network.subnet.base)/\(network.subnet.prefixLength) dev \(device)"
            + ", and in the system's network configuration"
        return Finding(
            severity: isOnlyOne ? .problem : .warning, subject: "network \(network.name)", message: message, remedy: remedy,
            source: network.source)
    }

    private func state(of interface: InterfaceFact, _ network: CheckedNetwork) -> [Finding] {
        let subject = "network \(network.name)"
        if !interface.isUp {
            return [
                .problem(
                    subject, "interface \(interface.name), which has its address, is down",
                    do: "ip link set \(interface.name) up",
                    at: network.source)
            ]
        }
        if !interface.hasCarrier {
            return [
                .warning(
                    subject, "interface \(interface.name) has no carrier",
                    do: "look at its cable, or at the ports of the bridge: ip link", at: network.source)
            ]
        }
        return []
    }
}
