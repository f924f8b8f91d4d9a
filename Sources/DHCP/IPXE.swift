/// What an iPXE can do, as it says in its option 175.
public struct IPXEFeatures: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// The feature with this tag (0x10 to 0x2f); others are no features.
    init(tag: UInt8) {
        rawValue = (0x10...0x2F).contains(tag) ? 1 << UInt32(tag - 0x10) : 0
    }

    /// The features whose tags stand in the value of option 175.
    public init(encapsulated value: ArraySlice<UInt8>) {
        self = SubOptions(encapsulated: value).reduce(into: []) { $0.formUnion(IPXEFeatures(tag: $1.code)) }
    }

    public static let pxeExtensions = Self(tag: 0x10)
    public static let iscsi = Self(tag: 0x11)
    public static let aoe = Self(tag: 0x12)
    public static let http = Self(tag: 0x13)
    public static let https = Self(tag: 0x14)
    public static let tftp = Self(tag: 0x15)
    public static let ftp = Self(tag: 0x16)
    public static let dns = Self(tag: 0x17)
    public static let bzImage = Self(tag: 0x18)
    public static let multiboot = Self(tag: 0x19)
    public static let srp = Self(tag: 0x1B)
    public static let nbi = Self(tag: 0x20)
    public static let pxe = Self(tag: 0x21)
    public static let elf = Self(tag: 0x22)
    public static let comboot = Self(tag: 0x23)
    public static let efi = Self(tag: 0x24)
    public static let fcoe = Self(tag: 0x25)
    public static let vlan = Self(tag: 0x26)
    public static let menu = Self(tag: 0x27)
    public static let sdi = Self(tag: 0x28)
    public static let nfs = Self(tag: 0x29)
}

/// The encapsulated options of iPXE (option 175) that a server sends.
public enum IPXEOption {
    /// Options with which iPXE does not wait two seconds for a proxy's offer.
    public static let noPXEDHCP: [UInt8] = [0xB0, 1, 1]
}

extension DHCPOptions {
    /// The features in option 175; nil when it is not there.
    public var ipxeFeatures: IPXEFeatures? {
        self[.ipxeEncapsulation].map(IPXEFeatures.init(encapsulated:))
    }
}
