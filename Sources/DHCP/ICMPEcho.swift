public import NetworkValues

/// An ICMP echo: "ping" (RFC 792).
public struct ICMPEcho: Hashable, Sendable {
    /// Whose echo it is.
    public let identifier: UInt16
    /// Which of them.
    public let sequence: UInt16

    private static let replyType: UInt16 = 0
    private static let requestType: UInt16 = 8
    private static let protocolNumber: UInt8 = 1

    public init(identifier: UInt16, sequence: UInt16) {
        self.identifier = identifier
        self.sequence = sequence
    }

    /// The request as an IP packet's payload: type, code, checksum, identifier, sequence, and no data.
    public var request: [UInt8] {
        let words = [Self.requestType << 8, 0, identifier, sequence]
        var sum = InternetChecksum()
        sum.add(words)
        var writer = ByteWriter(capacity: 8)
        for word in [words[0], sum.value, identifier, sequence] { writer.write(word) }
        return writer.octets
    }

    /// Reads an echo reply in an IPv4 packet, header and all, as a raw socket receives it; answers who sent it too.
    ///
    /// Nil for what is no echo reply, is cut off, or has a wrong checksum.
    public static func reply(in packet: Span<UInt8>) -> (source: IPv4Address, echo: ICMPEcho)? {
        guard let header = IPv4Header(decoding: packet), header.protocolNumber == protocolNumber, !header.isFragment else {
            return nil
        }
        var reader = ByteReader(packet.extracting(header.payload))
        do throws(TruncatedInput) {
            guard try reader.readUInt16() == replyType << 8 else { return nil }
            try reader.skip(2)
            let echo = try ICMPEcho(identifier: reader.readUInt16(), sequence: reader.readUInt16())
            var whole = ByteReader(packet.extracting(header.payload))
            var sum = InternetChecksum()
            sum.add(try whole.readOctets(whole.remaining))
            return sum.value == 0 ? (header.source, echo) : nil
        } catch {
            return nil
        }
    }
}
