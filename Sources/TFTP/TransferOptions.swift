/// What client and server have agreed on for one transfer.
public struct TransferOptions: Hashable, Sendable {
    /// What RFC 2348 allows.
    public static let blockSizes = 8...65464
    /// RFC 7440 allows 65535, but only in half of the block numbers can a late ACK be told from an early one.
    public static let windowSizes = 1...32767
    /// What holds when nothing is agreed (RFC 1350).
    public static let standard = TransferOptions()

    /// Octets in a block.
    public var blockSize = 512
    /// Blocks to one acknowledgement; 1 is lock-step.
    public var windowSize = 1
    /// Microseconds until a packet is sent again, where the client asked for a time; nil leaves it to the server.
    public var timeout: UInt64?
    /// What the OACK says, in the client's order and spelling; empty means that no OACK is sent.
    public var acknowledged: [TFTPOption] = []

    public init() {}

    /// Whether the client was told the size of the file.
    public var tellsSize: Bool { acknowledged.contains { $0.kind == .transferSize } }
}

extension ClosedRange<Int> {
    func nearest(to value: Int) -> Int { Swift.min(Swift.max(value, lowerBound), upperBound) }
}
