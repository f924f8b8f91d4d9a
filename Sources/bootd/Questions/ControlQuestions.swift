internal import Catalog
internal import Contract
internal import JSON
internal import Leases
internal import LinuxIO
internal import NetworkValues
internal import Trails
internal import Varlink

/// `io.bootd.Control`: what administrators ask.
final class ControlQuestions {
    private let supervisor: Supervisor
    private let workers: WorkerQuestions
    private var followers: [ObjectIdentifier: Follower] = [:]

    private struct Follower {
        let connection: Connection
        let machine: MACAddress?
    }

    init(_ supervisor: Supervisor, _ workers: WorkerQuestions) {
        self.supervisor = supervisor
        self.workers = workers
        supervisor.onEvent = { [weak self] in self?.tell($0) }
    }

    func info(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        connection.reply(serverInfo.write)
    }

    func reload(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        do throws(ConfigurationInvalid) {
            connection.reply(try supervisor.reload().write)
        } catch {
            let problems = error.problems.map { ProblemRow(file: $0.file, line: $0.line, column: $0.column, message: $0.message) }
            throw ControlFailure.configurationInvalid(problems).failure
        }
    }

    func hosts(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        let hosts = supervisor.catalog.hosts
        var next = 0
        try list(call.more, connection) { [self] in
            let page = hosts.dropFirst(next).prefix(ControlInterface.pageSize)
            next += page.count
            let rows = page.map(row)
            return ListPage(isLast: next >= hosts.count) { $0.set("hosts", rows) }
        }
    }

    func leases(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        let network = try read { () throws(JSONError) in try call.parameters.optionalString("network") }
        if let network, !supervisor.catalog.networks.contains(where: { $0.name == network }) {
            throw ControlFailure.notFound(network).failure
        }
        var last: IPv4Address?
        try list(call.more, connection) { [self] in
            let page = supervisor.leases.book.leases(after: last, limit: ControlInterface.pageSize)
            last = page.last?.address ?? last
            let now = supervisor.leases.now()
            let rows = page.filter { network == nil || $0.network == network }.map { row($0, now) }
            return ListPage(isLast: page.count < ControlInterface.pageSize) { $0.set("leases", rows) }
        }
    }

    func trail(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        let name = try read { () throws(JSONError) in try call.parameters.optionalString("machine") }
        let follow = try read { () throws(JSONError) in try call.parameters.flag("follow") }
        let machine = try name.map { name throws(VarlinkFailure) in try self.machine(named: name) }
        if follow, !call.more { throw .expectedMore }
        let events = machine.map { supervisor.trails.events(of: $0) } ?? supervisor.trails.events
        var rest = events[...]
        if follow {
            connection.stream(pages: { [self] in
                let page = rest.prefix(ControlInterface.pageSize).map(supervisor.row)
                rest = rest.dropFirst(ControlInterface.pageSize)
                connection.reply(continues: true) { $0.set("events", page) }
                return !rest.isEmpty
            }, then: { [self] in
                connection.beginStream()
                followers[ObjectIdentifier(connection)] = Follower(connection: connection, machine: machine)
            })
        } else {
            try list(call.more, connection) { [self] in
                let page = rest.prefix(ControlInterface.pageSize).map(supervisor.row)
                rest = rest.dropFirst(ControlInterface.pageSize)
                let isLast = rest.isEmpty
                return ListPage(isLast: isLast) { $0.set("events", page) }
            }
        }
    }

    func ended(_ connection: Connection) {
        followers[ObjectIdentifier(connection)] = nil
    }

    // MARK: Streams

    private struct ListPage {
        let isLast: Bool
        let write: (inout JSONWriter) -> Void
    }

