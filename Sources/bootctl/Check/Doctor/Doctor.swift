internal import Contract
internal import LinuxIO
internal import NetworkValues

/// Knows from what was seen what is wrong. Each check is a function from the facts to its findings.
struct Doctor {
    let facts: Facts

    /// Problems first, then warnings, each in the order of the checks.
    var findings: [Finding] {
        let all = supervisor + configuration + ownFiles + units + networks + listeners + files + web + disk + firewall
        return all.filter { $0.severity == .problem } + all.filter { $0.severity == .warning }
    }

    /// What was looked at, in words, for when nothing is wrong.
    var scope: [String] {
        var parts: [String] = []
        if let report = facts.report {
            let networks = report.networks.count
            parts.append("the configuration (generation \(report.generation))")
            parts.append("\(networks) network\(networks == 1 ? "" : "s")")
        }
        parts.append("the ports")
        if checkedUnits != nil { parts.append("the units") }
        if !facts.files.isEmpty { parts.append("the files that machines load") }
        parts += facts.visits.map(\.url)
        if facts.disk != nil { parts.append("the disk") }
        if facts.firewall.isSeen { parts.append("the firewall") }
        return parts
    }

    // MARK: What several checks ask

    /// The interfaces that serve a network, or all but loopback when the networks are not known.
    var servingInterfaces: [InterfaceFact] {
        guard let report = facts.report else { return outwardInterfaces }
        return facts.interfaces.filter { interface in
            report.networks.contains { network in interface.addresses.contains { network.subnet.contains($0) } }
        }
    }

    var outwardInterfaces: [InterfaceFact] {
        facts.interfaces.filter { $0.name != "lo" }
    }

    /// The addresses that machines may reach us by.
    var servedAddresses: Set<IPv4Address> {
        let own = servingInterfaces.flatMap { interface in
            interface.addresses.filter { address in facts.report?.networks.contains { $0.subnet.contains(address) } ?? true }
        }
        return Set(own + [facts.report?.server].compactMap { $0 })
    }

    /// The units, where they are what runs bootd.
    var checkedUnits: [UnitFact]? { facts.report?.isStandalone == true ? nil : facts.units }

    /// How to read what a unit says.
    func log(of unit: String) -> String {
        checkedUnits == nil ? "see the log of bootd" : "journalctl -u \(unit)"
    }

    func unit(_ name: String) -> UnitFact? { checkedUnits?.first { $0.name == name } }
}
