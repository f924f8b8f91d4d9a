import NetworkValues
import TFTP

/// A client as firmware has them: it keeps what it gets and answers what it does not expect.
struct SimulatedClient {
    /// What it does with a block that it does not expect.
    enum Manner: CaseIterable, Sendable {
        /// Answers every one with the ACK of the last good block (EDK2; in lock-step the Sorcerer's Apprentice).
        case answersEach
        /// Answers the first one after a good block (RFC 7440 section 4).
        case answersFirst
        /// Answers none and waits for its own timer.
        case waits
        /// Acknowledges every block of a window, expected or not.
        case acknowledgesAll
    }

    private(set) var received: [UInt8] = []
    private(set) var isDone = false
    private(set) var deadline: BootTime?
    private let asked: [TFTPOption]
    private let manner: Manner
    private var blockSize = 512
    private var windowSize = 1
    private var hasOptions = false
    private var expected: UInt64 = 1
    private var sinceACK = 0
    private var hasReportedGap = false
    private var tries = 0

    init(asking options: [TFTPOption], manner: Manner, now: BootTime) {
        asked = options
        self.manner = manner
        arm(now)
    }

    /// What it answers to a datagram.
    mutating func receive(_ octets: [UInt8], now: BootTime) -> TFTPPacket? {
        switch try? decode(octets) {
        case .optionAcknowledgement(let options) where expected == 1 && !asked.isEmpty:
            adopt(options)
            tries = 0
            arm(now)
            return .acknowledgement(block: 0)
        case .data(let number, let payload) where hasOptions || asked.isEmpty:
            return receive(block: number, payload, now)
        default:
            return nil
        }
    }

    /// Nothing came for long: it repeats its last good ACK, and gives up after eight times.
    mutating func timeout(now: BootTime) -> TFTPPacket? {
        tries += 1
        guard !isDone, tries <= 8 else {
            deadline = nil
            return nil
        }
        arm(now)
        guard hasOptions || expected > 1 else { return nil }
        return acknowledge()
    }

    private mutating func receive(block number: UInt16, _ payload: [UInt8], _ now: BootTime) -> TFTPPacket? {
        guard !isDone, number == UInt16(truncatingIfNeeded: expected) else { return unexpected() }
        received += payload
        expected += 1
        sinceACK += 1
        hasReportedGap = false
        tries = 0
        arm(now)
        isDone = payload.count < blockSize
        return isDone || sinceACK >= windowSize || manner == .acknowledgesAll ? acknowledge() : nil
    }

    private mutating func unexpected() -> TFTPPacket? {
        switch manner {
        case .answersEach, .acknowledgesAll: return acknowledge()
        case .waits: return isDone ? acknowledge() : nil
        case .answersFirst:
            guard isDone || !hasReportedGap else { return nil }
            hasReportedGap = true
            return acknowledge()
        }
    }

    private mutating func acknowledge() -> TFTPPacket {
        sinceACK = 0
        return .acknowledgement(block: UInt16(truncatingIfNeeded: expected - 1))
    }

    private mutating func adopt(_ options: [TFTPOption]) {
        hasOptions = true
        for option in options {
            guard let number = option.number else { continue }
            switch option.kind {
            case .blockSize: blockSize = Int(number)
            case .windowSize: windowSize = Int(number)
            default: break
            }
        }
    }

    private mutating func arm(_ now: BootTime) {
        deadline = now.advanced(byMicroseconds: 4_000_000)
    }
}
