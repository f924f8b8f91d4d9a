public import NetworkValues

/// How the value of an option is written, by the name that the configuration has for it.
public enum DHCPOptionType: String, CaseIterable, Hashable, Sendable {
    case ip
    case ips
    /// Two addresses each: an address with its mask, or a destination with its router.
    case ipPairs = "ip-pairs"
    case i8
    case u8
    case u16
    case u16s
    case u32
    case i32
    case bool
    case text
    case hex
    /// Names in the form of RFC 1035 section 3.1.
    case domains
    /// Destinations with their routers (RFC 3442).
    case routes
}

/// The value of an option, before it is written.
public enum DHCPOptionValue: Hashable, Sendable {
    case addresses([IPv4Address])
    case addressPairs([IPv4AddressPair])
    case int8(Int8)
    case uint8(UInt8)
    case uint16s([UInt16])
    case uint32(UInt32)
    case int32(Int32)
    case truth(Bool)
    case text(String)
    case octets([UInt8])
    case domains([DomainName])
    case routes([ClasslessRoute])
    /// Options within the option, each of at most 255 octets (RFC 2132 section 8.4).
    case subOptions([SubOption])

    public struct SubOption: Hashable, Sendable {
        public let code: UInt8
        public let octets: [UInt8]

        public init(_ code: UInt8, _ octets: [UInt8]) {
            self.code = code
            self.octets = octets
        }
    }

    /// The value as it goes onto the wire, numbers in network order (RFC 2132 section 2).
    public var octets: [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .addresses(let addresses): addresses.forEach { writer.write($0) }
        case .addressPairs(let pairs): pairs.forEach { writer.write($0) }
        case .int8(let number): writer.write(UInt8(bitPattern: number))
        case .uint8(let number): writer.write(number)
        case .uint16s(let numbers): numbers.forEach { writer.write($0) }
        case .uint32(let number): writer.write(number)
        case .int32(let number): writer.write(UInt32(bitPattern: number))
        case .truth(let isTrue): writer.write(isTrue ? 1 : 0 as UInt8)
        case .text(let text): writer.write(text.utf8)
        case .octets(let octets): writer.write(octets)
        case .domains(let names): names.forEach { writer.write($0) }
        case .routes(let routes): routes.forEach { writer.write($0) }
        case .subOptions(let options):
            for option in options { writer.writeOption(DHCPOptionCode(rawValue: option.code), option.octets[...]) }
        }
        return writer.octets
    }
}

/// Two addresses that belong together (options 21 and 33; RFC 2132 sections 4.3 and 5.8).
public struct IPv4AddressPair: Hashable, Sendable {
    public let first: IPv4Address
    public let second: IPv4Address

    public init(_ first: IPv4Address, _ second: IPv4Address) {
        self.first = first
        self.second = second
    }
}

/// A route of option 121 (RFC 3442).
public struct ClasslessRoute: Hashable, Sendable {
    public let destination: IPv4Subnet
    public let router: IPv4Address

    public init(to destination: IPv4Subnet, via router: IPv4Address) {
        self.destination = destination
        self.router = router
    }

    public var isDefault: Bool { destination.prefixLength == 0 }
}

extension ClasslessRoute: CustomStringConvertible {
    public var description: String { "\(destination) via \(router)" }
}

extension ByteWriter {
    fileprivate mutating func write(_ pair: IPv4AddressPair) {
        write(pair.first)
        write(pair.second)
    }

    /// The length of the prefix, as many octets of the destination as it touches, the router.
    fileprivate mutating func write(_ route: ClasslessRoute) {
        let length = route.destination.prefixLength
        write(UInt8(clamping: length))
        write(route.destination.base.octets.prefix((length + 7) / 8))
        write(route.router)
    }

    fileprivate mutating func write(_ name: DomainName) {
        write(name.octets)
    }
}
