internal import Contract
internal import JSON
internal import LinuxIO
internal import NetworkValues
internal import Systemd
internal import Varlink

/// One connection to a control socket: its calls are answered in their order.
final class Connection {
    /// Which socket it came in on.
    enum Side {
        case control, worker
    }

    /// Longer calls are refused; replies may be longer.
    static let callLimit = 1 << 20
    /// A peer that reads more slowly than it asks is not read from; one that only listens is dropped.
    static let outputLimit = 8 << 20

    let side: Side
    let peer: PeerCredentials
    private(set) var output = OutputQueue()
    /// Called when the connection has ended; once.
    var onEnd: () -> Void = {}
    /// Answers one call.
    var onCall: (borrowing VarlinkCall, Connection) -> Void = { _, _ in }

    private let channel: StreamChannel
    private let parser = JSONParser()
    private var input = FrameBuffer(limit: callLimit)
    /// Since when a call is incomplete.
    private(set) var incompleteSince: BootTime?
    /// A stream answers the last call: the next one waits for its end.
    private(set) var isStreaming = false
    private var nextPage: (() -> Bool)?
    private var pageTimer: EventSource?
    private var isEnding = false
    private var isHandling = false

    init(_ descriptor: consuming Descriptor, _ side: Side, peer: PeerCredentials, loop: EventLoop) throws(SystemError) {
        self.side = side
        self.peer = peer
        channel = try StreamChannel(adopting: descriptor, on: loop)
        pageTimer = try loop.addTimer(at: nil) { [weak self] in self?.turnPage() }
        channel.onBytes = { [weak self] in self?.received($0) }
        channel.onClose = { [weak self] _ in self?.end() }
        channel.output = { [weak self] in self?.output.sendable ?? [] }
        channel.didSend = { [weak self] in self?.sent($0) }
    }

    // MARK: Replies

    func reply(continues: Bool = false, _ parameters: (inout JSONWriter) -> Void = { _ in }) {
        var octets: [UInt8] = []
        VarlinkReply.append(to: &octets, continues: continues, parameters: parameters)
        send(octets)
    }

    /// Replies when the commit `number` is durable; other connections go on meanwhile.
    func reply(whenDurable number: UInt64, _ parameters: (inout JSONWriter) -> Void) {
        var octets: [UInt8] = []
        VarlinkReply.append(to: &octets, parameters: parameters)
        output.hold(octets, until: number)
        limit()
    }

    func fail(_ failure: VarlinkFailure) {
        var octets: [UInt8] = []
        VarlinkReply.append(failure, to: &octets)
        send(octets)
    }

    func send(_ octets: [UInt8]) {
        output.append(octets)
        limit()
        if !isHandling { channel.flush() }
    }

    func release(through number: UInt64) {
        output.release(through: number)
        channel.flush()
    }

    func refuseHeld(_ failure: VarlinkFailure) {
        var octets: [UInt8] = []
        VarlinkReply.append(failure, to: &octets)
        output.refuseHeld(with: octets)
        channel.flush()
    }

    // MARK: Streams

    /// From now on replies of one call follow; calls that come meanwhile wait.
    func beginStream() {
        isStreaming = true
    }

    /// Replies page after page, one in each turn of the loop, until `next` answers false.
    func stream(pages next: @escaping () -> Bool, then finish: @escaping () -> Void = {}) {
        isStreaming = true
        nextPage = { [weak self] in
            if next() { return true }
            self?.isStreaming = false
            finish()
            return false
        }
        turnPage()
    }

    private func turnPage() {
        guard let page = nextPage else { return }
        // A slow reader gets its next page when it has read the last ones.
        if output.count < Self.outputLimit / 8, !page() {
            nextPage = nil
            if !isHandling { handleCalls() }
            return
        }
        pageTimer?.arm(at: .now())
    }

    // MARK: Calls

    private func received(_ octets: [UInt8]) {
        input.append(octets)
        handleCalls()
    }

    private func handleCalls() {
        isHandling = true
        while !isStreaming, !isEnding, output.count < Self.outputLimit {
            do {
                guard let message = try input.next() else { break }
                let call = try VarlinkCall(parsing: message, with: parser)
                onCall(call, self)
            } catch {
                // What is no call cannot be skipped safely: say so, and hang up.
                fail(.invalidParameter("\(error)"))
                isEnding = true
            }
        }
        isHandling = false
        incompleteSince = input.isEmpty ? nil : incompleteSince ?? .now()
        limit()
        channel.flush()
        if isEnding, output.count == 0 { end() }
    }

    private func sent(_ count: Int) {
        output.didSend(count)
        if output.count < Self.outputLimit / 2 { channel.resume() }
        if isEnding, output.count == 0 { end() }
    }

    private func limit() {
        if output.count >= Self.outputLimit || (isStreaming && !input.isEmpty) { channel.pause() }
    }

    func end() {
        guard pageTimer != nil else { return }
        pageTimer?.remove()
        pageTimer = nil
        nextPage = nil
        isEnding = true
        channel.close()
        onEnd()
    }
}

