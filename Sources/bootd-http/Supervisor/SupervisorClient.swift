import Contract
import JSON
import LinuxIO
import Logging
import NIOCore
import NIOPosix
import NetworkValues
import Varlink
import WorkerRuntime

/// The HTTP worker's connection to the supervisor, on NIO's loop: documents are asked for, transfers reported.
///
/// Many questions may be on their way at once. A lost connection is made again, at growing intervals.
final class SupervisorClient {
    typealias Completion = (Result<DocumentAnswer, CallFailure>) -> Void

    private enum Link {
        case none
        case connecting
        case connected(any Channel)
        /// After a failure; `connect` is called again when the rest is over.
        case resting
    }

    private static let questionLimit = 2048
    private static let reportLimit = 1024
    private static let messageLimit = 16 << 20
    private static let firstRest = TimeAmount.milliseconds(100)
    private static let longestRest = TimeAmount.seconds(1)

    private let path: String
    private let loop: any NIOCore.EventLoop
    private let patience: UInt64
    private let log: Logger
    private let parser = JSONParser()
    private var link = Link.none
    private var input = FrameBuffer(limit: messageLimit)
    private var questions = QuestionQueue<Completion>(limit: questionLimit)
    private var reports: [Transfer] = []
    private var rest = firstRest
    private var isFlushing = false

    /// A client of the socket at `path` that waits so many microseconds for an answer.
    init(path: String, loop: any NIOCore.EventLoop, patience: UInt64, log: Logger) {
        self.path = path
        self.loop = loop
        self.patience = patience
        self.log = log
    }

    /// Asks for a document.
    func ask(_ query: DocumentQuery, then complete: @escaping Completion) {
        guard !questions.isFull else { return complete(.failure(.busy)) }
        var message: [UInt8] = []
        VarlinkCall.append(WorkerInterface.render, to: &message, parameters: query.write)
        questions.add(message, deadline: BootTime.now().advanced(byMicroseconds: patience), complete)
        flushSoon()
    }

    /// Tells what became of a file; forgotten when the supervisor is away for long.
    func report(_ transfer: Transfer) {
        guard reports.count < Self.reportLimit else { return log.debug("a transfer is not reported: too many wait") }
        reports.append(transfer)
        flushSoon()
    }

    /// Gives up what has waited too long.
    func check(now: BootTime) {
        for complete in questions.expire(now: now) {
            complete(.failure(.unreachable("the supervisor did not answer in time")))
        }
    }

    /// Sends what waits, and calls `done` when it has gone, or cannot go.
    func finish(then done: @escaping () -> Void) {
        flush()
        guard case .connected(let channel) = link else { return done() }
        channel.writeAndFlush(ByteBuffer()).assumeIsolated().whenComplete { _ in done() }
    }

    // MARK: Sending

    /// All that one round of the loop asks leaves in one write.
    private func flushSoon() {
        guard !isFlushing else { return }
        isFlushing = true
        loop.assumeIsolated().execute { [self] in
            isFlushing = false
            flush()
        }
    }

    private func flush() {
        guard !questions.isEmpty || !reports.isEmpty else { return }
        switch link {
        case .none: connect()
        case .connecting, .resting: break
        case .connected(let channel):
            var octets: [UInt8] = []
            for message in questions.ask() { octets += message }
            if !reports.isEmpty {
                let report = WorkerReport(transfers: reports)
                VarlinkCall.append(WorkerInterface.report, oneway: true, to: &octets, parameters: report.write)
                reports = []
            }
            if !octets.isEmpty { channel.writeAndFlush(ByteBuffer(bytes: octets), promise: nil) }
        }
    }

    // MARK: The connection

    private func connect() {
        link = .connecting
        let connected = ClientBootstrap(group: loop).connect(unixDomainSocketPath: path)
        connected.assumeIsolated().whenComplete { [self] result in
            do {
                try use(result.get())
            } catch {
                lost("\((error as? IOError).map { SystemError($0.errnoCode, "connect to \(path)") } ?? error)")
            }
        }
    }

    private func use(_ channel: any Channel) throws {
        let handler = VarlinkChannelHandler(
            onBytes: { [self] in received($0, channel) },
            onClose: { [self] in lost($0) })
        try channel.pipeline.syncOperations.addHandler(handler)
        link = .connected(channel)
        flush()
    }

    private func received(_ octets: [UInt8], _ channel: any Channel) {
        input.append(octets)
        do {
            while let message = try input.next() {
                let reply = try VarlinkReply(parsing: message, with: parser)
                guard let question = questions.answered() else {
                    log.error("the supervisor answered what was not asked")
                    return channel.close(promise: nil)
                }
                rest = Self.firstRest
                question.context?(Self.read(reply))
            }
        } catch {
            log.error("the supervisor sent what is no Varlink message", metadata: ["reason": "\(error)"])
            channel.close(promise: nil)
        }
    }

    private static func read(_ reply: borrowing VarlinkReply) -> Result<DocumentAnswer, CallFailure> {
        if let refused = reply.failure { return .failure(.refused(refused)) }
        do throws(JSONError) {
            return .success(try DocumentAnswer(reading: reply.parameters))
        } catch {
            return .failure(.unreachable("the supervisor's answer is not understood: \(error)"))
        }
    }

    private func lost(_ problem: String) {
        // The worker's other connection says so aloud, once.
        log.debug("the supervisor cannot be asked", metadata: ["reason": "\(problem)"])
        link = .resting
        input = FrameBuffer(limit: Self.messageLimit)
        loop.assumeIsolated().scheduleTask(in: rest) { [self] in
            link = .none
            flush()
        }
        rest = min(rest * 2, Self.longestRest)
        for complete in questions.lost() { complete(.failure(.unreachable(problem))) }
    }
}
