import Contract
import HTTPServing
import LinuxIO
import NIOCore
import NIOHTTP1
import NetworkValues

/// One answer on its way to a client.
final class Exchange {
    struct Result {
        let isComplete: Bool
        /// Octets of the body that the client has taken, as far as that is known.
        let octets: Int64
        let microseconds: UInt64
        let problem: FileTransfer.Problem?
    }

    private let answer: Answer
    private let limits: HTTPLimits
    private let start: BootTime
    private var file: OpenFile?
    private var transfer: FileTransfer?
    private var problem: FileTransfer.Problem?
    private var context: ChannelHandlerContext?
    private var finished: ((Result) -> Void)?

    init(_ answer: Answer, limits: HTTPLimits, start: BootTime) {
        self.answer = answer
        self.limits = limits
        self.start = start
    }

    /// Sends the answer, and calls `finished` once when it has left, or cannot.
    func send(
        through context: ChannelHandlerContext, date: String, isLast: Bool, then finished: @escaping (Result) -> Void
    ) {
        self.context = context
        self.finished = finished
        write(.head(HTTPResponseHead(answer.head, date: date, isLast: isLast)))
        switch answer.body {
        case .none: writeEnd()
        case .octets(let octets):
            if !octets.isEmpty { write(.body(.byteBuffer(ByteBuffer(bytes: octets)))) }
            writeEnd()
        case .file(let file, let part):
            self.file = file
            transfer = FileTransfer(part, stallTime: limits.stallTime, now: .now())
            sendSlice()
        }
    }

    /// Looks after a file on its way; the end of the connection is the only sign that its length cannot be kept.
    func check(now: BootTime) {
        guard let file, let context else { return }
        let waiting = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
        problem = transfer?.check(waiting: waiting ?? 0, fileLength: file.currentLength, now: now)
        if problem != nil { context.close(promise: nil) }
    }

    /// The connection is gone.
    func abandon() { finish(isComplete: false) }

    private func sendSlice() {
        guard let file, let step = transfer?.next(fileLength: file.currentLength, now: .now()) else { return }
        switch step {
        case .done: writeEnd()
        case .send(let slice): writeAndFlush(.body(file.region(slice))) { [self] in sendSlice() }
        case .fail(let problem):
            self.problem = problem
            finish(isComplete: false)
        }
    }

    private func writeEnd() {
        writeAndFlush(.end(nil)) { [self] in finish(isComplete: true) }
    }

    private func write(_ part: HTTPServerResponsePart) {
        context?.write(HTTPConnection.wrapOutboundOut(part), promise: nil)
    }

    /// Sends a part. What follows is attached first: a part that leaves at once must not make the stack grow.
    private func writeAndFlush(_ part: HTTPServerResponsePart, then proceed: @escaping () -> Void) {
        guard let context else { return }
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { [self] result in
            if case .success = result { proceed() } else { finish(isComplete: false) }
        }
        context.writeAndFlush(HTTPConnection.wrapOutboundOut(part), promise: promise)
    }

    private func finish(isComplete: Bool) {
        guard let finished else { return }
        self.finished = nil
        context = nil
        let octets: Int64 =
            switch answer.body {
            case .none: 0
            case .octets(let octets): isComplete ? Int64(octets.count) : 0
            case .file: transfer?.sent ?? 0
            }
        finished(
            Result(
                isComplete: isComplete, octets: octets, microseconds: BootTime.now().microseconds(since: start), problem: problem))
    }
}

extension Exchange.Result {
    /// What the machine's trail is told.
    func transfer(_ note: TransferNote, client: IPAddress) -> Transfer {
        Transfer(
            protocol: .http, name: note.name, client: "\(client)",
            outcome: isComplete ? note.outcome : problem?.outcome ?? .aborted, octets: Int(octets), resent: 0,
            microseconds: Int(clamping: microseconds), detail: problem?.detail ?? note.detail)
    }
}
