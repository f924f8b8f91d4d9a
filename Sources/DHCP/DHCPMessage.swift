public import NetworkValues

/// A DHCP message (RFC 2131 section 2), its options taken out of their fields.
///
/// ```
///  0 op     1 htype    2 hlen     3 hops
///  4 xid
///  8 secs              10 flags
/// 12 ciaddr   16 yiaddr   20 siaddr   24 giaddr
/// 28 chaddr (16)   44 sname (64)   108 file (128)
/// 236 magic cookie 99.130.83.99    240 options
/// ```
public struct DHCPMessage: Hashable, Sendable {
    public enum Operation: UInt8, Hashable, Sendable {
        case request = 1
        case reply
    }

    public var operation: Operation
    public var hops: UInt8 = 0
    /// What the client tells its exchanges apart by.
    public var xid: UInt32
    /// Seconds since the client began, as it says; some clients keep other things here.
    public var secs: UInt16 = 0
    /// All sixteen bits; only the first has a meaning.
    public var flags: UInt16 = 0
    /// The address that the client has and answers at.
    public var ciaddr = IPv4Address.any
    /// The address that the server gives.
    public var yiaddr = IPv4Address.any
    /// Where the next stage of the boot is.
    public var siaddr = IPv4Address.any
    /// The relay that passed the message on.
    public var giaddr = IPv4Address.any
    /// The client's link-layer address: `htype`, `hlen` and `chaddr`.
    public var hardware: HardwareAddress
    /// The server's name, without its NUL; empty when the field held options.
    public var sname: [UInt8] = []
    /// The boot file's name, without its NUL; empty when the field held options.
    public var file: [UInt8] = []
    public var options = DHCPOptions()
    /// The vendor area of a BOOTP message whose octets are no options, for the magic cookie is not there; nil with a cookie.
    public internal(set) var vendorArea: [UInt8]?

    /// The fixed fields.
    ///
    /// A message shorter than 300 octets is accepted, as all servers do; klibc's BOOTP client sends no more than these.
    public static let minimumSize = 236
    /// The fixed fields with the magic cookie.
    static let optionsOffset = 240
    /// A jumbo frame: what all options together may take, however they are split.
    public static let maximumSize = 9216
    /// RFC 1542 section 4.1.1.
    public static let maximumHops: UInt8 = 16

    /// BOOTP's size: relays and clients drop what is shorter.
    static let paddedSize = 300
    /// BOOTP's vendor area, with the magic cookie if there is one (RFC 951 section 3).
    static let vendorAreaSize = 64

    /// What fits `sname` with a NUL behind it.
    static let longestServerName = 63
    /// What fits `file` with a NUL behind it.
    static let longestFile = 127

    static let broadcastFlag: UInt16 = 0x8000
    static let magicCookie: UInt32 = 0x6382_5363

    public init(operation: Operation, xid: UInt32, hardware: HardwareAddress) {
        self.operation = operation
        self.xid = xid
        self.hardware = hardware
    }

    /// What the message is; nil for plain BOOTP and for kinds that DHCP servers of today do not speak.
    public var type: DHCPMessageType? { options.messageType }

    /// Whether it is of a client or server from before DHCP (RFC 951), which sends no message type.
    public var isBOOTP: Bool { !options.contains(.messageType) }

    /// Whether the client cannot take unicast before it has an address.
    public var isBroadcast: Bool {
        get { flags & Self.broadcastFlag != 0 }
        set { flags = newValue ? flags | Self.broadcastFlag : flags & ~Self.broadcastFlag }
    }

    /// The address that the client has and can be reached at.
    ///
    /// Nil in a DISCOVER or beside a requested address: there RFC 2131 table 5 wants `ciaddr` to be 0, and clients that
    /// fill it in all the same do not listen there.
    public var clientAddress: IPv4Address? {
        ciaddr == .any || type == .discover || options.requestedAddress != nil ? nil : ciaddr
    }
}
