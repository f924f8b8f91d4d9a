public import NetworkValues

/// The encapsulated options of PXE clients (option 43; PXE 2.1 section 2.2.3).
public enum PXEOption {
    /// How the client looks for boot servers: `PXEDiscoveryControl`.
    public static let discoveryControl: UInt8 = 6
    public static let multicastAddress: UInt8 = 7
    public static let bootServers: UInt8 = 8
    public static let bootMenu: UInt8 = 9
    public static let menuPrompt: UInt8 = 10
    public static let bootItem: UInt8 = 71
}

/// The bits of PXE option 6.
public struct PXEDiscoveryControl: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public static let noBroadcast = Self(rawValue: 1)
    public static let noMulticast = Self(rawValue: 2)
    public static let onlyListedServers = Self(rawValue: 4)
    /// Take the boot file of this offer and look for no boot server.
    public static let useBootFile = Self(rawValue: 8)

    /// Option 43 with these bits alone, ended as some ROMs need it.
    public var vendorSpecificInformation: [UInt8] {
        [PXEOption.discoveryControl, 1, rawValue, DHCPOptionCode.end.rawValue]
    }
}

/// The kind of boot server that a client chose (PXE option 71).
public struct PXEBootItem: Hashable, Sendable {
    public let type: UInt16
    /// The first bit says that the client wants credentials.
    public let layer: UInt16

    public init(type: UInt16, layer: UInt16) {
        self.type = type
        self.layer = layer
    }
}

extension DHCPOptions {
    /// The encapsulated options of option 43.
    public var vendorOptions: SubOptions? {
        self[.vendorSpecificInformation].map(SubOptions.init(encapsulated:))
    }

    /// PXE option 71 within option 43.
    public var pxeBootItem: PXEBootItem? {
        guard let value = vendorOptions?[PXEOption.bootItem], value.count == 4 else { return nil }
        let number = value.reduce(0) { $0 << 8 | UInt32($1) }
        return PXEBootItem(type: UInt16(truncatingIfNeeded: number >> 16), layer: UInt16(truncatingIfNeeded: number))
    }

    /// Option 97 (RFC 4578 section 2.3): the machine's UUID, of type 0; nil also for all zeros and all ones.
    public var machineUUID: MachineUUID? {
        guard let value = self[.clientMachineIdentifier], value.first == 0 else { return nil }
        return MachineUUID(wire: value.dropFirst())
    }
}
