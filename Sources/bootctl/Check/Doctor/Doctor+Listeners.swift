internal import Contract
internal import NetworkValues

// Whether somebody else listens where we do.

extension Doctor {
    var listeners: [Finding] {
        let foreign = facts.listeners.filter { !isOurs($0) && conflicts($0) }
        let others = foreign.reduce(into: [[Listener]]()) { others, listener in
            // One program with several sockets on a port is one other.
            if let index = others.firstIndex(where: { $0.first?.isOfTheSame(as: listener) == true }) {
                others[index].append(listener)
            } else {
                others.append([listener])
            }
        }
        return others.compactMap(finding) + rawServers(besides: foreign)
    }

    /// The addresses that our sockets wait on, as systemd and the workers tell.
    var ownEndpoints: [Endpoint] {
        let units = (checkedUnits ?? []).filter(\.isActive).flatMap(\.listens)
        let workers = (facts.report?.workers ?? []).flatMap(\.addresses)
        return (units + workers).compactMap { Endpoint(listen: $0) }
    }

    private func isOurs(_ listener: Listener) -> Bool {
        if listener.unit?.hasPrefix("bootd") == true { return true }
        if listener.owners.contains(where: \.isOurs) { return true }
        guard ownEndpoints.contains(listener.endpoint) else { return false }
        // An old systemctl does not tell for which unit systemd has it.
        guard listener.owners.isEmpty else { return listener.unit == nil && listener.owners.contains { $0.process == 1 } }
        // Nobody is seen to have it: of several on one address, one is ours.
        return facts.listeners.first { $0.endpoint == listener.endpoint && $0.transport == listener.transport } == listener
    }

    /// Whether it takes what machines send to us: on all addresses, or on one that they know.
    private func conflicts(_ listener: Listener) -> Bool {
        if let device = listener.device, !servingInterfaces.contains(where: { $0.name == device }) { return false }
        if listener.isWildcard { return true }
        guard let address = listener.endpoint.address.ipv4 else { return false }
        return servedAddresses.contains(address)
    }

    private func finding(_ listeners: [Listener]) -> Finding? {
        guard let listener = listeners.first else { return nil }
        let places = Set(listeners.map { "\($0.endpoint)" }).sorted().joined(separator: ", ")
        let place = "\(listener.transport.rawValue) \(places)"
        let device = listener.device.map { " on \($0)" } ?? ""
        let port = "\(listener.transport.rawValue) \(listener.endpoint.port)"
        guard let owner = listener.owners.first else {
            return .warning(
                port,
                "another program, which cannot be seen from here, listens on \(place)\(device); it may be bound to another interface",
                do: "find it as root: ss -\(listener.transport == .udp ? "u" : "t")lnp sport = :\(listener.endpoint.port)")
        }
        let whose = listener.unit.map { "systemd, for \($0)," } ?? owner.text
        let stop = listener.unit.map { "systemctl disable --now \($0)" } ?? owner.stop
        let remedy = "\(stop), or bind it to an address or interface that bootd does not serve"
        if listens(on: listener) {
            return .problem(
                port, "\(whose) listens on \(place)\(device) too: machines are answered by one or the other", do: remedy)
        }
        let ours = socket(for: listener)
        // Who leaves a protocol out may have another server for it.
        if ours?.isMasked == true { return nil }
        let socket = ours.map { $0.name } ?? "bootd"
        return .problem(port, "\(whose) listens on \(place)\(device), which keeps \(socket) from listening there", do: remedy)
    }

    /// Whether we have a socket on the port of the other.
    private func listens(on other: Listener) -> Bool {
        socket(for: other)?.isActive == true || ownEndpoints.contains { $0.port == other.endpoint.port }
    }

    /// The unit of ours that is for the port of the other.
    private func socket(for other: Listener) -> UnitFact? {
        let names: [UInt16: String] = [67: "bootd-dhcp.socket", 69: "bootd-tftp.socket", 4011: "bootd-pxe.socket"]
        return unit(other.transport == .tcp ? "bootd-http.socket" : names[other.endpoint.port] ?? "")
    }

    /// DHCP servers that take frames from the wire, before any port.
    private func rawServers(besides known: [Listener]) -> [Finding] {
        let serving = Set(servingInterfaces.map(\.index))
        let reported = Set(known.flatMap(\.owners).map(\.process))
        var servers: [ProgramFact] = []
        for socket in facts.packetSockets where socket.interface == 0 || serving.contains(socket.interface) {
            servers += socket.owners.filter { Self.rawServerNames.contains($0.name) && !reported.contains($0.process) }
        }
        return Set(servers).sorted { $0.process < $1.process }.map {
            .warning(
                "UDP 67",
                "\($0.text) is a DHCP server that reads raw frames, so that it hears machines whoever has the port",
                do: "\($0.stop), unless it serves other networks than bootd")
        }
    }

    private static let rawServerNames: Set = ["dhcpd", "kea-dhcp4"]
}
