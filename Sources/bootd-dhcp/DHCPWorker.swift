internal import Contract
internal import DHCP
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Systemd
internal import WorkerRuntime

/// The DHCP worker: decodes, asks, encodes, sends.
final class DHCPWorker {
    /// So many datagrams are taken at once before others have their turn.
    private static let burst = 64

    private let context: WorkerContext
    private let sockets: [ServerSocket]
    private let replies: ReplyQueue
    private let prober: Prober
    private let portWatch: PortWatch
    /// Nil when the kernel lets us see no packets.
    private let linkWatch: LinkWatch?
    /// What is answered without a lease travels apart from what waits for the disk, so that an offer never waits behind it.
    private let quick: SupervisorLink
    private let durable: SupervisorLink
    private var sources: [EventSource] = []
    private var flush: EventSource?
    private var inbox = DatagramInbox(size: DHCPMessage.maximumSize)
    private var said = Seldom<String>(every: .second, capacity: 4)

    /// Takes over the sockets `dhcp` (port 67) and `pxe` (port 4011); any other name counts by its port.
    static func start(_ context: WorkerContext, _ sockets: [WorkerSocket]) throws(SystemError) {
        let worker = try DHCPWorker(context, sockets.map { ServerSocket(adopting: $0.descriptor) })
        try worker.listen()
        context.isBusy = { worker.isBusy }
        context.onStop = { worker.stop($0) }
        context.onInterfaces = { worker.portWatch.look() }
    }

    private init(_ context: WorkerContext, _ sockets: [ServerSocket]) throws(SystemError) {
        self.context = context
        self.sockets = sockets
        replies = try ReplyQueue(ReplySender(log: context.log), context.loop)
        prober = try Prober(context)
        portWatch = try PortWatch(context, sockets)
        linkWatch = try? LinkWatch(context)
        quick = context.makeLink()
        durable = context.makeLink()
        prober.onResult = { [unowned self] question, probed in
            var question = question
            question.query.probed = probed
            ask(question)
        }
    }

    /// Whether a client waits for an answer, or one is on its way.
    private var isBusy: Bool { quick.waitingCount + durable.waitingCount + prober.count + replies.count > 0 }

    private func listen() throws(SystemError) {
        for socket in sockets {
            sources.append(try context.loop.add(socket.descriptor, [.readable]) { [self] _ in receive(on: socket) })
        }
        // What one round of handlers answers leaves with one system call.
        flush = context.loop.addPost { [sockets] in sockets.forEach { $0.flush() } }
    }

    /// Takes nothing more; what was asked is still answered.
    private func stop(_ context: WorkerContext) {
        for source in sources { source.remove() }
        linkWatch?.stop()
        guard isBusy else { return context.finish() }
        let deadline = BootTime.now().advanced(byMicroseconds: WorkerContext.stopTime)
        stopTimer = try? context.loop.addTimer(at: .now()) { [self] in
            if !isBusy || .now() > deadline { return context.finish() }
            stopTimer?.arm(at: BootTime.now().advanced(byMicroseconds: 10_000))
        }
    }

    private var stopTimer: EventSource?

    private func receive(on socket: ServerSocket) {
        var taken = 0
        repeat {
            let count: Int
            do throws(SystemError) {
                count = try socket.receive(into: &inbox)
            } catch {
                return context.log.event(.kernelRefused, .warning, "a datagram cannot be taken", ["reason": "\(error)"])
            }
            for place in 0..<count { handle(place, on: socket) }
            if count < inbox.capacity { return }
            taken += count
        } while taken < Self.burst
    }

    /// Handles a datagram of the inbox.
    private func handle(_ place: Int, on socket: ServerSocket) {
        let datagram = inbox.datagram(place)
        // Without the interface there is no telling the network; the client asks again.
        guard datagram.interface != 0, let local = datagram.local.ipv4, let source = datagram.source.address.ipv4 else {
            return context.log.debug("a datagram came before its interface was told", metadata: ["source": "\(datagram.source)"])
        }
        let message: DHCPMessage
        do throws(DHCPDecodeError) {
            message = try inbox.read(place) { octets throws(DHCPDecodeError) in try DHCPMessage(decoding: octets) }
        } catch {
            return context.log.debug("what came is no DHCP", metadata: ["source": "\(datagram.source)", "reason": "\(error)"])
        }
        let interface = context.interfaces.name(of: datagram.interface)
        let arrival = Arrival(
            interface: interface, interfaceIndex: datagram.interface, local: local, source: source,
            sourcePort: datagram.source.port,
            port: socket.port)
        guard let query = DHCPQuery(message, arrival) else {
            return context.log.debug("a message that asks nothing of a server", metadata: ["source": "\(datagram.source)"])
        }
        context.log.debug(
            "a client asks",
            metadata: [
                "machine": "\(query.hardware)", "kind": "\(query.message.rawValue)", "client": "\(query.client.rawValue)",
                "interface": "\(interface)", "source": "\(datagram.source)", "stage": "dhcp",
            ])
        context.touch()
        let question = Question(query: query, message: message, arrival: arrival, socket: socket)
        if !prober.takesOver(question) { ask(question) }
    }

    private func ask(_ question: Question) {
        let query = question.query
        let link = query.message == .inform || query.message == .discover && !query.rapidCommit ? quick : durable
        link.call(WorkerInterface.answerDHCP, DHCPQuestion(query), DHCPAnswer.self) { [self] result in
            switch result {
            case .success(.reply(let value)):
                guard let reply = DHCPReply(value) else { return }
                linkWatch?.noteOwn(reply.options.serverIdentifier, for: question.message)
                replies.send(reply, for: question)
            case .success(.silence): break
            case .success(.probe(let probe)): prober.check(probe, for: question)
            case .failure(let failure): noteFailure(failure, query)
            }
        }
    }

    /// Says once a second at most that clients are not answered for this reason.
    private func noteFailure(_ failure: CallFailure, _ query: DHCPQuery) {
        let reason = "\(failure)"
        guard said.isDue(reason, at: .now()) else { return }
        context.log.event(
            .supervisorUnreachable, .warning, "a client is not answered",
            ["machine": "\(query.hardware)", "stage": "dhcp", "reason": "\(reason)"])
    }
}
