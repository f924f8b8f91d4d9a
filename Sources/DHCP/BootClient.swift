/// What asks: an ordinary DHCP client, or one that wants to boot.
public struct BootClient: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Wants an address and no boot file.
        case ordinary
        /// PXE firmware (option 60 begins with `PXEClient`): boots by TFTP.
        case pxe
        /// UEFI HTTP Boot (option 60 begins with `HTTPClient`): boots from a URL.
        case http
        /// iPXE: boots from what its features allow.
        case ipxe
    }

    public let kind: Kind
    /// Nil for an ordinary client that does not say, and for one that we do not know.
    public let architecture: ClientArchitecture?
    /// What an iPXE can do; nil for others and for an iPXE that does not say.
    public let features: IPXEFeatures?

    public init(kind: Kind, architecture: ClientArchitecture?, features: IPXEFeatures? = nil) {
        self.kind = kind
        self.architecture = architecture
        self.features = features
    }

    /// Looks at the options of a request.
    ///
    /// An iPXE says so in its user class (option 77) or encapsulates its features (175). The architecture is that of option
    /// 93, else of `Arch:NNNNN` in option 60, else BIOS: some ROMs send a bare `PXEClient`.
    public init(_ options: DHCPOptions) {
        let vendorClass = options.vendorClassIdentifier ?? []
        features = options.ipxeFeatures
        if features != nil || options.hasUserClass("iPXE") {
            kind = .ipxe
        } else if vendorClass.starts(with: "HTTPClient".utf8) {
            kind = .http
        } else {
            kind = vendorClass.starts(with: "PXEClient".utf8) ? .pxe : .ordinary
        }
        if let list = options[.clientSystemArchitecture] {
            architecture = ClientArchitecture(list: list)
        } else if kind != .ordinary {
            architecture = Self.code(in: vendorClass).map(ClientArchitecture.init(code:)) ?? .x86BIOS
        } else {
            architecture = nil
        }
    }

    /// Looks at a request; a BOOTP client that does not say otherwise boots by TFTP, as a BIOS does.
    public init(_ message: DHCPMessage) {
        let told = BootClient(message.options)
        guard message.isBOOTP, told.kind == .ordinary else {
            self = told
            return
        }
        self.init(kind: .pxe, architecture: told.architecture ?? .x86BIOS)
    }

    /// The number in `PXEClient:Arch:00007:UNDI:003016`.
    private static func code(in vendorClass: ArraySlice<UInt8>) -> UInt16? {
        let fields = vendorClass.split(separator: UInt8(ascii: ":"), maxSplits: 3)
        guard fields.count >= 3, fields[1].elementsEqual("Arch".utf8) else { return nil }
        return UInt16(String(decoding: fields[2], as: UTF8.self))
    }
}

extension DHCPOptions {
    /// Whether option 77 names this class: in a list as RFC 3004 demands, or plain, as iPXE and others send it.
    public func hasUserClass(_ name: String) -> Bool {
        guard let value = self[.userClass] else { return false }
        if value.elementsEqual(name.utf8) { return true }
        var rest = value
        var found = false
        while let count = rest.popFirst() {
            guard count <= rest.count else { return false }
            found = found || rest.prefix(Int(count)).elementsEqual(name.utf8)
            rest = rest.dropFirst(Int(count))
        }
        return found
    }
}
