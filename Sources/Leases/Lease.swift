public import NetworkValues

/// By what a network tells its machines apart; which of the two is the plan's affair.
public enum LeaseKey: Hashable, Sendable {
    /// The hardware address: the rule on networks that boot, where ROM, iPXE and system use different identifiers.
    case hardware(MACAddress)
    /// The octets of option 61 (RFC 2132 section 9.14).
    case clientID([UInt8])
}

/// What a lease stands for; whether it still counts is a matter of `Lease.expires`.
public enum LeaseState: Hashable, Sendable, CaseIterable {
    /// Held for a machine while somebody looks whether it is in use; lives in memory only.
    case probing
    /// Held for a machine that has not asked for it yet; lives in memory only.
    case offered
    /// Acknowledged.
    case bound
    /// Given back before its time.
    case released
    /// Set aside: its machine found it in use by somebody else.
    case declined
    /// Set aside: we found it in use before it was offered.
    case inUse

    /// Whether it lives in memory only, over what was there before.
    public var isTransient: Bool { self == .probing || self == .offered }

    /// Whether the address is kept from everybody.
    public var isSetAside: Bool { self == .declined || self == .inUse }
}

/// An address held by a machine until a time.
public struct Lease: Hashable, Sendable {
    public let address: IPv4Address
    /// Who holds it on `network`.
    public let key: LeaseKey
    public let hardware: MACAddress
    /// Option 61 as the machine sent it last.
    public let clientID: [UInt8]?
    public let hostname: String?
    /// The name of the network that it was given on.
    public let network: String
    public let state: LeaseState
    /// When the machine got this state: the offer, the last ACK, the release.
    public let start: WallTime
    /// The first moment at which the lease no longer holds; `.distantFuture` never comes.
    public let expires: WallTime
    /// Whether a stranger holds it who may lose it to the next one while it is no more than an offer.
    public let isRecyclable: Bool

    public init(
        address: IPv4Address, key: LeaseKey, hardware: MACAddress, clientID: [UInt8]? = nil, hostname: String? = nil,
        network: String, state: LeaseState, start: WallTime, expires: WallTime, isRecyclable: Bool = false
    ) {
        self.address = address
        self.key = key
        self.hardware = hardware
        self.clientID = clientID
        self.hostname = hostname
        self.network = network
        self.state = state
        self.start = start
        self.expires = expires
        self.isRecyclable = isRecyclable
    }

    /// Whether nobody else may have the address at `now`.
    public func isHeld(at now: WallTime) -> Bool { now < expires }

    /// The same lease given back at `now`: it ends there, and the machine gets it again if it comes soon enough.
    public func released(at now: WallTime) -> Lease {
        with(.released, start: now, expires: min(expires, now))
    }

    /// What an administrator does to it: a lease that holds is given back, and anything else about the address is forgotten.
    public func ended(at now: WallTime) -> LeaseChange {
        state == .bound && isHeld(at: now) ? .put(released(at: now)) : .remove(address)
    }

    /// The same address set aside until `end`, for it was found in use by its machine (`declined`) or by us (`inUse`).
    public func setAside(_ state: LeaseState, at now: WallTime, until end: WallTime) -> Lease {
        with(state, start: now, expires: end)
    }

    /// The same address set aside no longer.
    func returned(at now: WallTime) -> Lease {
        with(state, start: min(expires, now), expires: min(expires, now))
    }

    /// The same lease after the clock was set on by so many seconds; an endless lease stays endless, and one that began
    /// before `first` stays as it is.
    func shifted(bySeconds seconds: Int64, since first: WallTime) -> Lease {
        guard start >= first else { return self }
        return with(
            state, start: start.advanced(by: seconds),
            expires: expires == .distantFuture ? expires : expires.advanced(by: seconds))
    }

    private func with(_ state: LeaseState, start: WallTime, expires: WallTime) -> Lease {
        Lease(
            address: address, key: key, hardware: hardware, clientID: clientID, hostname: hostname,
            network: network, state: state, start: start, expires: expires, isRecyclable: isRecyclable && state.isTransient)
    }
}
