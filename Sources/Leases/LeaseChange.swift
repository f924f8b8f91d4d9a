public import NetworkValues

/// One step from a lease book to the next.
public enum LeaseChange: Hashable, Sendable {
    /// The lease takes the place of whatever the book has at its address.
    case put(Lease)
    /// The book forgets all that it has at the address.
    case remove(IPv4Address)

    /// Whether the disk must have it before anybody is told; an offer lives in memory only.
    public var isDurable: Bool {
        switch self {
        case .put(let lease): !lease.state.isTransient
        case .remove: true
        }
    }

    /// The same change after the clock was set on by so many seconds; a lease that began before `first` stays as it is.
    public func shifted(bySeconds seconds: Int64, since first: WallTime = .distantPast) -> LeaseChange {
        switch self {
        case .put(let lease): .put(lease.shifted(bySeconds: seconds, since: first))
        case .remove: self
        }
    }

    /// The address that changes.
    public var address: IPv4Address {
        switch self {
        case .put(let lease): lease.address
        case .remove(let address): address
        }
    }
}
