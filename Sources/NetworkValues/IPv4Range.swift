/// A run of addresses, both ends included.
public struct IPv4Range: Hashable, Sendable {
    public let first: IPv4Address
    public let last: IPv4Address

    /// Nil when the ends are the wrong way round.
    public init?(first: IPv4Address, last: IPv4Address) {
        guard first <= last else { return nil }
        self.first = first
        self.last = last
    }

    /// Reads `10.75.0.2 - 10.75.255.254`, blanks optional, or one address.
    public init?(_ text: some StringProtocol) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
            .map { $0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed() }
            .map { IPv4Address(String($0)) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
        self.init(first: first, last: last)
    }

    /// How many addresses there are: 1 to 2^32.
    public var count: Int { Int(last.rawValue) - Int(first.rawValue) + 1 }

    public func contains(_ address: IPv4Address) -> Bool { first <= address && address <= last }

    public func overlaps(_ other: IPv4Range) -> Bool { first <= other.last && other.first <= last }

    /// What is left of the range without `holes`, in order.
    public func subtracting(_ holes: [IPv4Range]) -> [IPv4Range] {
        var rest: [IPv4Range] = []
        var begin: IPv4Address? = first
        for hole in holes.sorted(by: { $0.first < $1.first }) {
            guard let start = begin, start <= last else { break }
            if hole.last < start { continue }
            if hole.first > start {
                let end = min(last, IPv4Address(rawValue: hole.first.rawValue &- 1))
                if let piece = IPv4Range(first: start, last: end) { rest.append(piece) }
            }
            begin = hole.last.next
        }
        if let start = begin, let piece = IPv4Range(first: start, last: last) { rest.append(piece) }
        return rest
    }
}

extension IPv4Range: CustomStringConvertible {
    public var description: String { first == last ? "\(first)" : "\(first) - \(last)" }
}
