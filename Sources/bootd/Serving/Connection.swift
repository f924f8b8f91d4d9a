internal import JSON
internal import LinuxIO
internal import NetworkValues
internal import Systemd
internal import Varlink

/// One connection to a control socket: its calls are answered in their order.
final class Connection {
    /// Which socket it came in on.
    enum Side: String {
        case control, worker
    }

    /// Longer calls are refused; replies may be longer.
    static let callLimit = 1 << 20
    /// When so much waits to be read, no further call is taken.
    static let outputLimit = 8 << 20
    /// When so little is left of it, calls and pages go on.
    static let resumeLevel = outputLimit / 8

    let side: Side
    let peer: PeerCredentials
    /// Called when the connection has ended; once.
    var onEnd: () -> Void = {}
    /// Answers one call.
    var onCall: (borrowing VarlinkCall, Connection) -> Void = { _, _ in }
    /// Since when the peer owes something: the rest of a call, or the reading of what it asked for.
    private(set) var waitsSince: BootTime?

    private let channel: StreamChannel
    private let parser = JSONParser()
    private var input = FrameBuffer(limit: callLimit)
    private var output = OutputQueue()
    /// Brings what waited for others, or for the reader, back to its work.
    private var turn: EventSource?
    private var nextPage: (() -> Bool)?
    /// A stream answers the last call: the next one waits for its end.
    private var isStreaming = false
    private var isHandling = false
    /// The caller waits for no reply to the call at hand.
    private var isMuted = false
    private var waitsForReader = false
    /// The last word is said; when it has gone, so has the connection.
    private var isEnding = false
    private var hasEnded = false

    init(_ descriptor: consuming Descriptor, _ side: Side, peer: PeerCredentials, loop: EventLoop) throws(SystemError) {
        self.side = side
        self.peer = peer
        channel = try StreamChannel(adopting: descriptor, on: loop)
        turn = try loop.addTimer(at: nil) { [weak self] in self?.takeTurn() }
        channel.onBytes = { [weak self] in self?.received($0) }
        channel.onClose = { [weak self] _ in self?.end() }
        channel.output = { [weak self] in self?.output.sendable ?? [] }
        channel.didSend = { [weak self] in self?.sent($0) }
    }

    /// Hangs up.
    func end() {
        guard !hasEnded else { return }
        hasEnded = true
        turn?.remove()
        nextPage = nil
        channel.close()
        onEnd()
    }

    // MARK: Replies

    func reply(continues: Bool = false, _ parameters: (inout JSONWriter) -> Void = { _ in }) {
        send { VarlinkReply.append(to: &$0, continues: continues, parameters: parameters) }
    }

    /// Replies when the commit `number` is durable; other connections go on meanwhile.
    func reply(whenDurable number: UInt64, _ parameters: (inout JSONWriter) -> Void) {
        guard !isMuted else { return }
        var octets: [UInt8] = []
        VarlinkReply.append(to: &octets, parameters: parameters)
        output.hold(octets, until: number)
    }

    func fail(_ failure: VarlinkFailure) {
        send { VarlinkReply.append(failure, to: &$0) }
    }

    /// Sends what is a reply already.
    func send(_ octets: [UInt8]) {
        send { $0 += octets }
    }

    private func send(_ write: (inout [UInt8]) -> Void) {
        guard !isMuted, !hasEnded else { return }
        output.append(write)
        if !isHandling { channel.flush() }
    }

    /// Tells a listener the news. One that does not read is dropped, rather than remembered for ever.
    func push(_ parameters: (inout JSONWriter) -> Void) {
        reply(continues: true, parameters)
        if output.count > Self.outputLimit { end() }
    }

    /// Lets go what waited for commits up to this one.
    func release(through number: UInt64) {
        output.release(through: number)
        channel.flush()
    }

    /// Answers all that waits for a commit with a failure.
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
        waitsForReader = output.count >= Self.resumeLevel
        if waitsForReader { return }
        if page() { turn?.arm(at: .now()) } else { nextPage = nil }
    }

    private func takeTurn() {
        turnPage()
        if nextPage == nil { handleCalls() }
    }

    // MARK: Calls

    private func received(_ octets: Span<UInt8>) {
        input.append(octets)
        handleCalls()
    }

    private func handleCalls() {
        isHandling = true
        while !isStreaming, !isEnding, !hasEnded, output.count < Self.outputLimit {
            do {
                guard let message = try input.next() else { break }
                waitsSince = nil
                let call = try VarlinkCall(parsing: message, with: parser)
                isMuted = call.oneway
                defer { isMuted = false }
                onCall(call, self)
            } catch {
                // What is no call cannot be skipped safely: say so, and hang up.
                fail(.invalidParameter("\(error)"))
                isEnding = true
            }
        }
        isHandling = false
        if !isStreaming { waitsForReader = output.count >= Self.outputLimit }
        if isEnding || (!isStreaming && !input.isEmpty) { waitsSince = waitsSince ?? .now() }
        regulate()
        channel.flush()
    }

    private func sent(_ count: Int) {
        output.didSend(count)
        if isEnding, output.count == 0 { return end() }
        guard waitsForReader, output.count < Self.resumeLevel else { return }
        waitsForReader = false
        turn?.arm(at: .now())
    }

    /// Takes octets only when there is use for them: what a peer sends beyond that waits on its side.
    private func regulate() {
        let isUseful = !isEnding && !waitsForReader && (!isStreaming || input.isEmpty)
        if isUseful { channel.resume() } else { channel.pause() }
    }
}
