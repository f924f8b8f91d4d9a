public import NetworkValues

/// A lease as it is written down: one row, keyed by its address.
public struct LeaseRecord: Hashable, Sendable {
    /// What the octets of `key` are.
    public enum KeyKind: String, Hashable, Sendable, CaseIterable {
        case hardware
        case clientID = "client-id"
    }

    /// What is written down of a lease's state; offers are not.
    public enum State: String, Hashable, Sendable, CaseIterable {
        case bound
        case released
        case declined
        case inUse = "in-use"
    }

    public let address: IPv4Address
    public let keyKind: KeyKind
    /// By what the network knows the machine.
    public let key: [UInt8]
    public let hardware: MACAddress
    public let clientID: [UInt8]?
    /// Without NUL; what follows one is not kept.
    public let hostname: String?
    public let network: String
    public let state: State
    public let start: WallTime
    public let expires: WallTime

    public init(
        address: IPv4Address, keyKind: KeyKind, key: [UInt8], hardware: MACAddress, clientID: [UInt8]? = nil,
        hostname: String? = nil, network: String, state: State, start: WallTime, expires: WallTime
    ) {
        self.address = address
        self.keyKind = keyKind
        self.key = key
        self.hardware = hardware
        self.clientID = clientID
        self.hostname = hostname
        self.network = network
        self.state = state
        self.start = start
        self.expires = expires
    }
}

/// One step from what is written down to what shall be.
public enum LeaseRecordChange: Hashable, Sendable {
    /// The record takes the place of the one with its address, if there is one.
    case put(LeaseRecord)
    /// The record with this address goes, if there is one.
    case remove(IPv4Address)
    /// By the clock as it is now, what is written down began anew at this moment, in the place of what was lost.
    case recovered(WallTime)
}
