internal import Contract
internal import NetworkValues

/// Tells what the server is, whom it serves and with which workers.
struct InfoText {
    let info: ServerInfo
    let now: WallTime
    let calendar: (WallTime) -> String

    var lines: [String] {
        let sections = [server, networks, workers, problems].filter { !$0.isEmpty }
        return Array(sections.joined(separator: [""]))
    }

    private var server: [String] {
        [
            "bootd \(info.version), process \(info.process)",
            "started        \(calendar(info.started)), \(TimeText.relative(info.started, to: now))",
            "configuration  \(info.configuration), generation \(info.generation)",
            "state          \(info.state)",
        ]
    }

    private var networks: [String] {
        guard !info.networks.isEmpty else {
            return ["No network is configured, so nobody is answered. Name one under 'networks:', then: \(Program.name) reload"]
        }
        var table = Table("NETWORK", "SUBNET", "INTERFACE", "SERVER", "LEASED", "SOURCE")
        for network in info.networks {
            table.append(
                network.name, network.subnet, network.interface, network.server?.description,
                network.addresses == 0 ? "\(network.leased)" : "\(network.leased) of \(network.addresses)", network.source)
        }
        return table.lines
    }

    private var workers: [String] {
        guard !info.workers.isEmpty else {
            return ["No worker is attached. Under systemd each starts when its socket is first used."]
        }
        var table = Table("WORKER", "VERSION", "PROCESS", "STARTED", "SOCKETS")
        for worker in info.workers {
            table.append(
                worker.role.rawValue, worker.version, "\(worker.process)", TimeText.relative(worker.since, to: now),
                worker.sockets.joined(separator: ", "))
        }
        return table.lines
    }

    private var problems: [String] {
        info.problems.isEmpty ? [] : ["Problems:"] + info.problems.map { "  \($0)" }
    }
}
