import NetworkValues

/// The order of one connection: requests come, are answered one after the other, and it ends in good manner.
///
/// After each event, `next` tells what is to be done.
struct ConnectionState {
    enum Step: Equatable {
        /// Ask the kernel for more.
        case read
        /// Answer, then call `answered`.
        case answer(Inquiry)
        /// Close our side, and drop what still comes: a close with octets unread would take the answer from the client.
        case linger
        case close
        /// Nothing until the next event.
        case wait
    }

    private enum Phase {
        case receiving, answering, lingering, closed
    }

    private let limits: HTTPLimits
    private var phase = Phase.receiving
    /// When the phase began, or the request whose end has not come.
    private var since: BootTime
    private var hasAnswered = false
    private var isInsideRequest = false
    private var queue: [Inquiry] = []
    /// The request whose body is coming, and how much of that came.
    private var incomplete: Inquiry?
    private var bodyLength = 0
    /// No request is taken any more.
    private var isLast = false
    private var hasInputEnded = false

    init(_ limits: HTTPLimits, now: BootTime) {
        self.limits = limits
        since = now
    }

    /// Whether a request is being answered.
    var isAnswering: Bool { phase == .answering }

    /// Whether the answer to `inquiry`, which is under way, is the connection's last.
    func isLastAnswer(to inquiry: Inquiry) -> Bool {
        !inquiry.keepsAlive || queue.isEmpty && (isLast || hasInputEnded)
    }

    // MARK: Events

    /// The head of a request has come.
    mutating func received(_ inquiry: Inquiry) {
        guard !isLast else { return }
        bodyLength = 0
        // Where the body of a refused request ends is of no interest.
        if inquiry.keepsAlive { incomplete = inquiry } else { enqueue(inquiry) }
    }

    mutating func receivedBody(_ count: Int) {
        guard incomplete != nil else { return }
        bodyLength += count
        guard bodyLength > HTTPLimits.bodyLength else { return }
        incomplete = nil
        enqueue(.refused(.bodyTooLong))
    }

    mutating func receivedEnd() {
        isInsideRequest = false
        guard let inquiry = incomplete else { return }
        incomplete = nil
        enqueue(inquiry)
    }

    /// All that was read has been parsed: without a request, it was a part of one.
    mutating func readCompleted(now: BootTime) {
        guard phase == .receiving, queue.isEmpty, !isLast, !isInsideRequest else { return }
        isInsideRequest = true
        since = now
    }

    /// What comes is no request.
    mutating func failed(_ refusal: Refusal) {
        guard !isLast else { return }
        incomplete = nil
        enqueue(.refused(refusal))
    }

    /// The client has closed its side.
    mutating func inputEnded() {
        hasInputEnded = true
        incomplete = nil
    }

    /// The answer to `inquiry` has left.
    mutating func answered(_ inquiry: Inquiry, now: BootTime) {
        guard phase == .answering else { return }
        hasAnswered = true
        if isLastAnswer(to: inquiry) {
            isLast = true
            queue = []
        }
        phase = .receiving
        since = now
    }

    /// No request is begun any more: the one that is being answered is the last.
    mutating func stop() {
        isLast = true
        incomplete = nil
        queue = []
        if phase == .receiving { phase = .closed }
    }

    /// Time has passed.
    mutating func check(now: BootTime) {
        let elapsed = now.microseconds(since: since)
        switch phase {
        case .receiving:
            if isInsideRequest {
                if elapsed >= limits.requestTime { failed(.tooSlow) }
            } else if elapsed >= (hasAnswered ? limits.idleTime : limits.requestTime) {
                phase = .closed
            }
        case .lingering: if elapsed >= limits.lingerTime { phase = .closed }
        case .answering, .closed: break
        }
    }

    // MARK: Steps

    mutating func next(now: BootTime) -> Step {
        switch phase {
        case .answering: return .wait
        case .closed: return .close
        case .lingering: return hasInputEnded ? .close : .read
        case .receiving:
            if !queue.isEmpty {
                phase = .answering
                return .answer(queue.removeFirst())
            }
            if hasInputEnded { return .close }
            guard isLast else { return .read }
            phase = .lingering
            since = now
            return .linger
        }
    }

    private mutating func enqueue(_ inquiry: Inquiry) {
        isInsideRequest = false
        queue.append(inquiry)
        if !inquiry.keepsAlive || queue.count == HTTPLimits.pipelinedRequests { isLast = true }
    }
}
