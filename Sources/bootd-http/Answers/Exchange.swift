import Contract
import HTTPServing
import LinuxIO
import NIOCore
import NIOHTTP1
import NetworkValues

/// One answer on its way to a client.
final class Exchange {
    /// Why it is broken off, when that is not the client's doing.
    enum Problem {
        case shortened, stalled, stopped
    }

    struct Result {
        let isComplete: Bool
        /// Octets of a file that the client has taken, as far as that is known.
        let octets: Int64
        let microseconds: UInt64
        let problem: Problem?
    }

    private let answer: Answer
    private let start: BootTime
    private var file: OpenFile?
    private var transfer: FileTransfer?
    private var problem: Problem?
    private var stall: StallWatch
    private var context: ChannelHandlerContext?
    private var finished: ((Result) -> Void)?

    init(_ answer: Answer, limits: HTTPLimits, start: BootTime) {
        self.answer = answer
        self.start = start
        stall = StallWatch(limit: limits.stallTime, now: .now())
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
            transfer = FileTransfer(part)
            sendSlice()
        }
    }

    /// Looks after what is on its way.
    ///
    /// The end of the connection is the only sign that a promised length cannot be kept.
    func check(now: BootTime) {
        guard let context else { return }
        let waiting = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        if let file, transfer?.check(waiting: waiting, fileLength: file.currentLength) == false { problem = .shortened }
        if stall.isStalled(at: (transfer?.sent ?? 0) - Int64(clamping: waiting), now: now) { problem = .stalled }
        if problem != nil { context.close(promise: nil) }
    }

    /// The process stops: what has not left by now does not leave.
    func stop() { problem = .stopped }

    /// The connection is gone.
    func abandon() { finish(isComplete: false) }

    private func sendSlice() {
        guard let file, let step = transfer?.next(fileLength: file.currentLength) else { return }
        switch step {
        case .send(let slice): writeAndFlush(.body(file.region(slice))) { [self] in sendSlice() }
        case .done: writeEnd()
        case .shortened:
            problem = .shortened
            finish(isComplete: false)
        }
    }

    private func writeEnd() {
        writeAndFlush(.end(nil)) { [self] in finish(isComplete: true) }
    }

    private func write(_ part: HTTPServerResponsePart) {
        context?.write(HTTPConnection.wrapOutboundOut(part), promise: nil)
    }

    /// Sends a part, then proceeds.
    ///
    /// What follows is attached first: a part that leaves at once must not make the stack grow.
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
        let elapsed = BootTime.now().microseconds(since: start)
        finished(Result(isComplete: isComplete, octets: transfer?.sent ?? 0, microseconds: elapsed, problem: problem))
    }
}

extension Exchange.Result {
    /// What the machine's trail is told.
    func transfer(_ note: TransferNote, client: IPAddress) -> Transfer {
        let (outcome, detail): (Transfer.Outcome, String?) =
            switch problem {
            case .shortened: (.aborted, "the file became shorter while it was sent")
            case .stalled: (.timedOut, "the client took nothing more")
            case .stopped: (.refused, "the server stops")
            case nil: (isComplete ? note.outcome : .aborted, note.detail)
            }
        return Transfer(
            protocol: .http, name: note.name, client: "\(client)", outcome: outcome, octets: Int(clamping: octets),
            resent: 0, microseconds: Int(clamping: microseconds), detail: detail)
    }
}
