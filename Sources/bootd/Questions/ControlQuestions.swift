internal import Catalog
internal import Contract
internal import JSON
internal import Leases
internal import LinuxIO
internal import NetworkValues
internal import Varlink

/// `io.bootd.Control`: what administrators ask, but for the trails.
final class ControlQuestions {
    private let supervisor: Supervisor
    private let workers: WorkerQuestions

    init(_ supervisor: Supervisor, _ workers: WorkerQuestions) {
        self.supervisor = supervisor
        self.workers = workers
    }

    func info(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        connection.reply(supervisor.info(workers: workers.attached, problems: workers.problems).write)
    }

    func reload(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        do throws(ConfigurationInvalid) {
            connection.reply(try supervisor.reload().write)
        } catch {
            throw ControlFailure.configurationInvalid(error.problems.map { ProblemRow($0) }).failure
        }
    }

    func check(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        connection.reply(supervisor.checkReport(workers: workers.attached).write)
    }

    /// Ends a lease, whosever it is; told when the disk has it.
    func release(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        let address = try parameters(call, ReleaseRequest.self).address
        let now = supervisor.leases.now()
        guard let lease = supervisor.leases.book.lease(at: address) else {
            throw ControlFailure.notFound("\(address)").failure
        }
        let result = ReleaseResult(lease: supervisor.row(of: lease, at: now))
        let user = connection.peer.user
        let commit = supervisor.leases.apply([lease.ended(at: now)]) { [supervisor] failure in
            if failure == nil { supervisor.noteReleased(result.lease, byUser: user) }
        }
        guard let commit else { return connection.reply(result.write) }
        connection.reply(whenDurable: commit, result.write)
    }

    func hosts(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        var rest = supervisor.catalog.hosts[...]
        try connection.list("hosts", more: call.more) { [supervisor] in
            let now = supervisor.leases.now()
            let page = rest.prefix(ControlInterface.pageSize)
            rest = rest.dropFirst(page.count)
            return ListPage(rows: page.map { supervisor.row(of: $0, at: now) }, isLast: rest.isEmpty)
        }
    }

    func leases(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        let network: String?
        do throws(JSONError) { network = try call.parameters.optionalString("network") } catch { throw VarlinkFailure(error) }
        if let network, !supervisor.catalog.networks.contains(where: { $0.name == network }) {
            throw ControlFailure.notFound(network).failure
        }
        var last: IPv4Address?
        try connection.list("leases", more: call.more) { [supervisor] in
            let now = supervisor.leases.now()
            let page = supervisor.leases.book.leases(after: last, limit: ControlInterface.pageSize)
            last = page.last?.address ?? last
            let rows = page.filter { network == nil || $0.network == network }.map { supervisor.row(of: $0, at: now) }
            return ListPage(rows: rows, isLast: supervisor.leases.book.leases(after: last, limit: 1).isEmpty)
        }
    }
}
