import Contract
import HTTPServing
import LinuxIO
import Logging
import NIOCore
import NetworkValues
import Systemd
import WorkerRuntime

/// What all connections share, on NIO's thread: the settings, the supervisor, who is connected.
final class HTTPService {
    let limits: HTTPLimits
    let log: Logger
    let activity: Activity
    var date = DateField()

    private let loop: any NIOCore.EventLoop
    private let supervisor: SupervisorClient
    private var settings: WorkerSettings?
    /// Requests that came before the settings did.
    private var waiting: [(deadline: BootTime, resume: (WorkerSettings?) -> Void)] = []
    private var table: ConnectionTable<ObjectIdentifier>
    private var connections: [ObjectIdentifier: HTTPConnection] = [:]
    private var isChecking = false
    private var onEmpty: (() -> Void)?

    init(supervisorPath: String, loop: any NIOCore.EventLoop, limits: HTTPLimits, log: Logger, activity: Activity) {
        self.loop = loop
        self.limits = limits
        self.log = log
        self.activity = activity
        supervisor = SupervisorClient(path: supervisorPath, loop: loop, patience: limits.supervisorTime, log: log)
        table = ConnectionTable(limits)
    }

    func apply(_ settings: WorkerSettings) {
        self.settings = settings
        let resumed = waiting
        waiting = []
        for request in resumed { request.resume(settings) }
    }

    // MARK: Connections

    /// Takes a new connection in; nil when it is to be closed at once.
    func admit(_ channel: any Channel) -> HTTPConnection? {
        guard let peer = Peer(channel) else { return nil }
        let id = ObjectIdentifier(channel)
        let isStranger = settings.map { !$0.serves(peer.client) } ?? false
        let connection: HTTPConnection
        switch table.admit(id, peer.client, isStranger: isStranger) {
        case .serve: connection = HTTPConnection(self, peer)
        case .refuse(let refusal): connection = HTTPConnection(self, peer, refusal: refusal)
        case .drop:
            log.debug("a connection is dropped: too many", metadata: ["address": "\(peer.client)"])
            return nil
        }
        connections[id] = connection
        activity.used(at: .now())
        channel.closeFuture.assumeIsolated().whenComplete { [weak self] _ in self?.remove(id) }
        startChecking()
        return connection
    }

    private func remove(_ id: ObjectIdentifier) {
        table.remove(id)
        connections[id] = nil
        if connections.isEmpty { onEmpty?() }
    }

    /// Looks at all connections and questions again and again, as long as there are any.
    private func startChecking() {
        guard !isChecking else { return }
        isChecking = true
        loop.assumeIsolated().scheduleTask(in: .microseconds(Int64(limits.checkTime))) { [weak self] in
            self?.isChecking = false
            self?.check()
        }
    }

    private func check() {
        let now = BootTime.now()
        supervisor.check(now: now)
        let late = waiting.filter { $0.deadline <= now }
        waiting.removeAll { $0.deadline <= now }
        for request in late { request.resume(nil) }
        for connection in Array(connections.values) { connection.check(now: now) }
        if !connections.isEmpty || activity.isBusy { startChecking() }
    }

    // MARK: Requests

    /// Answers a request, now or later, once.
    func answer(_ request: Request, from peer: Peer, then reply: @escaping (Answer) -> Void) {
        let answer: (WorkerSettings?) -> Void = { [self] settings in
            guard let settings else {
                log.debug("not served: the supervisor has not told how yet", metadata: ["address": "\(peer.client)"])
                return reply(.unavailable(request))
            }
            route(request, peer, settings, reply)
        }
        if settings != nil { return answer(settings) }
        waiting.append((BootTime.now().advanced(byMicroseconds: limits.supervisorTime), answer))
    }

    private func route(
        _ request: Request, _ peer: Peer, _ settings: WorkerSettings, _ reply: @escaping (Answer) -> Void
    ) {
        guard settings.serves(peer.client) else {
            log.debug("a stranger is refused", metadata: ["address": "\(peer.client)"])
            return reply(Answer(Refusal.stranger.response, isHead: request.isHead))
        }
        switch Route(request.target.path) {
        case .home: ask(.home, request, peer, reply)
        case .bootScript: ask(.bootScript, request, peer, reply)
        case .ipxe: ask(.ipxe, request, peer, reply)
        case .ignition: ask(.ignition, request, peer, reply)
        case .assets(let path):
            let root = settings.roots.first { $0.name == "assets" }
            reply(root.map { Assets(directory: $0.path).answer(request, path, now: .now()) } ?? .notFound(request))
        case .notFound: reply(.notFound(request))
        }
    }

    private func ask(_ document: DocumentKind, _ request: Request, _ peer: Peer, _ reply: @escaping (Answer) -> Void) {
        let query = DocumentQuery(
            document: document, query: request.target.query, client: "\(peer.client)", local: "\(peer.local)")
        supervisor.ask(query) { [log] result in
            switch result {
            case .success(let document):
                reply(Answer(.document(document.body, mediaType: document.mediaType), isHead: request.isHead))
            case .failure(.refused(let failure)) where WorkerFailure(failure) != nil:
                log.debug("no document", metadata: ["address": "\(peer.client)", "reason": "\(failure)"])
                reply(.notFound(request))
            case .failure(let failure):
                log.debug(
                    "not served: the supervisor gave no answer",
                    metadata: ["address": "\(peer.client)", "reason": "\(failure)"])
                reply(.unavailable(request))
            }
        }
    }

    /// Tells the supervisor what became of a file.
    func report(_ transfer: Transfer) { supervisor.report(transfer) }

    // MARK: The end

    /// Lets each connection finish what it is answering, and calls `done` then, or after `time` at the latest.
    func stop(within time: TimeAmount, then done: @escaping () -> Void) {
        let finish = { [self] in
            onEmpty = nil
            for connection in Array(connections.values) { connection.cutOff() }
            supervisor.finish(then: done)
        }
        for connection in Array(connections.values) { connection.stop() }
        guard !connections.isEmpty else { return finish() }
        onEmpty = finish
        loop.assumeIsolated().scheduleTask(in: time) { [self] in onEmpty?() }
    }
}

extension Answer {
    static func notFound(_ request: Request) -> Answer { Answer(.error(.notFound), isHead: request.isHead) }

    static func unavailable(_ request: Request) -> Answer {
        Answer(.comeAgain, isHead: request.isHead)
    }
}
