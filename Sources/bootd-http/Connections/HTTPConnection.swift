import HTTPServing
import LinuxIO
import Logging
import NIOCore
import NIOHTTP1
import NetworkValues

/// One client's connection: carries the steps of `ConnectionState` out.
final class HTTPConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let service: HTTPService
    private let peer: Peer
    /// Why nothing is served on this connection.
    private let refusal: Refusal?
    private var state: ConnectionState
    private var context: ChannelHandlerContext?
    private var exchange: Exchange?

    init(_ service: HTTPService, _ peer: Peer, refusal: Refusal? = nil) {
        self.service = service
        self.peer = peer
        self.refusal = refusal
        state = ConnectionState(service.limits, now: .now())
    }

    // MARK: Events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        advance()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head): state.received(refusal.map { .refused($0) } ?? Inquiry(head))
        case .body(let octets): state.receivedBody(octets.readableBytes)
        case .end: state.receivedEnd()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        state.readCompleted(now: .now())
        advance()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .inputClosed = event as? ChannelEvent else { return context.fireUserInboundEventTriggered(event) }
        state.inputEnded()
        advance()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.close(promise: nil) }
        state.failed(Refusal(error))
        advance()
    }

    func channelInactive(context: ChannelHandlerContext) {
        exchange?.abandon()
    }

    /// Time has passed.
    func check(now: BootTime) {
        exchange?.check(now: now)
        state.check(now: now)
        advance()
    }

    /// The process stops: the answer that is under way is the last.
    func stop() {
        state.stop()
        advance()
    }

    /// The process ends: so does the connection, as it is.
    func cutOff() {
        exchange?.stop()
        abandon()
    }

    private func abandon() {
        context?.close(promise: nil)
    }

    // MARK: Steps

    private func advance() {
        guard let context else { return }
        switch state.next(now: .now()) {
        case .wait: break
        case .read: context.read()
        case .answer(let inquiry): answer(inquiry)
        case .linger:
            context.close(mode: .output, promise: nil)
            context.read()
        case .close: context.close(promise: nil)
        }
    }

    private func answer(_ inquiry: Inquiry) {
        service.activity.began(at: .now())
        switch inquiry {
        case .refused(let refusal):
            service.log.debug("request refused", metadata: ["address": "\(peer.client)", "reason": "\(refusal.reason)"])
            send(Answer(refusal.response, isHead: refusal.isHead), to: inquiry, since: .now())
        case .request(let request, _):
            let start = BootTime.now()
            service.answer(request, from: peer) { [self] in send($0, to: inquiry, since: start) }
        }
    }

    private func send(_ answer: Answer, to inquiry: Inquiry, since start: BootTime) {
        // The client may have gone while its answer was made.
        guard let context else { return service.activity.ended(at: .now()) }
        let isLast = state.isLastAnswer(to: inquiry)
        let exchange = Exchange(answer, limits: service.limits, start: start)
        self.exchange = exchange
        exchange.send(through: context, date: service.date.text(at: .now()), isLast: isLast) { [self] result in
            self.exchange = nil
            finish(answer, to: inquiry, result)
        }
    }

    private func finish(_ answer: Answer, to inquiry: Inquiry, _ result: Exchange.Result) {
        service.activity.ended(at: .now())
        service.log.debug(
            "answered",
            metadata: [
                "address": "\(peer.client)", "path": "\(inquiry.path)", "status": "\(answer.head.status.rawValue)",
            ])
        if let note = answer.note { service.report(result.transfer(note, client: peer.client)) }
        guard result.isComplete else { return abandon() }
        state.answered(inquiry, now: .now())
        advance()
    }
}
