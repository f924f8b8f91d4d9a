/// An option whose value has a known form: its name, and how it is written.
public struct DHCPOptionDefinition: Hashable, Sendable {
    public let code: DHCPOptionCode
    /// The name in the registry `bootp-dhcp-parameters`, as other servers have spelt it out: `ntp-servers`.
    public let name: String
    public let type: DHCPOptionType

    fileprivate init(_ code: UInt8, _ name: String, _ type: DHCPOptionType) {
        self.code = DHCPOptionCode(rawValue: code)
        self.name = name
        self.type = type
    }

    public init?(name: some StringProtocol) {
        guard let known = Self.all.first(where: { $0.name == name }) else { return nil }
        self = known
    }

    public init?(code: DHCPOptionCode) {
        guard let known = Self.all.first(where: { $0.code == code }) else { return nil }
        self = known
    }

    /// Each name and each code once.
    public static let all = vendorExtensions + addressing + protocolOptions + services + later
}

extension DHCPOptionDefinition {
    /// RFC 2132 section 3.
    private static let vendorExtensions = [
        Self(1, "subnet-mask", .ip),
        Self(2, "time-offset", .i32),
        Self(3, "routers", .ips),
        Self(4, "time-servers", .ips),
        Self(5, "name-servers", .ips),
        Self(6, "domain-name-servers", .ips),
        Self(7, "log-servers", .ips),
        Self(8, "cookie-servers", .ips),
        Self(9, "lpr-servers", .ips),
        Self(10, "impress-servers", .ips),
        Self(11, "resource-location-servers", .ips),
        Self(12, "host-name", .text),
        Self(13, "boot-size", .u16),
        Self(14, "merit-dump", .text),
        Self(15, "domain-name", .text),
        Self(16, "swap-server", .ip),
        Self(17, "root-path", .text),
        Self(18, "extensions-path", .text),
    ]

    /// RFC 2132 sections 4 to 7: a machine's IP, interface, link and TCP.
    private static let addressing = [
        Self(19, "ip-forwarding", .bool),
        Self(20, "non-local-source-routing", .bool),
        Self(21, "policy-filter", .ipPairs),
        Self(22, "max-dgram-reassembly", .u16),
        Self(23, "default-ip-ttl", .u8),
        Self(24, "path-mtu-aging-timeout", .u32),
        Self(25, "path-mtu-plateau-table", .u16s),
        Self(26, "interface-mtu", .u16),
        Self(27, "all-subnets-local", .bool),
        Self(28, "broadcast-address", .ip),
        Self(29, "perform-mask-discovery", .bool),
        Self(30, "mask-supplier", .bool),
        Self(31, "router-discovery", .bool),
        Self(32, "router-solicitation-address", .ip),
        Self(33, "static-routes", .ipPairs),
        Self(34, "trailer-encapsulation", .bool),
        Self(35, "arp-cache-timeout", .u32),
        Self(36, "ieee802-3-encapsulation", .bool),
        Self(37, "default-tcp-ttl", .u8),
        Self(38, "tcp-keepalive-interval", .u32),
        Self(39, "tcp-keepalive-garbage", .bool),
    ]

    /// RFC 2132 section 9: what DHCP itself is made of.
    private static let protocolOptions = [
        Self(50, "dhcp-requested-address", .ip),
        Self(51, "dhcp-lease-time", .u32),
        Self(52, "dhcp-option-overload", .u8),
        Self(53, "dhcp-message-type", .u8),
        Self(54, "dhcp-server-identifier", .ip),
        Self(55, "dhcp-parameter-request-list", .hex),
        Self(56, "dhcp-message", .text),
        Self(57, "dhcp-max-message-size", .u16),
        Self(58, "dhcp-renewal-time", .u32),
        Self(59, "dhcp-rebinding-time", .u32),
        Self(60, "vendor-class-identifier", .text),
        Self(61, "dhcp-client-identifier", .hex),
        Self(66, "tftp-server-name", .text),
        Self(67, "boot-file-name", .text),
    ]

