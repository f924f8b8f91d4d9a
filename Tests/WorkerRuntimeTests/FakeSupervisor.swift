import Contract
import Glibc
import JSON
import LinuxIO
import NetworkValues
import Systemd
import Testing
import Varlink

/// A call as the fake supervisor got it.
struct ReceivedCall: Equatable {
    let connection: Int
    let method: String
    let parameters: JSONValue
    let more: Bool
    let oneway: Bool
}

/// A supervisor on a socket of its own, in the same event loop as those that it answers; it answers what the test tells it to.
final class FakeSupervisor {
    let loop: EventLoop
    let path: String
    private(set) var calls: [ReceivedCall] = []
    /// The connections that their callers have ended.
    private(set) var closings: [Int] = []
    /// Called for each call, with the number of its connection.
    var onCall: (ReceivedCall) -> Void = { _ in }

    private var connections: [StreamChannel] = []
    private var inputs: [FrameBuffer] = []
    private var outputs: [OutputQueue] = []
    private var listener: Descriptor?
    private var source: EventSource?

    init() throws {
        loop = try EventLoop()
        path = "/tmp/bootd-test-\(getpid())-\(UInt64.random(in: 0...UInt64.max)).socket"
        try listen()
    }

    deinit {
        stopListening()
        unsafe _ = unlink(path)
    }

    var connectionCount: Int { connections.count }

    func listen() throws {
        let listener = try StreamSocket.listen(path: path, mode: 0o600)
        source = try loop.add(listener.raw, [.readable]) { [unowned self] _ in accept() }
        self.listener = consume listener
    }

    /// Takes no more connections; those that there are stay.
    func stopListening() {
        source?.remove()
        source = nil
        listener = nil
        unsafe _ = unlink(path)
    }

    private func accept() {
        guard let raw = source == nil ? nil : listener?.raw else { return }
        do {
            while let accepted = try StreamSocket.accept(on: raw) {
                let number = connections.count
                let channel = try StreamChannel(adopting: accepted, on: loop)
                inputs.append(FrameBuffer(limit: 1 << 20))
                outputs.append(OutputQueue())
                channel.onBytes = { [unowned self] in received($0, on: number) }
                channel.onClose = { [unowned self] _ in closings.append(number) }
                channel.output = { [unowned self] in outputs[number].sendable }
                channel.didSend = { [unowned self] in outputs[number].didSend($0) }
                connections.append(channel)
            }
        } catch {
            Issue.record(error)
        }
    }

    private func received(_ octets: Span<UInt8>, on number: Int) {
        inputs[number].append(octets)
        do {
            while let message = try inputs[number].next() {
                let call = try VarlinkCall(parsing: message, with: JSONParser())
                calls.append(
                    ReceivedCall(
                        connection: number, method: call.method, parameters: JSONValue(call.parameters), more: call.more,
                        oneway: call.oneway))
                onCall(calls[calls.count - 1])
            }
        } catch {
            Issue.record(error)
        }
    }

    /// What lies unread in the next connection, when the loop is over.
    func acceptedText() throws -> String? {
        guard let raw = source == nil ? nil : listener?.raw, let accepted = try StreamSocket.accept(on: raw) else { return nil }
        return String(decoding: try accepted.read(upTo: 1 << 16), as: UTF8.self)
    }

    /// Answers the next call of a connection with this text.
    func answer(_ text: String, on number: Int = 0) { send(Array(text.utf8) + [0], on: number) }

    func answer(_ value: some MessageValue, continues: Bool = false, on number: Int = 0) {
        var octets: [UInt8] = []
        VarlinkReply.append(to: &octets, continues: continues, parameters: value.write)
        send(octets, on: number)
    }

    func fail(_ failure: VarlinkFailure, on number: Int = 0) {
        var octets: [UInt8] = []
        VarlinkReply.append(failure, to: &octets)
        send(octets, on: number)
    }

    private func send(_ octets: [UInt8], on number: Int) {
        guard number < connections.count else {
            Issue.record("there is no connection \(number)")
            return
        }
        outputs[number].append(octets)
        connections[number].flush()
    }

    func hangUp(_ number: Int = 0) { connections[number].close() }
    func pause(_ number: Int = 0) { connections[number].pause() }
    func resume(_ number: Int = 0) { connections[number].resume() }

    /// Takes one step after the other in the loop, each when nothing is left to happen after the one before.
    func run(_ steps: (() throws -> Void)...) throws {
        var rest = steps[...]
        var failure: (any Error)?
        var timer: EventSource?
        timer = try loop.addTimer(at: .now()) { [loop] in
            guard let step = rest.popFirst() else { return loop.stop() }
            do { try step() } catch { failure = error }
            timer?.arm(at: BootTime.now().advanced(byMicroseconds: 5000))
        }
        // Whatever else is ready goes first.
        timer?.setPriority(100)
        try loop.run()
        timer?.remove()
        if let failure { throw failure }
    }
}
