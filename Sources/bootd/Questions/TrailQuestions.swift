internal import Catalog
internal import Contract
internal import JSON
internal import NetworkValues
internal import Trails
internal import Varlink

/// `io.bootd.Control.Trail`: what happened to machines, and what happens next.
final class TrailQuestions {
    private let supervisor: Supervisor
    private var followers: [ObjectIdentifier: TrailFollower] = [:]

    init(_ supervisor: Supervisor) {
        self.supervisor = supervisor
        supervisor.onEvent = { [weak self] event in
            self?.followers.values.forEach { $0.tell(event) }
        }
    }

    func trail(_ call: borrowing VarlinkCall, _ connection: Connection) throws(VarlinkFailure) {
        let (name, follow): (String?, Bool)
        do throws(JSONError) {
            (name, follow) = try (call.parameters.optionalString("machine"), call.parameters.flag("follow"))
        } catch {
            throw VarlinkFailure(error)
        }
        if follow, !call.more { throw .expectedMore }
        let machine = try name.map { name throws(VarlinkFailure) in try self.machine(named: name) }
        var past = (machine.map { supervisor.trails.events(of: $0) } ?? supervisor.trails.events)[...]
        let next = { [supervisor] in
            let page = past.prefix(ControlInterface.pageSize)
            past = past.dropFirst(page.count)
            return ListPage(rows: page.map(supervisor.row), isLast: past.isEmpty)
        }
        guard follow else { return try connection.list("events", more: call.more, next) }
        let follower = TrailFollower(connection, machine)
        followers[ObjectIdentifier(connection)] = follower
        follower.tell(past: next)
    }

    func ended(_ connection: Connection) {
        followers[ObjectIdentifier(connection)] = nil
    }

    private func machine(named name: String) throws(VarlinkFailure) -> MACAddress {
        if let mac = MACAddress(name) { return mac }
        guard let machine = supervisor.catalog.host(name: name).flatMap(supervisor.machine(of:)) else {
            throw ControlFailure.notFound(name).failure
        }
        return machine
    }
}

/// One who follows a trail: it is told the past page by page, then each step as it comes.
private final class TrailFollower {
    /// One that has so much news waiting does not read.
    private static let newsLimit = 10_000

    private let connection: Connection
    /// Nil: all machines.
    private let machine: MACAddress?
    private var isCatchingUp = true
    /// What came while the past was told.
    private var news: [EventRow] = []

    init(_ connection: Connection, _ machine: MACAddress?) {
        self.connection = connection
        self.machine = machine
    }

    func tell(past next: @escaping () -> ListPage<EventRow>) {
        connection.stream(
            pages: { [weak self] in
                let page = next()
                self?.push(page.rows)
                return !page.isLast
            },
            then: { [weak self] in self?.caughtUp() })
    }

    func tell(_ event: EventRow) {
        guard machine == nil || machine == event.machine else { return }
        guard isCatchingUp else { return push([event]) }
        news.append(event)
        if news.count > Self.newsLimit { connection.end() }
    }

    private func caughtUp() {
        isCatchingUp = false
        connection.beginStream()
        if !news.isEmpty { push(news) }
        news = []
    }

    private func push(_ rows: [EventRow]) {
        connection.push { $0.set("events", rows) }
    }
}
