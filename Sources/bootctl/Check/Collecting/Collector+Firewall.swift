internal import JSON
internal import LinuxIO

// What filters: firewalld or ufw where one of them rules, else nftables itself.

extension Collector {
    mutating func lookAtFirewall() {
        let interfaces = Doctor(facts: facts).servingInterfaces.map(\.name)
        facts.firewall = Self.firewalld(interfaces) ?? Self.ufw() ?? Self.nftables() ?? .unseen
        guard !facts.firewall.isSeen else { return }
        note(unseen: Processes.userID == 0 ? "the firewall (nft is not installed, or fails)" : "the firewall (only root may)")
    }

    private static func firewalld(_ interfaces: [String]) -> Firewall? {
        guard let state = run("firewall-cmd", "--state"), state.isSuccess else { return nil }
        guard let standard = run("firewall-cmd", "--get-default-zone"), standard.isSuccess else { return .unseen }
        var interfacesOf: [String: [String]] = [:]
        for interface in interfaces {
            let zone = run("firewall-cmd", "--get-zone-of-interface=\(interface)")
            let name = zone?.isSuccess == true ? zone?.output : standard.output
            interfacesOf[String((name ?? "").prefix { $0 != "\n" }), default: []].append(interface)
        }
        var zones: [FirewalldZone] = []
        for (name, interfaces) in interfacesOf.sorted(by: { $0.key < $1.key }) {
            guard let info = run("firewall-cmd", "--info-zone=\(name)"), info.isSuccess else { return .unseen }
            zones.append(FirewalldZone(name: name, interfaces: interfaces, info: info.output))
        }
        return .firewalld(zones)
    }

    private static func ufw() -> Firewall? {
        guard let status = run("ufw", "status") else { return nil }
        guard status.isSuccess else { return .unseen }
        return UfwRule.parse(status.output).map { .ufw($0) }
    }

    private static func nftables() -> Firewall? {
        guard let ruleset = run("nft", "-j", "list", "ruleset"), ruleset.isSuccess,
            let json = try? JSONValue(parsing: Array(ruleset.output.utf8))
        else { return nil }
        return .nftables(json)
    }
}
