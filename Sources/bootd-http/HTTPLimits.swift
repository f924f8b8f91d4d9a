/// What clients may take of the server.
///
/// Times are in microseconds.
struct HTTPLimits: Sendable {
    var connections = 1024
    var connectionsPerClient = 64
    /// So many connections more are told why they are not served; the rest is closed without a word.
    var refusedConnections = 128

    /// From the first octet of a request to its last, and from the connection to the first request.
    var requestTime: UInt64 = 15_000_000
    /// Between two requests.
    var idleTime: UInt64 = 60_000_000
    /// Without a single octet taken by a client that is being sent to.
    var stallTime: UInt64 = 60_000_000
    /// For what a client still sends after its last answer.
    var lingerTime: UInt64 = 2_000_000
    /// A request waits so long for the supervisor.
    var supervisorTime: UInt64 = 5_000_000
    /// How often all connections are looked at.
    var checkTime: UInt64 = 1_000_000

    /// A client that was told to come again is told to wait so long.
    static let retryAfterSeconds = 5
    /// A longer body of a request, which nobody reads, is refused.
    static let bodyLength = 1 << 16
    /// Requests that wait behind the one that is being answered.
    static let pipelinedRequests = 128
    /// One read from a connection: no more is taken before what it holds is answered.
    static let readLength = 4096
    /// A line of a request's head; longer than a request target may be, so that those have an answer of their own.
    static let headerLineLength = 16384
    static let headerLength = 32768
    static let headerCount = 100
}
