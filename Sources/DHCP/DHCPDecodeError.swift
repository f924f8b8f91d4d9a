/// Why a datagram is no DHCP message.
///
/// Offsets count from the datagram's first octet.
public enum DHCPDecodeError: Error, Hashable, Sendable {
    /// Fewer octets than the fixed fields take.
    case tooShort(octets: Int)
    /// More octets than `DHCPMessage.maximumSize`.
    case tooLong(octets: Int)
    /// Neither a request (1) nor a reply (2).
    case unknownOperation(UInt8)
    /// A hardware address longer than its field of 16 octets.
    case hardwareAddressTooLong(UInt8)
    /// Passed on by more relays than a network has: a loop.
    case tooManyHops(UInt8)
    /// The option that begins at `offset` is longer than what is left of its field.
    case optionBeyondEnd(DHCPOptionCode, offset: Int)
    /// The overload option (52) that begins at `offset` is not one octet of 1, 2 or 3.
    case badOverload(offset: Int)
}

extension DHCPDecodeError: CustomStringConvertible {
    /// One clause for the journal.
    public var description: String {
        switch self {
        case .tooShort(let octets):
            "too short for a DHCP message: \(octets) octets, at least \(DHCPMessage.minimumSize)"
        case .tooLong(let octets):
            "too long for a DHCP message: \(octets) octets, at most \(DHCPMessage.maximumSize)"
        case .unknownOperation(let operation):
            "operation \(operation) at offset 0 is neither a request nor a reply"
        case .hardwareAddressTooLong(let length):
            "a hardware address of \(length) octets (offset 2) does not fit its field of 16"
        case .tooManyHops(let hops):
            "passed on by \(hops) relays (offset 3), more than \(DHCPMessage.maximumHops): a loop"
        case .optionBeyondEnd(let code, let offset):
            "\(code) at offset \(offset) runs beyond the end of its field"
        case .badOverload(let offset):
            "the overload option at offset \(offset) is not one octet of 1, 2 or 3"
        }
    }
}
