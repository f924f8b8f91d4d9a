internal import Contract
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Systemd
internal import TFTP
internal import WorkerRuntime

/// One transfer: its own socket and timer around the state machine.
final class FileTransfer {
    private let worker: TFTPWorker
    private let client: Endpoint
    private let local: IPAddress
    private let name: String
    private let file: ServedFile
    private let socket: DatagramSocket
    private let started = BootTime.now()
    private let finish: (TransferResult?) -> Void
    private let opened: () -> Void
    private var machine: ReadTransfer
    private var input: EventSource?
    private var timer: EventSource?
    private var wasHalfOpen = true
    private var buffer = [UInt8](repeating: 0, count: 1024)

    /// Opens a socket of its own, the server's transfer identifier (RFC 1350 section 4), on the address that was asked.
    init(
        _ file: ServedFile, _ options: TransferOptions, name: String, _ datagram: ReceivedDatagram, for worker: TFTPWorker,
        finish: @escaping (TransferResult?) -> Void, opened: @escaping () -> Void
    ) throws(TFTPError) {
        self.worker = worker
        self.name = name
        self.finish = finish
        self.opened = opened
        client = datagram.source
        local = datagram.local
        machine = ReadTransfer(options: options, fileSize: file.size)
        self.file = file
        do throws(SystemError) {
            socket = try DatagramSocket(boundTo: Endpoint(datagram.local, port: 0, scope: datagram.source.scope))
            input = try worker.context.loop.add(socket.descriptor.raw, [.readable]) { [weak self] _ in self?.receive() }
            timer = try worker.context.loop.addTimer(at: nil) { [weak self] in self?.timeOut() }
        } catch {
            worker.context.log.event(
                .kernelRefused, .error, "a transfer cannot begin", ["client": "\(datagram.source)", "reason": "\(error)"])
            throw TFTPError(.notDefined, "The server has no room for another transfer")
        }
    }

    /// Whether the client has not answered yet.
    var isHalfOpen: Bool { machine.isHalfOpen }

    func start() {
        carryOut(machine.start(now: .now()))
    }

    /// Ends it without a word: a newer client needs the room.
    func drop() {
        close()
        finish(nil)
    }

    /// Ends it and tells the client, for the process ends.
    func stop() {
        carryOut(machine.fail(TFTPError(.notDefined, "The server stops")))
    }

    // MARK: Events

    private func receive() {
        // A window's worth of acknowledgements at most, so that the others have their turn.
        for _ in 0..<16 where input != nil {
            do throws(SystemError) {
                guard let datagram = try socket.receive(into: &buffer) else { return }
                handle(datagram)
            } catch {
                carryOut(machine.unreachable())
            }
        }
    }

    private func handle(_ datagram: ReceivedDatagram) {
        guard datagram.source == client else {
            // Another's packet does the transfer no harm (RFC 1350 section 4).
            try? socket.send(TFTPPacket.error(.unknownTransfer).encoded, to: datagram.source)
            return
        }
        guard let packet = try? TFTPPacket(decoding: buffer.span.extracting(0..<datagram.count)) else { return }
        carryOut(machine.receive(packet, now: .now()))
        if wasHalfOpen, !machine.isHalfOpen {
            wasHalfOpen = false
            opened()
        }
    }

    private func timeOut() {
        carryOut(machine.timeout(now: .now()))
    }

    // MARK: Actions

    private func carryOut(_ action: ReadTransfer.Action) {
        switch action {
        case .none: break
        case .sendOptionAcknowledgement: send(TFTPPacket.optionAcknowledgement(machine.options.acknowledged).encoded)
        case .sendBlocks(let numbers): sendBlocks(numbers)
        case .end(let outcome, let error):
            if let error { send(TFTPPacket.error(error).encoded) }
            return end(outcome)
        }
        guard let deadline = machine.deadline else { return }
        timer?.arm(at: deadline)
    }

    private func sendBlocks(_ numbers: ClosedRange<UInt64>) {
        for number in numbers {
            guard let block = machine.layout[number] else { return }
            do throws(SystemError) {
                let length = try file.read(block, into: &worker.block)
                guard length == DataHeader.length + block.count else {
                    return carryOut(machine.fail(TFTPError(.notDefined, "The file became shorter")))
                }
                try socket.send(worker.block, count: length, to: client)
            } catch {
                // A full queue is the network's loss, and mended like one.
                if error.isTransient { return }
                return carryOut(machine.fail(TFTPError(.notDefined, "The file cannot be read")))
            }
        }
    }

    private func send(_ octets: [UInt8]) {
        try? socket.send(octets, to: client)
    }

    private func end(_ outcome: TransferOutcome) {
        close()
        finish(TransferResult(name: name, outcome, machine.counters, started: started))
    }

    private func close() {
        input?.remove()
        timer?.remove()
        (input, timer) = (nil, nil)
    }
}