    /// RFC 2132 section 8, and RFC 2241 and 2242.
    private static let services = [
        Self(40, "nis-domain", .text),
        Self(41, "nis-servers", .ips),
        Self(42, "ntp-servers", .ips),
        Self(43, "vendor-encapsulated-options", .hex),
        Self(44, "netbios-name-servers", .ips),
        Self(45, "netbios-dd-server", .ips),
        Self(46, "netbios-node-type", .u8),
        Self(47, "netbios-scope", .text),
        Self(48, "font-servers", .ips),
        Self(49, "x-display-manager", .ips),
        Self(62, "nwip-domain-name", .text),
        Self(63, "nwip-suboptions", .hex),
        Self(64, "nisplus-domain-name", .text),
        Self(65, "nisplus-servers", .ips),
        Self(68, "mobile-ip-home-agent", .ips),
        Self(69, "smtp-server", .ips),
        Self(70, "pop-server", .ips),
        Self(71, "nntp-server", .ips),
        Self(72, "www-server", .ips),
        Self(73, "finger-server", .ips),
        Self(74, "irc-server", .ips),
        Self(75, "streettalk-server", .ips),
        Self(76, "streettalk-directory-assistance-server", .ips),
        Self(85, "nds-servers", .ips),
        Self(86, "nds-tree-name", .text),
        Self(87, "nds-context", .text),
    ]

    /// Of later RFCs; 175 and 252 are of none.
    private static let later = [
        Self(80, "rapid-commit", .hex),
        Self(82, "dhcp-agent-options", .hex),
        Self(88, "bcms-controller-names", .domains),
        Self(89, "bcms-controller-address", .ips),
        Self(97, "uuid-guid", .hex),
        Self(98, "uap-servers", .text),
        Self(100, "pcode", .text),
        Self(101, "tcode", .text),
        Self(108, "v6-only-preferred", .u32),
        Self(112, "netinfo-server-address", .ips),
        Self(113, "netinfo-server-tag", .text),
        Self(114, "v4-captive-portal", .text),
        Self(116, "auto-config", .u8),
        Self(117, "name-service-search", .u16s),
        Self(118, "subnet-selection", .ip),
        Self(119, "domain-search", .domains),
        Self(121, "classless-static-route", .routes),
        Self(124, "vivco-suboptions", .hex),
        Self(125, "vivso-suboptions", .hex),
        Self(136, "pana-agent", .ips),
        Self(137, "v4-lost", .domains),
        Self(138, "capwap-ac-v4", .ips),
        Self(141, "sip-ua-cs-domains", .domains),
        Self(150, "tftp-server-address", .ips),
        Self(175, "ipxe", .hex),
        Self(208, "pxelinux-magic", .hex),
        Self(209, "pxelinux-config-file", .text),
        Self(210, "pxelinux-path-prefix", .text),
        Self(211, "pxelinux-reboot-time", .u32),
        Self(213, "v4-access-domain", .domains),
        Self(252, "wpad-url", .text),
    ]

    /// What iPXE takes within its own option (175), by its names for its settings.
    public static let ipxe = [
        Self(0x01, "priority", .i8),
        Self(0x08, "keep-san", .bool),
        Self(0x09, "skip-san-boot", .bool),
        Self(0x51, "scriptlet", .text),
        Self(0x55, "syslogs", .text),
        Self(0x5A, "trust", .hex),
        Self(0x5D, "cross-cert", .text),
        Self(0xB0, "no-pxedhcp", .bool),
        Self(0xBB, "san-retry", .i8),
        Self(0xBC, "san-filename", .text),
        Self(0xBD, "san-drive", .u8),
        Self(0xBE, "username", .text),
        Self(0xBF, "password", .text),
        Self(0xC0, "reverse-username", .text),
        Self(0xC1, "reverse-password", .text),
    ]
}
