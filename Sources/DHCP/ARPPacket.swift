public import NetworkValues

/// An ARP packet for IPv4 over Ethernet (RFC 826), without the link's own header.
///
/// ```
/// 0 hardware type 1   2 protocol 0x0800   4 lengths 6, 4   6 operation
/// 8 sender hardware (6)   14 sender (4)   18 target hardware (6)   24 target (4)
/// ```
public struct ARPPacket: Hashable, Sendable {
    public enum Operation: UInt16, Hashable, Sendable {
        case request = 1
        case reply
    }

    public let operation: Operation
    public let senderHardware: MACAddress
    public let sender: IPv4Address
    public let targetHardware: MACAddress
    public let target: IPv4Address

    /// What comes behind it is the padding of a short frame.
    public static let size = 28
    private static let ethernet: UInt16 = 1
    private static let ipv4: UInt16 = 0x0800
    private static let lengths: UInt16 = 0x0604

    public init(
        _ operation: Operation, senderHardware: MACAddress, sender: IPv4Address, targetHardware: MACAddress, target: IPv4Address
    ) {
        self.operation = operation
        self.senderHardware = senderHardware
        self.sender = sender
        self.targetHardware = targetHardware
        self.target = target
    }

    /// The question whether somebody uses `address`, which tells nobody that we do (RFC 5227 section 2.1.1).
    public static func probe(for address: IPv4Address, from hardware: MACAddress) -> ARPPacket {
        ARPPacket(
            .request, senderHardware: hardware, sender: .any, targetHardware: MACAddress(rawValue: 0), target: address)
    }

    /// Nil for other links and protocols, other operations, and for what is cut off.
    public init?(decoding octets: Span<UInt8>) {
        var reader = ByteReader(octets)
        do throws(TruncatedInput) {
            guard try reader.readUInt16() == Self.ethernet, try reader.readUInt16() == Self.ipv4,
                try reader.readUInt16() == Self.lengths, let operation = try Operation(rawValue: reader.readUInt16())
            else { return nil }
            self.operation = operation
            senderHardware = try reader.readMACAddress()
            sender = try reader.readIPv4Address()
            targetHardware = try reader.readMACAddress()
            target = try reader.readIPv4Address()
        } catch {
            return nil
        }
    }

    public var octets: [UInt8] {
        var writer = ByteWriter(capacity: Self.size)
        for word in [Self.ethernet, Self.ipv4, Self.lengths, operation.rawValue] { writer.write(word) }
        writer.write(senderHardware.octets)
        writer.write(sender)
        writer.write(targetHardware.octets)
        writer.write(target)
        return writer.octets
    }

    /// The address that the packet shows to be in use or about to be: whoever speaks uses his own, and a probe is of somebody
    /// who wants to (RFC 5227 section 2.1.1). A plain question for an address says nothing of it.
    public var claimed: IPv4Address? {
        if sender != .any { return sender }
        return operation == .request && target != .any ? target : nil
    }
}

extension ByteReader {
    fileprivate mutating func readMACAddress() throws(TruncatedInput) -> MACAddress {
        let high = try UInt64(readUInt16())
        return try MACAddress(rawValue: high << 32 | UInt64(readUInt32()))
    }
}
