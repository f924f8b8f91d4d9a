internal import Catalog
internal import Contract
internal import JSON
internal import Leases
internal import LinuxIO
internal import NetworkValues
internal import Trails

// What the supervisor knows, in the words of the contract.

extension Supervisor {
    func info(workers: [WorkerInfo], problems: [String]) -> ServerInfo {
        let leased = leases.book.leased(at: leases.now())
        return ServerInfo(
            version: bootdVersion, process: Int(Processes.current), started: started, configuration: source.path,
            state: statePath,
            generation: catalog.generation, networks: catalog.networks.map { row(of: $0, leased: leased[$0.name] ?? 0) },
            workers: workers, problems: notices + refusedConfiguration + problems + neighbourProblems + unservedNetworks)
    }

    /// What is wrong with the server itself; sentences for people.
    var notices: [String] {
        leases.failure.map { ["no lease can be given: \($0)"] } ?? []
    }

    private var refusedConfiguration: [String] {
        refused.map { "the configuration on disk is refused, number \(catalog.generation) goes on: \($0)" }
    }

    /// Networks that no interface of ours has an address in, once a worker has told which there are.
    private var unservedNetworks: [String] {
        guard !interfaces.isEmpty else { return [] }
        return catalog.networks.filter { attachment(of: $0) == nil }.map {
            "network \($0.name) (\($0.mark)) is served through relays only: no interface has an address in \($0.subnet)"
        }
    }

    private func row(of network: Network, leased: Int) -> NetworkInfo {
        let attachment = attachment(of: network)
        return NetworkInfo(
            name: network.name, subnet: "\(network.subnet)", interface: attachment?.interface,
            server: catalog.server ?? attachment?.address, addresses: network.ranges.reduce(0) { $0 + $1.count },
            leased: leased, source: "\(network.mark)")
    }

    func row(of host: Host, at now: WallTime) -> HostRow {
        let lease = lease(of: host)
        return HostRow(
            name: host.name, mac: host.mac, uuid: host.uuid, clientID: host.clientID, circuitID: host.relayPort?.circuitID,
            remoteID: host.relayPort?.remoteID, addresses: host.addresses,
            network: host.addresses.first.flatMap { catalog.network(containing: $0)?.name } ?? lease?.network,
            profile: host.profile,
            metadata: host.metadata.members.isEmpty ? nil : .object(host.metadata),
            lease: lease.map { LeaseRow.State($0, at: now).rawValue }, source: "\(host.mark)")
    }

    /// The lease that a host's machine has or had last, on whichever network.
    private func lease(of host: Host) -> Lease? {
        guard let machine = machine(of: host) else { return nil }
        let own = host.addresses.compactMap { leases.book.lease(at: $0) }.filter { $0.hardware == machine }
        let others = catalog.networks.compactMap { leases.book.lease(of: .hardware(machine), in: $0.name) }
        return (own + others).max { $0.expires < $1.expires }
    }

    /// The name of the host that a lease is of: the lease of its own address tells it, too.
    private func hostName(of lease: Lease) -> String? {
        if let name = hostName(of: lease.hardware) { return name }
        guard let host = catalog.host(address: lease.address), machine(of: host) == lease.hardware else { return nil }
        return host.name
    }

    func row(of lease: Lease, at now: WallTime) -> LeaseRow {
        LeaseRow(
            address: lease.address, hardware: lease.hardware, host: hostName(of: lease), hostname: lease.hostname,
            network: lease.network, state: LeaseRow.State(lease, at: now), start: lease.start, expires: lease.expires,
            clientID: lease.clientID)
    }

    func row(_ event: TrailEvent) -> EventRow {
        EventRow(
            microseconds: Int(event.microseconds), machine: event.machine, host: hostName(of: event.machine), boot: event.boot,
            stage: Role(event.stage), event: event.event, text: event.text)
    }
}

extension LeaseRow.State {
    init(_ lease: Lease, at now: WallTime) {
        switch lease.state {
        case .probing: self = .probing
        case .offered: self = .offered
        case .bound: self = lease.isHeld(at: now) ? .bound : .expired
        case .released: self = .released
        case .declined: self = lease.isHeld(at: now) ? .declined : .expired
        case .inUse: self = lease.isHeld(at: now) ? .inUse : .expired
        }
    }
}

extension Role {
    init(_ stage: TrailStage) {
        switch stage {
        case .dhcp: self = .dhcp
        case .tftp: self = .tftp
        case .http: self = .http
        }
    }
}
