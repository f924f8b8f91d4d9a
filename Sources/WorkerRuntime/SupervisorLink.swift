public import Contract
internal import JSON
internal import LinuxIO
internal import NetworkValues
public import Systemd
public import Varlink

/// Why a call has no answer.
public enum CallFailure: Error, Hashable, Sendable {
    /// The supervisor refused.
    case refused(VarlinkFailure)
    /// The supervisor is not there, or went away before it answered, or made no sense: why.
    case unreachable(String)
    /// Too many calls wait already.
    case busy
}

extension CallFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .refused(let failure): "the supervisor refused: \(failure)"
        case .unreachable(let reason): reason
        case .busy: "too many calls wait for the supervisor already"
        }
    }
}

/// A connection to the supervisor on libsystemd's event loop. Many calls may wait for their answers, which come in order.
/// A lost connection fails what waits, and is made again by the next call.
public final class SupervisorLink {
    private struct Caller {
        let isStream: Bool
        /// Takes a reply; answers what is wrong with it when the connection is of no use any more.
        let replied: (borrowing VarlinkReply) -> String?
        let failed: (CallFailure) -> Void
    }

    /// More calls at once than this mean that the supervisor hangs; clients ask again by themselves.
    static let waitingLimit = 8192
    static let messageLimit = 16 << 20

    private let path: String
    private let loop: EventLoop
    private let parser = JSONParser()
    private var channel: StreamChannel?
    private var input = FrameBuffer(limit: messageLimit)
    private var output = OutputQueue()
    private var sources: [EventSource] = []
    private var waiting: [Caller] = []
    private var firstWaiting = 0
    private var patience = ReconnectPatience()

    /// A link to the socket at `path`; it connects when it is first used.
    public init(path: String, loop: EventLoop) {
        self.path = path
        self.loop = loop
        // All that one round of handlers asked leaves in one write; what the last one told leaves before the loop ends.
        let flush = { [weak self] in
            guard let self, output.count > 0 else { return }
            _ = channel?.flush()
        }
        sources = [loop.addPost(flush)] + [try? loop.addExit(flush)].compactMap { $0 }
    }

    deinit {
        sources.forEach { $0.remove() }
    }

    /// How many calls wait for an answer.
    public var waitingCount: Int { waiting.count - firstWaiting }

    /// How many octets wait to be sent.
    var outputCount: Int { output.count }

    /// Calls a method that answers once.
    public func call<Answer: MessageValue>(
        _ method: StaticString, _ parameters: some MessageValue, _ answer: Answer.Type,
        then complete: @escaping (Result<Answer, CallFailure>) -> Void
    ) {
        let replied: (borrowing VarlinkReply) -> String? = { reply in
            complete(Self.read(reply))
            return nil
        }
        send(method, parameters, Caller(isStream: false, replied: replied, failed: { complete(.failure($0)) }))
    }

    /// Calls a method that answers again and again, until a failure comes.
    public func stream<Answer: MessageValue>(
        _ method: StaticString, _ parameters: some MessageValue, _ answer: Answer.Type,
        each: @escaping (Result<Answer, CallFailure>) -> Void
    ) {
        let replied: (borrowing VarlinkReply) -> String? = { reply in
            // The caller will ask again, which a connection that still streams does not answer.
            let result: Result<Answer, CallFailure> = Self.read(reply)
            if case .failure(.unreachable(let problem)) = result { return problem }
            each(result)
            return nil
        }
        send(method, parameters, Caller(isStream: true, replied: replied, failed: { each(.failure($0)) }))
    }

    /// Tells the supervisor something that it does not answer; nothing, when it has not read so much already.
    public func tell(_ method: StaticString, _ parameters: some MessageValue) {
        guard output.count < Self.messageLimit, connect() == nil else { return }
        output.append { VarlinkCall.append(method, oneway: true, to: &$0, parameters: parameters.write) }
    }

    private func send(_ method: StaticString, _ parameters: some MessageValue, _ caller: Caller) {
        guard waitingCount < Self.waitingLimit else { return caller.failed(.busy) }
        if let problem = connect() { return caller.failed(.unreachable(problem)) }
        waiting.append(caller)
        output.append { VarlinkCall.append(method, more: caller.isStream, to: &$0, parameters: parameters.write) }
    }

    private static func read<Answer: MessageValue>(_ reply: borrowing VarlinkReply) -> Result<Answer, CallFailure> {
        if let refused = reply.failure { return .failure(.refused(refused)) }
        do throws(JSONError) {
            return .success(try Answer(reading: reply.parameters))
        } catch {
            return .failure(.unreachable("the supervisor's answer is not understood: \(error)"))
        }
    }

    /// Connects unless that is done; answers what stands in the way.
    private func connect() -> String? {
        if channel != nil { return nil }
        if let problem = patience.obstacle(at: .now()) { return problem }
        do throws(SystemError) {
            let descriptor = try StreamSocket.connect(path: path)
            StreamSocket.setNonBlocking(descriptor)
            let channel = try StreamChannel(adopting: descriptor, on: loop)
            channel.onBytes = { [weak self] in self?.received($0) }
            channel.onClose = { [weak self] error in self?.lost(error.map { "\($0)" } ?? "the supervisor closed the connection") }
            channel.output = { [weak self] in self?.output.sendable ?? [] }
            channel.didSend = { [weak self] in self?.output.didSend($0) }
            self.channel = channel
            patience.connected(at: .now())
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func received(_ octets: Span<UInt8>) {
        input.append(octets)
        do {
            while let message = try input.next() {
                let reply = try VarlinkReply(parsing: message, with: parser)
                guard firstWaiting < waiting.count else { return lost("the supervisor answered what was not asked") }
                let caller = waiting[firstWaiting]
                guard caller.isStream || !reply.continues else { return lost("the supervisor answers one call again and again") }
                pass(reply, to: caller)
                if channel == nil { return }
            }
        } catch {
            lost("the supervisor sent what is no Varlink message: \(error)")
        }
    }

    private func pass(_ reply: borrowing VarlinkReply, to caller: Caller) {
        patience.answered()
        if !reply.continues { dropFirstWaiting() }
        if let problem = caller.replied(reply) {
            if reply.continues { dropFirstWaiting() }
            lost(problem)
            caller.failed(.unreachable(problem))
        } else if caller.isStream, !reply.continues, reply.error == nil {
            caller.failed(.unreachable("the supervisor ended the stream"))
        }
    }

    private func dropFirstWaiting() {
        firstWaiting += 1
        if firstWaiting == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            firstWaiting = 0
        } else if firstWaiting > 1024 {
            waiting.removeFirst(firstWaiting)
            firstWaiting = 0
        }
    }

    private func lost(_ problem: String) {
        if channel != nil { patience.lost(problem, at: .now()) }
        channel?.close()
        channel = nil
        input = FrameBuffer(limit: Self.messageLimit)
        output = OutputQueue()
        let failed = waiting[firstWaiting...]
        waiting = []
        firstWaiting = 0
        for caller in failed { caller.failed(.unreachable(problem)) }
    }
}
