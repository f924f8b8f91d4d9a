public import NetworkValues

/// Through which protocol a step of a boot went.
public enum TrailStage: String, Hashable, Sendable {
    case dhcp, tftp, http
}

/// One step of a machine's boot.
public struct TrailEvent: Hashable, Sendable {
    /// Since 1970.
    public let microseconds: Int64
    public let machine: MACAddress
    /// Which of the machine's boots that we have seen, from 1.
    public let boot: Int
    public let stage: TrailStage
    /// What happened, as a word for programs: `offer`, `transfer`, `ignition`.
    public let event: String
    /// What happened, for people.
    public let text: String
}
