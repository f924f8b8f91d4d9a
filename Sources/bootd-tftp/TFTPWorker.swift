internal import Contract
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Systemd
internal import TFTP
internal import WorkerRuntime

/// The TFTP worker: takes requests on the server's port, asks where the file is, and starts a transfer for each.
final class TFTPWorker {
    /// So many requests are taken at once before running transfers have their turn.
    private static let burst = 32

    let context: WorkerContext
    private(set) var files = FileOpener()
    /// Shared by all transfers: one block, with its header.
    var block = [UInt8](repeating: 0, count: DataHeader.length + TransferOptions.blockSizes.upperBound)

    private let socket: DatagramSocket
    private let link: SupervisorLink
    private var source: EventSource?
    private var buffer = [UInt8](repeating: 0, count: TFTPPacket.maximumRequestLength)
    private var admission = TransferAdmission<IPAddress>()
    private var transfers: [TransferAdmission<IPAddress>.ID: FileTransfer] = [:]
    /// Who is being served: a client that repeats its request gets no second transfer.
    private var clients: [Endpoint: TransferAdmission<IPAddress>.ID] = [:]
    private var isStopping = false
    private var stopTimer: EventSource?

    /// Takes over the one socket of port 69.
    static func start(_ context: WorkerContext, _ sockets: [WorkerSocket]) throws(SystemError) {
        guard let socket = sockets.first, sockets.count == 1 else {
            throw SystemError.notFound("serve TFTP: one socket is needed, and \(sockets.count) were passed")
        }
        let worker = TFTPWorker(context, DatagramSocket(adopting: Descriptor(owning: socket.descriptor)))
        context.isBusy = { !worker.clients.isEmpty }
        context.onSettings = { worker.apply($0) }
        context.onStop = { worker.stop($0) }
    }

    private init(_ context: WorkerContext, _ socket: consuming DatagramSocket) {
        self.context = context
        self.socket = socket
        link = context.makeLink()
    }

    private func apply(_ settings: WorkerSettings) {
        admission.limits.transfers = settings.maximumTransfers
        admission.limits.transfersPerClient = settings.maximumTransfersPerClient
        files = FileOpener(settings.roots)
        listen()
    }

    /// Begins to take requests when it is known how to answer: the one that started this process waits in the socket.
    private func listen() {
        guard source == nil, !isStopping else { return }
        do throws(SystemError) {
            source = try context.loop.add(socket.descriptor.raw, [.readable]) { [self] _ in receive() }
        } catch {
            context.log.event(.kernelRefused, .critical, "the socket cannot be served", ["reason": "\(error)"])
            context.finish()
        }
    }

    // MARK: Requests

    private func receive() {
        for _ in 0..<Self.burst {
            do throws(SystemError) {
                guard let datagram = try socket.receive(into: &buffer) else { return }
                handle(datagram)
            } catch {
                return context.log.event(.kernelRefused, .warning, "a datagram cannot be taken", ["reason": "\(error)"])
            }
        }
    }

    private func handle(_ datagram: ReceivedDatagram) {
        let client = datagram.source
        // The client asks again by itself, so a request that comes too early or from nowhere is passed over.
        guard let settings = context.settings, datagram.interface != 0 else {
            return context.log.debug("a request came before it could be answered", metadata: ["client": "\(client)"])
        }
        guard settings.serves(client.address) else {
            return context.log.debug("a request of a stranger is passed over", metadata: ["client": "\(client)"])
        }
        if let id = clients[client] {
            // A request that is repeated is under way already; one after the first answer is a ROM that uses its port again.
            guard let running = transfers[id], !running.isHalfOpen else { return }
            running.drop()
        }
        let packet: TFTPPacket
        do throws(TFTPDecodingError) {
            packet = try TFTPPacket(decoding: buffer.span.extracting(0..<datagram.count))
        } catch {
            let isRequest = TFTPPacket.isRequest(buffer.span.extracting(0..<datagram.count))
            if isRequest { send(error.reply, to: client, from: datagram.local) }
            return context.log.debug("what came is no TFTP", metadata: ["client": "\(client)", "reason": "\(error)"])
        }
        switch packet {
        case .readRequest(let request):
            context.log.debug(
                "a client asks",
                metadata: ["client": "\(client)", "name": "\(RequestName.printable(request.fileName))", "stage": "tftp"])
            admit(request, datagram)
        case .writeRequest: send(.uploadsRefused, to: client, from: datagram.local)
        default: break
        }
    }

