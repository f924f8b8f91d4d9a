internal import Contract

// Whether systemd waits on our sockets.

extension Doctor {
    /// The sockets, and what is not to be had without each.
    static var sockets: [(unit: String, service: String)] {
        [
            ("bootd.socket", Program.name), ("bootd-worker.socket", "anything"), ("bootd-dhcp.socket", "DHCP"),
            ("bootd-pxe.socket", "the PXE boot server (UDP 4011)"), ("bootd-tftp.socket", "TFTP"), ("bootd-http.socket", "HTTP"),
        ]
    }
    /// What a socket starts.
    static func service(of socket: String) -> String {
        switch socket {
        case "bootd-worker.socket": "bootd.service"
        case "bootd-pxe.socket": "bootd-dhcp.service"
        default: socket.replacing(".socket", with: ".service")
        }
    }
    static let services = ["bootd.service", "bootd-dhcp.service", "bootd-tftp.service", "bootd-http.service"]
    static let target = "bootd.target"
    static var unitNames: [String] { sockets.map(\.unit) + services + [target] }

    var units: [Finding] {
        guard checkedUnits != nil else { return [] }
        let known = Self.sockets.compactMap { unit($0.unit) }
        // systemctl said nothing of them.
        if known.isEmpty { return [] }
        if known.allSatisfy(\.isMissing) {
            return [
                .problem(
                    "units", "bootd's units are not installed, so that nothing starts it",
                    do: "\(Self.install); without systemd: bootd --standalone")
            ]
        }
        if !known.contains(where: { $0.isActive || $0.isFailed || $0.isMasked || $0.isMissing }) {
            return [.problem("units", "bootd.target is not started, so that nobody is answered", do: Self.enable)]
        }
        return Self.sockets.compactMap { socket($0.unit, $0.service) } + Self.services.compactMap(service) + boot
    }

    private static let install = "contrib/install, or apt-get install bootd"
    private static let enable = "systemctl enable --now bootd.target"

    /// Whether a worker still has the socket that the unit no longer has.
    private func isServed(_ socket: String) -> Bool {
        let name = socket.replacing("bootd-", with: "").replacing(".socket", with: " ")
        return facts.report?.workers.contains { $0.sockets.contains { $0.hasPrefix(name) } } == true
    }

    private func socket(_ name: String, _ service: String) -> Finding? {
        guard let unit = unit(name), !unit.isActive else { return nil }
        let worker = Self.service(of: name)
        let runs = self.unit(worker)?.isActive == true
        // systemd starts no socket whose service runs: all are started anew.
        let start = runs ? "systemctl restart bootd.target" : "systemctl start \(name)"
        let isServed = runs && isServed(name)
        let loss = isServed ? "so that \(service) ends with \(worker), which still runs" : "so that nobody gets \(service)"
        if unit.isMissing { return .problem(name, "the unit is not installed, \(loss)", do: Self.install) }
        if unit.isMasked {
            let remedy = "systemctl unmask \(name) && systemctl restart bootd.target"
            let isNeeded = ["bootd.socket", "bootd-worker.socket"].contains(name)
            return isNeeded
                ? .problem(name, "the unit is masked, \(loss)", do: remedy)
                : .warning(
                    name, "the unit is masked, \(loss)",
                    do: "\(remedy), unless that is meant\(isServed ? "; then: systemctl stop \(worker)" : "")")
        }
        if unit.isFailed {
            let why = unit.result.isEmpty || unit.result == "success" ? "" : " (\(unit.result))"
            return .problem(
                name, "the unit has failed\(why), \(loss)",
                do: "see why: journalctl -u \(name); then: systemctl reset-failed \(name) && \(start)")
        }
        return .problem(name, "the unit is \(unit.active), \(loss)", do: start)
    }

    private func service(_ name: String) -> Finding? {
        // Why the supervisor does not start is said with its place where that is known.
        guard let unit = unit(name), !(name == "bootd.service" && hasCauses) else { return nil }
        if unit.isMasked {
            return .problem(name, "the unit is masked, so that its socket starts nothing", do: "systemctl unmask \(name)")
        }
        let said = unit.statusText.isEmpty ? "" : ": \(unit.statusText)"
        if unit.isFailed {
            return .problem(name, "the unit has failed (\(unit.result))\(said)", do: "see why: journalctl -u \(name)")
        }
        guard unit.isRestarting else { return nil }
        let state = "\(unit.active)/\(unit.sub), started again \(unit.restarts) times"
        return .problem(name, "it ends again and again (\(state))\(said)", do: "see why: journalctl -u \(name)")
    }

    private var boot: [Finding] {
        guard let target = unit(Self.target), !target.isMissing, !target.file.hasPrefix("enabled") else { return [] }
        return [.warning(target.name, "it is \(target.file), so that nobody is answered after the next start", do: Self.enable)]
    }
}
