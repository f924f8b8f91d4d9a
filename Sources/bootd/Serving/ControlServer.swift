internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Systemd
internal import Varlink

/// The two control sockets and their connections.
final class ControlServer {
    /// A socket that gives no connection, for want of descriptors or memory, is left alone for so many microseconds.
    private static let acceptPause: UInt64 = 1_000_000

    private let loop: EventLoop
    private let log: Logger
    private let methods: Methods
    private let limits: ConnectionLimits
    private var connections: [ObjectIdentifier: Connection] = [:]
    private var listeners: [Int32: EventSource] = [:]
    private var housekeeping: EventSource?
    private var resumption: EventSource?
    private var turnedAway = StormGuard(perSecond: 1)

    init(loop: EventLoop, log: Logger, methods: Methods, limits: ConnectionLimits = ConnectionLimits()) throws(SystemError) {
        self.loop = loop
        self.log = log
        self.methods = methods
        self.limits = limits
        housekeeping = try loop.addTimer(at: BootTime.now().advanced(byMicroseconds: limits.callTimeout)) { [weak self] in
            self?.dropIncomplete()
        }
        resumption = try loop.addTimer(at: nil) { [weak self] in
            self?.listeners.values.forEach { $0.wait(for: [.readable]) }
        }
    }

    /// Serves a listening socket from now on.
    func serve(_ listener: Int32, _ side: Connection.Side) throws(SystemError) {
        listeners[listener] = try loop.add(listener, [.readable]) { [weak self] _ in self?.accept(listener, side) }
    }

    /// Lets go all replies that waited for commits up to this one.
    func release(through number: UInt64) {
        for connection in connections.values { connection.release(through: number) }
    }

    /// Answers all that waits for a commit with a failure, in the words of the socket that it came in on.
    func refuseHeld(_ failure: (Connection.Side) -> VarlinkFailure) {
        for connection in connections.values { connection.refuseHeld(failure(connection.side)) }
    }

    private func accept(_ listener: Int32, _ side: Connection.Side) {
        do throws(SystemError) {
            while let descriptor = try StreamSocket.accept(on: listener) { try admit(descriptor, side) }
        } catch {
            log.event(.kernelRefused, .error, "a connection cannot be taken", ["reason": "\(error)"])
            listeners[listener]?.wait(for: [])
            resumption?.arm(at: BootTime.now().advanced(byMicroseconds: Self.acceptPause))
        }
    }

    /// Looks at who is there before a byte is read.
    private func admit(_ descriptor: consuming Descriptor, _ side: Connection.Side) throws(SystemError) {
        let peer = try descriptor.peerCredentials()
        let others = connections.values.filter { $0.side == side }.map(\.peer.user)
        guard limits.admits(peer.user, beside: others) else { return logTurnedAway(peer) }
        let connection = try Connection(descriptor, side, peer: peer, loop: loop)
        let identifier = ObjectIdentifier(connection)
        connections[identifier] = connection
        connection.onCall = { [methods] call, connection in methods.answer(call, on: connection) }
        connection.onEnd = { [weak self] in
            guard let ended = self?.connections.removeValue(forKey: identifier) else { return }
            self?.methods.ended(ended)
        }
    }

    private func logTurnedAway(_ peer: PeerCredentials) {
        guard case .write(let suppressed) = turnedAway.decide(at: .now()) else { return }
        log.warning(
            "too many connections, one is turned away",
            metadata: ["user": "\(peer.user)", "process": "\(peer.process)", "suppressed": "\(suppressed)"])
    }

    private func dropIncomplete() {
        let now = BootTime.now()
        for connection in connections.values {
            guard let since = connection.waitsSince, now.microseconds(since: since) > limits.callTimeout else { continue }
            connection.end()
        }
        housekeeping?.arm(at: now.advanced(byMicroseconds: limits.callTimeout / 2))
    }
}
