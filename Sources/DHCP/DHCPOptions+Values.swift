public import NetworkValues

/// What the client or the server says of itself (RFC 2132). A value of the wrong length is as good as none.
extension DHCPOptions {
    /// Option 53; nil also for a type that is not in `DHCPMessageType`.
    public var messageType: DHCPMessageType? { uint8(.messageType).flatMap(DHCPMessageType.init) }

    /// Option 50; 0.0.0.0 is none.
    public var requestedAddress: IPv4Address? { address(.requestedAddress) }

    /// Option 51, in seconds.
    public var leaseTime: UInt32? { uint32(.leaseTime) }

    /// Option 54; 0.0.0.0 is none.
    public var serverIdentifier: IPv4Address? { address(.serverIdentifier) }

    /// Option 57: the size of the largest IP datagram that the client takes.
    public var maximumMessageSize: UInt16? { uint16(.maximumMessageSize) }

    /// Option 60.
    public var vendorClassIdentifier: ArraySlice<UInt8>? { self[.vendorClassIdentifier] }

    /// Option 61; an empty one is none, and so is one of several parts (RFC 3396), which no client needs and a lease would keep.
    public var clientIdentifier: ArraySlice<UInt8>? {
        guard let value = self[.clientIdentifier], (1...255).contains(value.count) else { return nil }
        return value
    }

    /// Option 118 (RFC 3011): the subnet that the client wants its address from; 0.0.0.0 is none.
    public var subnetSelection: IPv4Address? { address(.subnetSelection) }

    /// Option 55: the codes that the client wants, in the order of its liking; nil when it sent no list.
    public var parameterRequestList: ArraySlice<UInt8>? { self[.parameterRequestList] }

    /// Option 12 as a name that can be shown and stored: letters, digits, hyphens and underscores between dots, at most 253.
    ///
    /// A NUL at its end, which some clients send, is not part of it. Nil when anything else is in it.
    public var hostName: String? {
        guard let value = self[.hostName] else { return nil }
        let name = value.last == 0 ? value.dropLast() : value
        let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard name.count <= 253, labels.allSatisfy(Self.isLabel) else { return nil }
        return String(decoding: name, as: UTF8.self)
    }

    private static func isLabel(_ octets: ArraySlice<UInt8>) -> Bool {
        guard (1...63).contains(octets.count), octets.first != UInt8(ascii: "-") else { return false }
        return octets.allSatisfy { octet in
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }

    private func address(_ code: DHCPOptionCode) -> IPv4Address? {
        guard let value = uint32(code), value != 0 else { return nil }
        return IPv4Address(rawValue: value)
    }

    private func uint8(_ code: DHCPOptionCode) -> UInt8? {
        number(code, octets: 1).map(UInt8.init(truncatingIfNeeded:))
    }

    private func uint16(_ code: DHCPOptionCode) -> UInt16? {
        number(code, octets: 2).map(UInt16.init(truncatingIfNeeded:))
    }

    private func uint32(_ code: DHCPOptionCode) -> UInt32? {
        number(code, octets: 4)
    }

    private func number(_ code: DHCPOptionCode, octets count: Int) -> UInt32? {
        guard let value = self[code], value.count == count else { return nil }
        return value.reduce(0) { $0 << 8 | UInt32($1) }
    }
}
