public import Catalog
public import NetworkValues

/// How many DISCOVERs of strangers are answered: so many a second of each interface, and of each port of a relay.
///
/// A relay that does not tell its ports (option 82) speaks for a whole network, as an interface does.
public struct DiscoverGate: Sendable {
    /// Where strangers come from.
    private enum Source: Hashable {
        case interface(String)
        case relay(IPv4Address, RelayPort?)
    }

    /// A machine that asks in vain asks again: after a pause so many seconds' worth pass at once.
    private static let burst: UInt64 = 2
    /// No more places are told apart; whoever makes places up is still held back by the interface.
    private static let capacity = 4096

    private var buckets: [Source: TokenBucket] = [:]

    public init() {}

    /// Whether a stranger that asks there is answered now.
    public mutating func admits(_ attachment: Attachment, _ limits: DiscoverLimits, at now: BootTime) -> Bool {
        var sources: [(Source, UInt32)] = [(.interface(attachment.interface), limits.interface)]
        if let relay = attachment.relay {
            let port = attachment.relayPort
            sources.insert((.relay(relay, port), port == nil ? limits.interface : limits.relayPort), at: 0)
        }
        if buckets.count >= Self.capacity { buckets = buckets.filter { !$0.value.isFull(at: now) } }
        return sources.allSatisfy { source, rate in
            rate == 0 || takes(source, rate: UInt64(rate), at: now)
        }
    }

    private mutating func takes(_ source: Source, rate: UInt64, at now: BootTime) -> Bool {
        if buckets[source] == nil, buckets.count >= Self.capacity { return true }
        return buckets[source, default: TokenBucket(at: now)].take(rate: rate, capacity: rate * Self.burst, at: now)
    }
}

/// Lets so many through in a second, and after a pause as many at once as it holds.
struct TokenBucket: Hashable, Sendable {
    /// When it is full again.
    private var full: BootTime

    init(at now: BootTime) {
        full = now
    }

    func isFull(at now: BootTime) -> Bool { full <= now }

    /// Takes one of at most `capacity`; `rate` come in a second, neither is 0.
    mutating func take(rate: UInt64, capacity: UInt64, at now: BootTime) -> Bool {
        let each = max(1, 1_000_000 / max(1, rate))
        let next = max(full, now).advanced(byMicroseconds: each)
        guard next.microseconds(since: now) <= each * capacity else { return false }
        full = next
        return true
    }
}
