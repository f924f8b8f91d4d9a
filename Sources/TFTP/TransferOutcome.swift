/// How a transfer ended.
public enum TransferOutcome: Hashable, Sendable {
    /// The client has acknowledged the last block.
    case completed
    /// Every block was sent, but the last acknowledgement did not come: some firmware never sends it.
    case unconfirmed
    /// The client only wanted the size, and ended the transfer when the OACK had told it (EDK2 does so).
    case sizeProbe
    /// The client ended it.
    case aborted(TFTPError)
    /// We ended it: the file could not be read any more, or the server stops.
    case failed(TFTPError)
    /// The client fell silent.
    case timedOut
    /// The client's host says that nobody listens at that port any more (ICMP).
    case unreachable
}

/// What a transfer has done so far.
public struct TransferCounters: Hashable, Sendable {
    /// Blocks that the client has acknowledged.
    public var blocks: UInt64
    /// Octets in those blocks.
    public var octets: UInt64
    /// Blocks and OACKs that were sent more than once.
    public var retransmissions: UInt64

    public init(blocks: UInt64 = 0, octets: UInt64 = 0, retransmissions: UInt64 = 0) {
        self.blocks = blocks
        self.octets = octets
        self.retransmissions = retransmissions
    }
}
