/// Counts the transfers that run and decides about new ones.
///
/// `Client` is the client's address without its port. Where forged requests fill the room for half-open transfers, the
/// oldest of those makes room for the newest: a real client answers within a round trip and is out of danger, a silent
/// one holds nobody up.
public struct TransferAdmission<Client: Hashable & Sendable>: Sendable {
    /// A transfer among those that run; never used twice.
    public struct ID: Hashable, Sendable {
        fileprivate let number: UInt64
    }

    public enum Verdict: Hashable, Sendable {
        /// The transfer may start. If there is another, it is to be dropped without a word, and counts no more.
        case admitted(ID, dropping: ID?)
        /// The request is to be passed over without an answer: the client will ask again.
        case refused(Limit)
    }

    /// Which limit a refused request would have passed.
    public enum Limit: Hashable, Sendable {
        case transfers
        case transfersPerClient
        case halfOpenPerClient
    }

    private struct Tally {
        var transfers = 0
        var halfOpen = 0
    }

    public var limits: TransferLimits
    private var running: [ID: (client: Client, isHalfOpen: Bool)] = [:]
    private var tallies: [Client: Tally] = [:]
    private var halfOpen = 0
    /// The half-open transfers by age; some have ended or opened since.
    private var queue: [ID] = []
    private var lastNumber: UInt64 = 0

    public init(limits: TransferLimits = TransferLimits()) {
        self.limits = limits
    }

    public var count: Int { running.count }
    public var halfOpenCount: Int { halfOpen }

    /// A client asks for a transfer, which begins half-open if admitted.
    public mutating func admit(_ client: Client) -> Verdict {
        let tally = tallies[client] ?? Tally()
        guard tally.transfers < limits.transfersPerClient else { return .refused(.transfersPerClient) }
        guard tally.halfOpen < limits.halfOpenPerClient else { return .refused(.halfOpenPerClient) }
        let dropped = halfOpen >= limits.halfOpen || count >= limits.transfers ? dropOldest() : nil
        guard count < limits.transfers else { return .refused(.transfers) }

        lastNumber &+= 1
        let id = ID(number: lastNumber)
        running[id] = (client, true)
        tallies[client, default: Tally()].transfers += 1
        tallies[client, default: Tally()].halfOpen += 1
        halfOpen += 1
        queue.append(id)
        if queue.count > 2 * halfOpen + 64 { queue = queue.filter(isHalfOpen) }
        return .admitted(id, dropping: dropped)
    }

    /// The client of this transfer has answered for the first time.
    public mutating func opened(_ id: ID) {
        guard let entry = running[id], entry.isHalfOpen else { return }
        running[id]?.isHalfOpen = false
        tallies[entry.client]?.halfOpen -= 1
        halfOpen -= 1
    }

    /// The transfer is over.
    public mutating func ended(_ id: ID) {
        opened(id)
        guard let entry = running.removeValue(forKey: id) else { return }
        tallies[entry.client]?.transfers -= 1
        if tallies[entry.client]?.transfers == 0 { tallies[entry.client] = nil }
    }

    private func isHalfOpen(_ id: ID) -> Bool { running[id]?.isHalfOpen == true }

    private mutating func dropOldest() -> ID? {
        guard let index = queue.firstIndex(where: isHalfOpen) else { return nil }
        let oldest = queue[index]
        queue.removeSubrange(...index)
        ended(oldest)
        return oldest
    }
}
