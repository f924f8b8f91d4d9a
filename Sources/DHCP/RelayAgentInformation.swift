public import NetworkValues

/// What a relay says of the client (option 82; RFC 3046).
///
/// It goes back to the relay as it came.
public struct RelayAgentInformation: Sendable {
    public let subOptions: SubOptions

    /// Reads the value of option 82.
    public init(_ octets: ArraySlice<UInt8>) {
        subOptions = SubOptions(relayed: octets)
    }

    /// Sub-option 1: the port that the request came in by.
    public var circuitID: ArraySlice<UInt8>? { subOptions[1] }

    /// Sub-option 2: the far end of that port.
    public var remoteID: ArraySlice<UInt8>? { subOptions[2] }

    /// Sub-option 5 (RFC 3527): an address in the client's subnet, where `giaddr` is not.
    public var linkSelection: IPv4Address? { subOptions[5].flatMap(IPv4Address.init(octets:)) }

    /// Sub-option 11 (RFC 5107): what the reply has to give as the server's identifier, so that renewals pass the relay.
    public var serverIdentifierOverride: IPv4Address? { subOptions[11].flatMap(IPv4Address.init(octets:)) }
}

extension DHCPOptions {
    /// Option 82.
    public var relayAgentInformation: RelayAgentInformation? {
        self[.relayAgentInformation].map(RelayAgentInformation.init)
    }
}
