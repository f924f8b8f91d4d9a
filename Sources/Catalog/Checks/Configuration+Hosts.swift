import NetworkValues

extension Configuration {
    /// Each host is known by what no other has.
    func checkIdentities(_ problems: inout Problems) {
        checkUnique("mac", \.mac, &problems)
        checkUnique("uuid", \.uuid, &problems)
        checkUnique("address", \.address, &problems)
    }

    private func checkUnique<Value: Hashable>(_ key: String, _ value: (Host) -> Value?, _ problems: inout Problems) {
        var owners: [Value: Host] = [:]
        for host in hosts.values {
            guard let value = value(host) else { continue }
            guard let owner = owners[value] else {
                owners[value] = host
                continue
            }
            problems.report(
                "host \(host.name): \(key): \(value) belongs to host \(owner.name) already "
                    + "(\(owner.marks[key] ?? owner.mark))",
                at: host.marks[key] ?? host.mark)
        }
    }

    /// Each address lies in a network. The networks do not overlap.
    func checkAddresses(_ problems: inout Problems) {
        let index = Index(networks: networks.values, hosts: [])
        for host in hosts.values {
            guard let address = host.address else { continue }
            let mark = host.marks["address"] ?? host.mark
            guard let place = index.network(containing: address) else {
                problems.report("host \(host.name): address: \(address) is in no network that is configured", at: mark)
                continue
            }
            let network = networks.values[place]
            if network.subnet.isHostAddress(address) { continue }
            problems.report(
                "host \(host.name): address: \(address) is not an address for a machine in the subnet "
                    + "\(network.subnet) of network \(network.name)",
                at: mark)
        }
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
