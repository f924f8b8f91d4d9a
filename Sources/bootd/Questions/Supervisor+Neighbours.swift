internal import Catalog
internal import Contract
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Systemd

// Who else serves DHCP where we do: what is said of it, and what plans have to know.

extension Supervisor {
    /// Whether another program of this host takes clients' messages that come in by an interface. On networks in server mode
    /// both would answer.
    func sharesPort(on interface: String) -> Bool {
        neighbours.sockets.contains { takes($0, on: interface) }
    }

    /// Whether another server is wanted on an interface, for it leases the addresses there.
    func expectsOtherServer(on interface: String) -> Bool {
        servedNetworks(on: interface).contains { $0.mode == .proxy }
    }

    /// Says which programs have come to our ports, and which have gone, since the last time.
    func tellRivals() {
        let now = rivals
        for socket in now where !toldRivals.contains(socket) {
            log.event(.portShared, .warning, "another program has a port of ours", fields(of: socket))
        }
        for socket in toldRivals where !now.contains(socket) {
            log.notice("a port is ours alone again", metadata: fields(of: socket))
        }
        toldRivals = now
    }

    /// Takes note of a server that answers clients; says so once an hour.
    func noteOtherServer(_ info: OtherServerInfo) {
        guard let network = servedNetwork(on: info.interface), !isOurs(info.server), !expectsOtherServer(on: info.interface),
            neighbours.note(info, at: .now())
        else { return }
        var fields: Logger.Metadata = [
            "server": "\(info.server)", "interface": "\(info.interface)", "network": "\(network.name)",
        ]
        if let address = info.address { fields["address"] = "\(address)" }
        log.event(.otherServerSeen, .warning, "another DHCP server answers on a network of ours", fields)
    }

    /// Sentences for people.
    var neighbourProblems: [String] {
        let programs = rivals.map { "another program of this host has \($0.place) too: bootctl check tells which" }
        let now = BootTime.now()
        let servers = neighbours.servers(at: now).map { server in
            let gift = server.info.address.map { " and gave a machine \($0)" } ?? ""
            let minutes = now.microseconds(since: server.seen) / 60_000_000
            return "another DHCP server, \(server.info.server), answered on \(server.info.interface)\(gift) "
                + (minutes == 0 ? "just now" : "\(minutes) min ago") + ": stop one of the two, or let it have other networks"
        }
        return programs + servers
    }

    /// The sockets of other programs that take messages of machines on our networks; relays reach any that is for all.
    private var rivals: [OtherSocket] {
        guard !catalog.networks.isEmpty else { return [] }
        return neighbours.sockets.filter { socket in
            if socket.interface == nil, !isOurs(socket.address) { return true }
            return interfaces.contains { servedNetwork(on: $0.name) != nil && takes(socket, on: $0.name) }
        }
    }

    /// An address of ours is that of one interface; any other (0.0.0.0, a broadcast address) is that of all.
    private func takes(_ socket: OtherSocket, on interface: String) -> Bool {
        guard socket.interface == nil || socket.interface == interface else { return false }
        return addresses(on: interface).contains(socket.address) || !isOurs(socket.address)
    }

    private func servedNetwork(on interface: String) -> Network? { servedNetworks(on: interface).first }

    private func servedNetworks(on interface: String) -> [Network] {
        addresses(on: interface).compactMap { catalog.network(containing: $0) }
    }

    private func isOurs(_ address: IPv4Address) -> Bool {
        address == catalog.server || interfaces.contains { $0.addresses.contains(address) }
    }

    private func fields(of socket: OtherSocket) -> Logger.Metadata {
        var fields: Logger.Metadata = ["port": "\(socket.port)", "address": "\(socket.address)", "reason": "\(socket.place)"]
        if let interface = socket.interface { fields["interface"] = "\(interface)" }
        return fields
    }
}

extension OtherSocket {
    /// For people: `UDP port 67 of virbr0`.
    fileprivate var place: String {
        let whole = address == .any ? "" : "\(address), "
        return "\(whole)UDP port \(port)" + (interface.map { " of \($0)" } ?? "")
    }
}
