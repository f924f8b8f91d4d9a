public import NetworkValues

/// A menu that PXE firmware shows, with the boot servers of its items (option 43; PXE 2.1 section 2.2.3).
public struct PXEMenu: Hashable, Sendable {
    public struct Item: Hashable, Sendable {
        /// What firmware asks boot servers for; 0 is the local disk.
        public let type: UInt16
        public let text: String
        /// Who answers for it on port 4011.
        public let servers: [IPv4Address]

        public init(type: UInt16, text: String, servers: [IPv4Address]) {
            self.type = type
            self.text = text
            self.servers = servers
        }
    }

    /// What stands before the menu is shown.
    public let prompt: String
    /// After so many seconds the first item boots; 0 is at once, 255 never.
    public let timeout: UInt8
    public let items: [Item]

    /// The local disk's type.
    public static let local: UInt16 = 0
    /// The first of the types that are free for anybody.
    public static let firstFreeType: UInt16 = 0x8000
    /// A menu of which `size` is more does not fit into one option.
    public static let longest = 255

    public init(prompt: String, timeout: UInt8, items: [Item]) {
        self.prompt = prompt
        self.timeout = timeout
        self.items = items
    }

    /// How many octets `vendorSpecificInformation` has.
    public var size: Int { vendorSpecificInformation.count }

    /// Option 43: the control of the discovery (6), the boot servers (8), the menu (9) and its prompt (10), ended as some ROMs
    /// need it.
    ///
    /// Each item names its servers, so that firmware asks nobody else.
    public var vendorSpecificInformation: [UInt8] {
        let control: PXEDiscoveryControl = [.noBroadcast, .noMulticast, .onlyListedServers]
        let servers = items.filter { !$0.servers.isEmpty }.flatMap { item in
            item.type.octets + [UInt8(clamping: item.servers.count)] + item.servers.flatMap(\.octets)
        }
        let menu = items.flatMap { $0.type.octets + [UInt8(clamping: $0.text.utf8.count)] + Array($0.text.utf8) }
        return Self.option(PXEOption.discoveryControl, [control.rawValue])
            + (servers.isEmpty ? [] : Self.option(PXEOption.bootServers, servers))
            + Self.option(PXEOption.bootMenu, menu)
            + Self.option(PXEOption.menuPrompt, [timeout] + Array(prompt.utf8))
            + [DHCPOptionCode.end.rawValue]
    }

    private static func option(_ code: UInt8, _ value: [UInt8]) -> [UInt8] { [code, UInt8(clamping: value.count)] + value }
}

extension PXEBootItem {
    /// Option 43 with this item alone, as a boot server gives it back.
    public var vendorSpecificInformation: [UInt8] {
        [PXEOption.bootItem, 4] + type.octets + layer.octets + [DHCPOptionCode.end.rawValue]
    }
}

extension UInt16 {
    fileprivate var octets: [UInt8] { [UInt8(truncatingIfNeeded: self >> 8), UInt8(truncatingIfNeeded: self)] }
}
