public import NetworkValues

extension IPv4UDPFrame {
    /// Where a UDP datagram comes from and goes to, and where its payload lies in the packet.
    public struct Received: Hashable, Sendable {
        public let source: IPv4Address
        public let sourcePort: UInt16
        public let destination: IPv4Address
        public let destinationPort: UInt16
        public let payload: Range<Int>
    }

    /// Reads the headers of an IPv4 packet with a whole UDP datagram; nil for anything else.
    ///
    /// The UDP checksum is not looked at: of packets that stay on this host it is often not filled in.
    public static func received(_ packet: Span<UInt8>) -> Received? {
        guard let header = IPv4Header(decoding: packet), header.protocolNumber == UInt8(udp), !header.isFragment else {
            return nil
        }
        var reader = ByteReader(packet.extracting(header.payload))
        do throws(TruncatedInput) {
            let (sourcePort, destinationPort) = try (reader.readUInt16(), reader.readUInt16())
            let length = try Int(reader.readUInt16())
            guard length >= udpSize, length <= header.payload.count else { return nil }
            let start = header.payload.lowerBound
            return Received(
                source: header.source, sourcePort: sourcePort, destination: header.destination,
                destinationPort: destinationPort, payload: start + udpSize..<start + length)
        } catch {
            return nil
        }
    }
}
