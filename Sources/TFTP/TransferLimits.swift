/// How many transfers may run at once.
public struct TransferLimits: Hashable, Sendable {
    public var transfers = 4096
    /// Many machines may stand behind one address.
    public var transfersPerClient = 256
    /// Transfers whose client has not answered yet, and may not exist.
    public var halfOpen = 1024
    public var halfOpenPerClient = 128

    public init() {}
}
