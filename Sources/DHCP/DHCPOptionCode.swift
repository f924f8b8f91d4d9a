/// The code of a DHCP option (RFC 2132 and its successors, registry `bootp-dhcp-parameters`).
public struct DHCPOptionCode: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }
}

/// RFC 2132, named as its sections are.
extension DHCPOptionCode {
    public static let pad = Self(rawValue: 0)
    public static let subnetMask = Self(rawValue: 1)
    public static let router = Self(rawValue: 3)
    public static let domainNameServer = Self(rawValue: 6)
    public static let logServer = Self(rawValue: 7)
    public static let hostName = Self(rawValue: 12)
    public static let domainName = Self(rawValue: 15)
    public static let rootPath = Self(rawValue: 17)
    public static let interfaceMTU = Self(rawValue: 26)
    public static let broadcastAddress = Self(rawValue: 28)
    public static let networkTimeProtocolServers = Self(rawValue: 42)
    public static let vendorSpecificInformation = Self(rawValue: 43)
    public static let requestedAddress = Self(rawValue: 50)
    public static let leaseTime = Self(rawValue: 51)
    public static let overload = Self(rawValue: 52)
    public static let messageType = Self(rawValue: 53)
    public static let serverIdentifier = Self(rawValue: 54)
    public static let parameterRequestList = Self(rawValue: 55)
    public static let message = Self(rawValue: 56)
    public static let maximumMessageSize = Self(rawValue: 57)
    public static let renewalTime = Self(rawValue: 58)
    public static let rebindingTime = Self(rawValue: 59)
    public static let vendorClassIdentifier = Self(rawValue: 60)
    public static let clientIdentifier = Self(rawValue: 61)
    public static let tftpServerName = Self(rawValue: 66)
    public static let bootFileName = Self(rawValue: 67)
    public static let end = Self(rawValue: 255)
}

/// Of other RFCs.
extension DHCPOptionCode {
    /// RFC 3004.
    public static let userClass = Self(rawValue: 77)
    /// RFC 4039.
    public static let rapidCommit = Self(rawValue: 80)
    /// RFC 4702.
    public static let clientFQDN = Self(rawValue: 81)
    /// RFC 3046.
    public static let relayAgentInformation = Self(rawValue: 82)
    /// RFC 4578.
    public static let clientSystemArchitecture = Self(rawValue: 93)
    /// RFC 4578.
    public static let clientNetworkInterface = Self(rawValue: 94)
    /// RFC 4578.
    public static let clientMachineIdentifier = Self(rawValue: 97)
    /// RFC 8925.
    public static let ipv6OnlyPreferred = Self(rawValue: 108)
    /// RFC 8910.
    public static let captivePortal = Self(rawValue: 114)
    /// RFC 3011.
    public static let subnetSelection = Self(rawValue: 118)
    /// RFC 3397.
    public static let domainSearch = Self(rawValue: 119)
    /// RFC 3442.
    public static let classlessStaticRoute = Self(rawValue: 121)
    /// Not of an RFC: what iPXE encapsulates its own options in.
    public static let ipxeEncapsulation = Self(rawValue: 175)
}

extension DHCPOptionCode: CustomStringConvertible {
    public var description: String { "option \(rawValue)" }
}
