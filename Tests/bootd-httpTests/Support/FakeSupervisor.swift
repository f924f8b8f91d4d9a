import Contract
import JSON
import NIOCore
import NIOPosix
import Synchronization
import Varlink

/// A supervisor that answers documents as the test says, and remembers what it was told.
final class FakeSupervisor: Sendable {
    enum Reply: Sendable {
        case document(String, mediaType: String = "text/plain; charset=utf-8")
        case failure(WorkerFailure)
        case silence
        case hangUp
    }

    private let notebook = Notebook()
    private let listener: any Channel

    /// Listens on a Unix socket at `path`; `answer` also gets how many questions there were before.
    init(at path: String, _ answer: @escaping @Sendable (DocumentQuery, Int) -> Reply) throws {
        listener = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { [notebook] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(FakeSupervisorConnection(notebook, answer))
                }
            }
            .bind(unixDomainSocketPath: path).wait()
    }

    var queries: [DocumentQuery] { notebook.pages.withLock { $0.queries } }
    var transfers: [Transfer] { notebook.pages.withLock { $0.transfers } }

    /// Waits until so many transfers have been reported, for 10 s at most.
    func transfers(_ count: Int) -> [Transfer] {
        for _ in 0..<1000 where transfers.count < count { rest() }
        return transfers
    }

    func stop() {
        try? listener.close().wait()
    }
}

/// What the supervisor was told.
private final class Notebook: Sendable {
    struct Pages {
        var queries: [DocumentQuery] = []
        var transfers: [Transfer] = []
    }

    let pages = Mutex(Pages())

    /// Notes a query, and answers how many there were before.
    func note(_ query: DocumentQuery) -> Int {
        pages.withLock {
            $0.queries.append(query)
            return $0.queries.count - 1
        }
    }

    func note(_ transfers: [Transfer]) { pages.withLock { $0.transfers += transfers } }
}

private final class FakeSupervisorConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let notebook: Notebook
    private let answer: (DocumentQuery, Int) -> FakeSupervisor.Reply
    private let parser = JSONParser()
    private var input = FrameBuffer(limit: 1 << 20)

    init(_ notebook: Notebook, _ answer: @escaping (DocumentQuery, Int) -> FakeSupervisor.Reply) {
        self.notebook = notebook
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        input.append(Array(Self.unwrapInboundIn(data).readableBytesView))
        do {
            while let message = try input.next() { try handle(message, context) }
        } catch {
            context.close(promise: nil)
        }
    }

    private func handle(_ message: [UInt8], _ context: ChannelHandlerContext) throws {
        let call = try VarlinkCall(parsing: message, with: parser)
        if call.method == "io.bootd.Worker.Report" {
            return notebook.note(try WorkerReport(reading: call.parameters).transfers)
        }
        let query = try DocumentQuery(reading: call.parameters)
        var octets: [UInt8] = []
        switch answer(query, notebook.note(query)) {
        case .document(let text, let mediaType):
            let answer = DocumentAnswer(mediaType: mediaType, body: Array(text.utf8), machine: nil)
            VarlinkReply.append(to: &octets, parameters: answer.write)
        case .failure(let failure): VarlinkReply.append(failure.failure, to: &octets)
        case .silence: return
        case .hangUp: return context.close(promise: nil)
        }
        context.writeAndFlush(NIOAny(ByteBuffer(bytes: octets)), promise: nil)
    }
}
