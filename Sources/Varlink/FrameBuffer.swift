import NetworkValues

/// Cuts a byte stream into Varlink messages: each is closed by a NUL (varlink.org, Method Calls).
public struct FrameBuffer: Sendable {
    /// A message longer than the limit.
    public struct TooLong: Error, Hashable, Sendable, CustomStringConvertible {
        public let limit: Int

        public var description: String { "a message of more than \(limit) octets" }
    }

    private var octets: [UInt8] = []
    private var start = 0
    /// Everything before this has no NUL.
    private var searched = 0
    private let limit: Int

    /// `limit` is the longest message, in octets.
    public init(limit: Int) {
        self.limit = limit
    }

    public var isEmpty: Bool { start == octets.count }

    public mutating func append(_ received: [UInt8]) { append(received.span) }

    public mutating func append(_ received: Span<UInt8>) {
        octets.append(copying: received)
    }

    /// The next whole message without its NUL; nil when more has to come.
    public mutating func next() throws(TooLong) -> [UInt8]? {
        searched = firstNUL(from: searched)
        if searched - start > limit { throw TooLong(limit: limit) }
        guard searched < octets.count else {
            compact()
            return nil
        }
        let message = Array(octets[start..<searched])
        searched += 1
        start = searched
        return message
    }

    /// The place of the next NUL, or the end.
    private func firstNUL(from start: Int) -> Int {
        let span = octets.span
        var place = start
        while place < span.count, span[place] != 0 { place += 1 }
        return place
    }

    private mutating func compact() {
        guard start > 0 else { return }
        octets.removeFirst(start)
        searched -= start
        start = 0
    }
}
