public import NetworkValues

/// An IPv4 packet with a UDP datagram (RFC 791, RFC 768), for a packet socket that adds the link's own header.
public enum IPv4UDPFrame {
    private static let ipSize = 20
    static let udpSize = 8
    static let udp: UInt16 = 17
    /// IP version 4, five words of header, and the service class CS6 (RFC 4594 section 3.2), as other DHCP servers send.
    private static let versionAndService: UInt16 = 0x45C0
    private static let doNotFragment: UInt16 = 0x4000
    private static let timeToLive: UInt16 = 64

    /// The packet's octets; nil when `payload` is longer than a packet can hold.
    public static func octets(
        from source: IPv4Address, port sourcePort: UInt16, to destination: IPv4Address, port destinationPort: UInt16,
        payload: [UInt8]
    ) -> [UInt8]? {
        guard let size = UInt16(exactly: ipSize + udpSize + payload.count) else { return nil }
        let length = size - UInt16(ipSize)
        let ipWords = [versionAndService, size, 0, doNotFragment, timeToLive << 8 | udp]
        let udpWords = [sourcePort, destinationPort, length]

        var addresses = InternetChecksum()
        addresses.add(source)
        addresses.add(destination)
        var ipSum = addresses
        ipSum.add(ipWords)
        var udpSum = addresses
        udpSum.add([udp, length])
        udpSum.add(udpWords)
        udpSum.add(payload)

        var writer = ByteWriter(capacity: Int(size))
        for word in ipWords + [ipSum.value] { writer.write(word) }
        writer.write(source)
        writer.write(destination)
        for word in udpWords { writer.write(word) }
        // 0 would say that there is no checksum; all ones is the same number.
        writer.write(udpSum.value == 0 ? .max : udpSum.value)
        writer.write(payload)
        return writer.octets
    }
}
