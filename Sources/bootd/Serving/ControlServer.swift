internal import Contract
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Systemd
internal import Varlink

/// The two control sockets and their connections.
final class ControlServer {
    /// More connections than this, in all and for one user, are turned away.
    static let connectionLimit = 512
    static let connectionLimitPerUser = 128
    /// A call must be complete after so long.
    static let callTimeout: UInt64 = 30_000_000

    private let loop: EventLoop
    private let log: Logger
    private let methods: Methods
    private var connections: [ObjectIdentifier: Connection] = [:]
    private var sources: [EventSource] = []
    private var housekeeping: EventSource?

    init(loop: EventLoop, log: Logger, methods: Methods) throws(SystemError) {
        self.loop = loop
        self.log = log
        self.methods = methods
        housekeeping = try loop.addTimer(at: BootTime.now().advanced(byMicroseconds: Self.callTimeout)) { [weak self] in
            self?.dropIncomplete()
        }
    }

    /// Serves a listening socket from now on.
    func serve(_ listener: Int32, _ side: Connection.Side) throws(SystemError) {
        sources.append(try loop.add(listener, [.readable]) { [weak self] _ in self?.accept(listener, side) })
    }

    /// Lets go all replies that waited for commits up to this one.
    func release(through number: UInt64) {
        for connection in connections.values { connection.release(through: number) }
    }

    func refuseHeld(_ failure: VarlinkFailure) {
        for connection in connections.values { connection.refuseHeld(failure) }
    }

    private func accept(_ listener: Int32, _ side: Connection.Side) {
        do throws(SystemError) {
            while let descriptor = try StreamSocket.accept(on: listener) { try admit(descriptor, side) }
        } catch {
            log.error("a connection cannot be taken", metadata: ["reason": "\(error)"])
        }
    }

    /// Looks at who is there before a byte is read.
    private func admit(_ descriptor: consuming Descriptor, _ side: Connection.Side) throws(SystemError) {
        let peer = try descriptor.peerCredentials()
        let ofUser = connections.values.count { $0.peer.user == peer.user }
        guard connections.count < Self.connectionLimit, peer.user == 0 || ofUser < Self.connectionLimitPerUser else {
            log.warning("too many connections, one is turned away", metadata: ["user": "\(peer.user)", "process": "\(peer.process)"])
            return
        }
        let connection = try Connection(descriptor, side, peer: peer, loop: loop)
        let identifier = ObjectIdentifier(connection)
        connections[identifier] = connection
        connection.onCall = { [methods] call, connection in methods.answer(call, on: connection) }
        connection.onEnd = { [weak self] in
            guard let ended = self?.connections.removeValue(forKey: identifier) else { return }
            self?.methods.ended(ended)
        }
    }

    private func dropIncomplete() {
        let now = BootTime.now()
        for connection in connections.values {
            guard let since = connection.incompleteSince, !connection.isStreaming else { continue }
            if now.microseconds(since: since) > Self.callTimeout { connection.end() }
        }
        housekeeping?.arm(at: now.advanced(byMicroseconds: Self.callTimeout / 2))
    }
}