    /// Answers a list: all its pages to a caller that takes several replies, the only one to others.
    private func list(_ more: Bool, _ connection: Connection, _ next: @escaping () -> ListPage) throws(VarlinkFailure) {
        guard more else {
            let page = next()
            guard page.isLast else { throw .expectedMore }
            return connection.reply(page.write)
        }
        connection.stream(pages: {
            let page = next()
            connection.reply(continues: !page.isLast, page.write)
            return !page.isLast
        })
    }

    /// Tells those who follow a trail. One that does not read is dropped, rather than remembered for ever.
    private func tell(_ event: EventRow) {
        for follower in followers.values where follower.machine == nil || follower.machine == event.machine {
            if follower.connection.output.count > Connection.outputLimit / 4 {
                follower.connection.end()
            } else {
                follower.connection.reply(continues: true) { $0.set("events", [event]) }
            }
        }
    }

    private func machine(named name: String) throws(VarlinkFailure) -> MACAddress {
        if let mac = MACAddress(name) { return mac }
        guard let mac = supervisor.catalog.host(name: name)?.mac else { throw ControlFailure.notFound(name).failure }
        return mac
    }

    private func read<Value>(_ body: () throws(JSONError) -> Value) throws(VarlinkFailure) -> Value {
        do throws(JSONError) { return try body() } catch { throw VarlinkFailure(error) }
    }
}

// MARK: Rows

extension ControlQuestions {
    private var serverInfo: ServerInfo {
        ServerInfo(
            version: bootdVersion, process: Int(Processes.current), started: supervisor.started,
            configuration: supervisor.source.path, state: supervisor.statePath, generation: supervisor.catalog.generation,
            networks: supervisor.catalog.networks.map(row),
            workers: workers.workers.values.map(\.info).sorted { ($0.role.rawValue, $0.process) < ($1.role.rawValue, $1.process) },
            problems: workers.problems + unservedNetworks)
    }

    /// Networks that no interface of ours has an address in, once a worker has told which there are.
    private var unservedNetworks: [String] {
        guard !supervisor.interfaces.isEmpty else { return [] }
        return supervisor.catalog.networks.filter { supervisor.attachment(of: $0) == nil }.map {
            "network \($0.name) (\($0.mark)) is served through relays only: no interface has an address in \($0.subnet)"
        }
    }

    private func row(_ network: Network) -> NetworkInfo {
        let attachment = supervisor.attachment(of: network)
        return NetworkInfo(
            name: network.name, subnet: "\(network.subnet)", interface: attachment?.interface,
            server: supervisor.catalog.server ?? attachment?.address, addresses: network.ranges.reduce(0) { $0 + $1.count },
            leased: supervisor.leases.book.tally(of: network.name).bound, source: "\(network.mark)")
    }

    private func row(_ host: Host) -> HostRow {
        let network = host.address.flatMap { supervisor.catalog.network(containing: $0) }
        let now = supervisor.leases.now()
        let lease = host.address.flatMap { supervisor.leases.book.lease(at: $0) }
        return HostRow(
            name: host.name, mac: host.mac, uuid: host.uuid, address: host.address, network: network?.name, profile: host.profile,
            metadata: host.metadata.members.isEmpty ? nil : .object(host.metadata),
            lease: lease.map { LeaseRow.State($0, at: now).rawValue }, source: "\(host.mark)")
    }

    private func row(_ lease: Lease, _ now: WallTime) -> LeaseRow {
        LeaseRow(
            address: lease.address, hardware: lease.hardware, host: supervisor.hostName(of: lease.hardware), hostname: lease.hostname,
            network: lease.network, state: LeaseRow.State(lease, at: now), start: lease.start, expires: lease.expires,
            clientID: lease.clientID)
    }
}

extension LeaseRow.State {
    init(_ lease: Lease, at now: WallTime) {
        switch lease.state {
        case .offered: self = .offered
        case .bound: self = lease.isHeld(at: now) ? .bound : .expired
        case .released: self = .released
        case .declined: self = lease.isHeld(at: now) ? .declined : .expired
        }
    }
}
