import NetworkValues

/// What we look at in a received IPv4 header (RFC 791 section 3.1). The kernel has checked its checksum.
struct IPv4Header: Hashable {
    let protocolNumber: UInt8
    let source: IPv4Address
    let destination: IPv4Address
    /// Whether it is not the whole datagram.
    let isFragment: Bool
    /// Where in the packet the payload lies; what comes behind it is padding of the frame.
    let payload: Range<Int>

    private static let smallest = 20
    private static let moreFragmentsAndOffset: UInt16 = 0x3FFF

    /// Nil for another version, and for lengths that contradict each other or the packet.
    init?(decoding packet: Span<UInt8>) {
        var reader = ByteReader(packet)
        do throws(TruncatedInput) {
            let version = try reader.readUInt8()
            try reader.skip(1)
            let total = try Int(reader.readUInt16())
            try reader.skip(2)
            isFragment = try reader.readUInt16() & Self.moreFragmentsAndOffset != 0
            try reader.skip(1)
            protocolNumber = try reader.readUInt8()
            try reader.skip(2)
            source = try reader.readIPv4Address()
            destination = try reader.readIPv4Address()
            let size = Int(version & 0xF) * 4
            guard version >> 4 == 4, size >= Self.smallest, total >= size, total <= packet.count else { return nil }
            payload = size..<total
        } catch {
            return nil
        }
    }
}
