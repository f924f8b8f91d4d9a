internal import NetworkValues

// Whether a firewall keeps machines out. dhcpd and Kea read raw frames and never notice one; bootd does.

extension Doctor {
    var firewall: [Finding] {
        switch facts.firewall {
        case .unseen: []
        case .firewalld(let zones): zones.compactMap(firewalld)
        case .ufw(let ufw):
            shut { ufw.admits($0, on: Set(servingInterfaces.map(\.name))) }.map {
                [
                    .warning(
                        "firewall", "ufw does not let in \($0)",
                        do: ufw.rules.contains { !$0.letsIn } ? "ufw prepend allow bootd" : "ufw allow bootd")
                ]
            } ?? []
        case .nftables(let json): nftables(Ruleset(json))
        }
    }

    private func firewalld(_ zone: FirewalldZone) -> Finding? {
        guard let ports = shut({ zone.admits($0) }) else { return nil }
        return .warning(
            "firewall",
            "firewalld does not let in \(ports) in zone \(zone.name) (\(zone.interfaces.joined(separator: ", ")))",
            do: "firewall-cmd --permanent --zone=\(zone.name) --add-service=bootd && firewall-cmd --reload")
    }

    private var ports: [Port] { Port.ours(http: facts.httpPort) }

    /// The ports that are not let in, as people write them; nil when there is none.
    private func shut(_ admits: (Port) -> Bool) -> String? {
        let shut = ports.filter { !admits($0) }.map(\.text)
        return shut.isEmpty ? nil : shut.joined(separator: ", ")
    }

    private func nftables(_ ruleset: Ruleset) -> [Finding] {
        let interfaces = Set(servingInterfaces.map(\.name))
        var shut: [Ruleset.Chain: [Port]] = [:]
        for port in ports {
            guard let chain = ruleset.obstacle(to: .init(port: port, interfaces: interfaces)) else { continue }
            shut[chain, default: []].append(port)
        }
        let isPersistent = "and write it into /etc/nftables.conf"
        let keptOut = shut.sorted { $0.key.name < $1.key.name }.map { chain, ports in
            Finding.warning(
                "firewall",
                "\(chain) does not let in " + ports.map(\.text).joined(separator: ", ")
                    + ": bootd does not hear of machines that ask there",
                do: "\(Self.insert(ports, in: chain)), \(isPersistent)")
        }
        return keptOut + transfers(ruleset, interfaces, isPersistent)
    }

    /// Each TFTP transfer has a port of its own, which its first block opens for the answers.
    private func transfers(_ ruleset: Ruleset, _ interfaces: Set<String>, _ isPersistent: String) -> [Finding] {
        let answer = Ruleset.Packet(port: Port(transport: .udp, number: 49_152), interfaces: interfaces, isAnswer: true)
        guard let chain = ruleset.obstacle(to: answer) else { return [] }
        return [
            .warning(
                "firewall",
                "\(chain) does not let in the answers to what bootd sends: TFTP transfers stop after the first block",
                do: "nft 'insert rule \(chain.place) ct state established,related accept', \(isPersistent)")
        ]
    }

    private static func insert(_ ports: [Port], in chain: Ruleset.Chain) -> String {
        [Transport.udp, .tcp].compactMap { transport in
            let numbers = ports.filter { $0.transport == transport }.map { "\($0.number)" }
            guard !numbers.isEmpty else { return nil }
            let protocolName = transport.rawValue.lowercased()
            return "nft 'insert rule \(chain.place) \(protocolName) dport { \(numbers.joined(separator: ", ")) } accept'"
        }.joined(separator: " && ")
    }
}