    private func admit(_ request: TFTPRequest, _ datagram: ReceivedDatagram) {
        switch admission.admit(datagram.source.address) {
        case .refused(let limit):
            context.log.debug("too many transfers", metadata: ["client": "\(datagram.source)", "limit": "\(limit)"])
        case .admitted(let id, let dropped):
            if let dropped { transfers[dropped]?.drop() }
            clients[datagram.source] = id
            context.touch()
            resolve(request, datagram, id)
        }
    }

    private func resolve(_ request: TFTPRequest, _ datagram: ReceivedDatagram, _ id: TransferAdmission<IPAddress>.ID) {
        let query = FileQuery(
            name: request.fileName, client: "\(datagram.source.address)", local: "\(datagram.local)",
            interface: context.interfaces.name(of: datagram.interface))
        link.call(WorkerInterface.resolveFile, query, Contract.FileAnswer.self) { [self] result in
            switch result {
            case .success(let answer): begin(request, datagram, id, answer.candidates)
            case .failure(let failure):
                context.log.event(
                    .supervisorUnreachable, .warning, "a client is not answered",
                    ["client": "\(datagram.source)", "stage": "tftp", "reason": "\(failure)"])
                forget(id, datagram.source)
            }
        }
    }

    private func begin(
        _ request: TFTPRequest, _ datagram: ReceivedDatagram, _ id: TransferAdmission<IPAddress>.ID, _ candidates: [Candidate]
    ) {
        let name = RequestName.printable(request.fileName)
        let started = BootTime.now()
        do throws(TFTPError) {
            let file = try files.open(candidates, name: name)
            let options = try Negotiation().answer(request, fileSize: file.size)
            let transfer = try FileTransfer(file, options, name: name, datagram, for: self) { [self] result in
                ended(id, datagram.source, result)
            } opened: { [self] in
                admission.opened(id)
            }
            transfers[id] = transfer
            transfer.start()
        } catch {
            send(error, to: datagram.source, from: datagram.local)
            report(
                TransferResult(
                    name: name, outcome: .refused, counters: TransferCounters(), started: started, detail: error.message),
                datagram.source)
            forget(id, datagram.source)
        }
    }

    // MARK: Ends

    private func ended(_ id: TransferAdmission<IPAddress>.ID, _ client: Endpoint, _ result: TransferResult?) {
        transfers[id] = nil
        forget(id, client)
        if let result { report(result, client) }
    }

    private func forget(_ id: TransferAdmission<IPAddress>.ID, _ client: Endpoint) {
        admission.ended(id)
        clients[client] = nil
    }

    private func report(_ result: TransferResult, _ client: Endpoint) {
        context.touch()
        link.tell(WorkerInterface.report, WorkerReport(transfers: [Transfer(result, client)]))
    }

    private func send(_ error: TFTPError, to client: Endpoint, from local: IPAddress) {
        do throws(SystemError) {
            try socket.send(TFTPPacket.error(error).encoded, to: client, from: local)
        } catch {
            context.log.debug("an error cannot be sent", metadata: ["client": "\(client)", "reason": "\(error)"])
        }
    }

    /// Takes no new requests. What runs may end in time; the rest is told that it does not.
    private func stop(_ context: WorkerContext) {
        isStopping = true
        source?.remove()
        let deadline = BootTime.now().advanced(byMicroseconds: WorkerContext.stopTime)
        stopTimer = try? context.loop.addTimer(at: .now()) { [self] in
            if BootTime.now() > deadline { for transfer in Array(transfers.values) { transfer.stop() } }
            if clients.isEmpty || BootTime.now() > deadline { return context.finish() }
            stopTimer?.arm(at: BootTime.now().advanced(byMicroseconds: 20_000))
        }
    }
}
