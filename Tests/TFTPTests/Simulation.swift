import NetworkValues
import TFTP

/// One transfer from its request to its end, over a bad network, in simulated time.
struct Simulation {
    struct Result {
        var outcome: TransferOutcome?
        var received: [UInt8] = []
        /// DATA packets that left the server.
        var dataSent: UInt64 = 0
        /// OACKs that left the server.
        var offersSent: UInt64 = 0
        var counters = TransferCounters()
        /// The most DATA packets that one packet or time-out caused.
        var largestBurst = 0
        var blocks: UInt64 = 0
        var end = BootTime(microseconds: 0)
    }

    private let file: [UInt8]
    private var now = BootTime(microseconds: 1_000_000)
    private var network: SimulatedNetwork
    private var client: SimulatedClient
    private var server: ReadTransfer
    private var result = Result()

    init(
        file: [UInt8], options: [TFTPOption], manner: SimulatedClient.Manner,
        faults: SimulatedNetwork.Faults, seed: UInt64,
    ) throws {
        self.file = file
        let request = TFTPRequest(fileName: Array("file".utf8), options: options)
        let agreed = try Negotiation().answer(request, fileSize: UInt64(file.count))
        network = SimulatedNetwork(faults, seed: seed)
        client = SimulatedClient(asking: options, manner: manner, now: now)
        server = ReadTransfer(options: agreed, fileSize: UInt64(file.count))
    }

    /// Runs until nothing is left to happen, but at most for a simulated day and a hundred times the file.
    mutating func run() -> Result {
        perform(server.start(now: now))
        while let next = [network.nextArrival, server.deadline, client.deadline].compactMap(\.self).min(),
            next < BootTime(microseconds: 86_400_000_000), result.dataSent < server.layout.last * 100 + 1000
        {
            now = max(now, next)
            step()
        }
        result.received = client.received
        result.counters = server.counters
        result.blocks = server.layout.last
        result.end = now
        return result
    }

    private mutating func step() {
        if network.nextArrival == now, let datagram = network.receive() {
            switch datagram.to {
            case .client:
                answer(client.receive(datagram.octets, now: now))
            case .server:
                guard let packet = try? decode(datagram.octets) else { return }
                perform(server.receive(packet, now: now))
            }
        } else if server.deadline == now {
            perform(server.timeout(now: now))
        } else {
            answer(client.timeout(now: now))
        }
    }

    private mutating func answer(_ packet: TFTPPacket?) {
        guard let packet else { return }
        network.send(packet.encoded, to: .server, now: now)
    }

    private mutating func perform(_ action: ReadTransfer.Action) {
        switch action {
        case .none: break
        case .sendOptionAcknowledgement:
            result.offersSent += 1
            let offer = TFTPPacket.optionAcknowledgement(server.options.acknowledged)
            network.send(offer.encoded, to: .client, now: now)
        case .sendBlocks(let numbers):
            result.largestBurst = max(result.largestBurst, numbers.count)
            for number in numbers { send(number) }
        case .end(let outcome, sending: _):
            result.outcome = outcome
        }
    }

    /// As the process does it: the header and the file's octets into one buffer.
    private mutating func send(_ number: UInt64) {
        guard let block = server.layout[number] else { return }
        var buffer = [UInt8](repeating: 0, count: DataHeader.length)
        var span = buffer.mutableSpan
        guard DataHeader.write(block: block.wireNumber, in: &span) else { return }
        buffer += file[Int(block.offset)..<Int(block.offset) + block.count]
        result.dataSent += 1
        network.send(buffer, to: .client, now: now)
    }
}
