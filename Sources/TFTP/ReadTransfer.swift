public import NetworkValues

/// One file on its way to one client: the server's side of a read request, after the options are agreed.
///
/// The machine knows no file and no socket. The process tells it what happens and carries out what it answers; when
/// `deadline` has come it calls `timeout`. It holds these rules:
/// - Until the client has answered once, there is one packet under way and no more (the address may be forged).
/// - An ACK that is repeated, or stands inside a window, never causes a packet by itself, or all later blocks might be
///   sent twice (the Sorcerer's Apprentice, RFC 1123 section 4.2.3.1). In a window it is a hint that something was
///   lost: when the answer to all that is under way is late, the window goes on behind it (RFC 7440 section 4).
/// - Block numbers roll over to 0; offsets are 64 bits wide.
public struct ReadTransfer: Hashable, Sendable {
    /// What the process is to do.
    public enum Action: Hashable, Sendable {
        case none
        /// Send `options.acknowledged` as OACK.
        case sendOptionAcknowledgement
        /// Send these blocks of `layout`, in order.
        case sendBlocks(ClosedRange<UInt64>)
        /// The transfer is over; if there is an ERROR, send it once.
        case end(TransferOutcome, sending: TFTPError?)
    }

    private enum Phase {
        case idle
        /// The OACK is not answered yet.
        case offering
        case sending
        case ended
    }

    public let options: TransferOptions
    public let layout: BlockLayout
    /// Whether the client has not answered yet: nothing need be held open for it.
    public private(set) var isHalfOpen = true

    private var phase = Phase.idle
    private var timer: RetryTimer
    private var answerTime = AnswerTime()
    /// The blocks up to this one are with the client.
    private var acknowledged: UInt64 = 0
    /// The blocks after `acknowledged` and up to this one are under way.
    private var sent: UInt64 = 0
    /// When what is under way was sent.
    private var sentAt = BootTime(microseconds: 0)
    /// From this block on, what is under way was sent only once; block 0 is the OACK.
    ///
    /// Only the ACK of such a block measures a time (Karn's rule).
    private var firstFresh: UInt64 = 0
    private var retransmissions: UInt64 = 0

    public init(options: TransferOptions, fileSize: UInt64, policy: RetryPolicy = RetryPolicy()) {
        self.options = options
        layout = BlockLayout(fileSize: fileSize, blockSize: options.blockSize)
        timer = RetryTimer(policy.with(timeout: options.timeout))
    }

    /// When to call `timeout`; nil before the start and after the end.
    public var deadline: BootTime? { timer.deadline }

    public var counters: TransferCounters {
        TransferCounters(
            blocks: acknowledged, octets: layout.octets(through: acknowledged), retransmissions: retransmissions)
    }

    /// The request was answered with a file: sends the OACK, or the first block when there is nothing to agree on.
    public mutating func start(now: BootTime) -> Action {
        guard phase == .idle else { return .none }
        timer.restart(now: now, isHalfOpen: true)
        sentAt = now
        guard options.acknowledged.isEmpty else {
            phase = .offering
            return .sendOptionAcknowledgement
        }
        phase = .sending
        return sendWindow(now)
    }

    /// A packet came from the client's address and port; all but ACK and ERROR is passed over.
    public mutating func receive(_ packet: TFTPPacket, now: BootTime) -> Action {
        switch (phase, packet) {
        case (.offering, .acknowledgement(block: 0)): acknowledge(0, now)
        case (.sending, .acknowledgement(let wireNumber)): acknowledge(wireNumber, now)
        case (.offering, .error) where options.tellsSize: end(.sizeProbe)
        case (.offering, .error(let error)), (.sending, .error(let error)): end(.aborted(error))
        default: .none
        }
    }

    /// The deadline has come; called too early, it does nothing.
    public mutating func timeout(now: BootTime) -> Action {
        switch timer.expire(now: now) {
        case .notYet: .none
        case .giveUp: end(lacksOnlyConfirmation ? .unconfirmed : .timedOut)
        case .sendAgain: phase == .sending ? sendWindow(now) : offerAgain()
        }
    }

    /// The client's host answered with ICMP that nobody listens there.
    public mutating func unreachable() -> Action {
        guard phase == .offering || phase == .sending else { return .none }
        return end(lacksOnlyConfirmation ? .unconfirmed : .unreachable)
    }

    /// The transfer cannot go on for a reason of ours, which the client is told.
    public mutating func fail(_ error: TFTPError) -> Action {
        guard phase != .ended else { return .none }
        return end(.failed(error), sending: error)
    }

    private var lacksOnlyConfirmation: Bool { !isHalfOpen && sent == layout.last }

    private mutating func end(_ outcome: TransferOutcome, sending error: TFTPError? = nil) -> Action {
        phase = .ended
        timer.stop()
        return .end(outcome, sending: error)
    }
}

extension ReadTransfer {
    private mutating func acknowledge(_ wireNumber: UInt16, _ now: BootTime) -> Action {
        let number = acknowledged + UInt64(wireNumber &- UInt16(truncatingIfNeeded: acknowledged))
        guard number <= sent else { return .none }
        guard number > acknowledged || phase == .offering else {
            hurry(now)
            return .none
        }
        if number >= firstFresh { answerTime.measured(now.microseconds(since: sentAt)) }
        acknowledged = number
        isHalfOpen = false
        phase = .sending
        guard number < layout.last else { return end(.completed) }
        timer.restart(now: now, isHalfOpen: false)
        guard number < sent else { return sendWindow(now) }
        hurry(now)
        return .none
    }

    /// Something in the window may be lost, or the network doubled a packet.
    ///
    /// The answer to the whole window tells which. In lock-step there is nothing to tell, and the time-out decides.
    private mutating func hurry(_ now: BootTime) {
        guard options.windowSize > 1 else { return }
        timer.hurry(to: max(now, sentAt.advanced(byMicroseconds: answerTime.patience)))
    }

    /// Sends the window behind the last acknowledged block, whether parts of it were sent before or not.
    private mutating func sendWindow(_ now: BootTime) -> Action {
        retransmissions += sent - acknowledged
        firstFresh = sent + 1
        sentAt = now
        let length = TransferOptions.windowSizes.nearest(to: options.windowSize)
        // The address is not proven before the first answer: one block.
        sent = isHalfOpen ? 1 : min(acknowledged + UInt64(length), layout.last)
        return .sendBlocks(acknowledged + 1...sent)
    }

    private mutating func offerAgain() -> Action {
        retransmissions += 1
        firstFresh = 1
        return .sendOptionAcknowledgement
    }
}
