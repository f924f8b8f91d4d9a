import NetworkValues

extension Configuration {
    /// Each host is known by what no other has.
    func checkIdentities(_ problems: inout Problems) {
        checkUnique(&problems) { $0.claims("mac", $0.mac) }
        checkUnique(&problems) { $0.claims("uuid", $0.uuid) }
        checkUnique(&problems) { $0.claims("client_id", $0.clientID.map(Identifier.init(octets:))) }
        checkUnique(&problems) { $0.claims($0.marks["circuit_id"] == nil ? "remote_id" : "circuit_id", $0.relayPort) }
        checkUnique(&problems) { zip($0.addresses, $0.addressMarks).map { Claim(key: "address", value: $0, mark: $1) } }
    }

    /// What one host claims is another's as well.
    private func checkUnique<Value>(_ problems: inout Problems, _ claims: (Host) -> [Claim<Value>]) {
        var owners: [Value: (host: String, mark: Mark)] = [:]
        for host in hosts.values {
            for claim in claims(host) {
                guard let owner = owners[claim.value] else {
                    owners[claim.value] = (host.name, claim.mark)
                    continue
                }
                let fault = owner.host == host.name ? "stands here twice" : "belongs to host \(owner.host) already"
                problems.report(
                    "host \(host.name): \(claim.key): \(claim.value) \(fault) (\(owner.mark))", at: claim.mark)
            }
        }
    }

    /// Each address lies in a network that we lease, at most one in each. The networks do not overlap.
    func checkAddresses(_ problems: inout Problems) {
        let index = Index(networks: networks.values, hosts: [])
        for host in hosts.values {
            for (place, (address, mark)) in zip(host.addresses, host.addressMarks).enumerated() {
                let network = index.network(containing: address).map { networks.values[$0] }
                let earlier = host.addresses.prefix(place)
                guard let fault = Self.fault(of: address, in: network, beside: earlier) else { continue }
                problems.report("host \(host.name): address: \(fault)", at: mark)
            }
        }
    }

    private static func fault(
        of address: IPv4Address, in network: Network?, beside earlier: some Sequence<IPv4Address>
    ) -> String? {
        guard let network else { return "\(address) is in no network that is configured" }
        guard network.subnet.isHostAddress(address) else {
            return "\(address) is not an address for a machine in the subnet \(network.subnet) of network \(network.name)"
        }
        guard network.mode == .server else {
            return "\(address) is in network \(network.name), whose addresses another server leases (\(network.mark))"
        }
        if let other = earlier.first(where: { $0 != address && network.subnet.contains($0) }) {
            return "\(address) is in network \(network.name), in which the host has the address \(other) already"
        }
        return nil
    }

    /// Each profile exists.
    func checkProfiles(_ problems: inout Problems) {
        for host in hosts.values {
            guard let profile = host.profile, !profiles.names.contains(profile) else { continue }
            problems.report(
                "host \(host.name): profile: there is no profile \(quoted(profile))"
                    + Suggestion.hint(for: profile, among: profiles.names),
                at: host.marks["profile"] ?? host.mark)
        }
    }
}

/// A value that one host alone may have, and where it stands.
private struct Claim<Value: Hashable> {
    let key: String
    let value: Value
    let mark: Mark
}

extension Host {
    fileprivate func claims<Value>(_ key: String, _ value: Value?) -> [Claim<Value>] {
        value.map { [Claim(key: key, value: $0, mark: self.marks[key] ?? self.mark)] } ?? []
    }
}

extension RelayPort: CustomStringConvertible {
    public var description: String {
        [circuitID, remoteID].compactMap { $0.map { "\(Identifier(octets: $0))" } }.joined(separator: " at ")
    }
}
