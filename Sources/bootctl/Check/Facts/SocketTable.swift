internal import NetworkValues

/// The kernel's tables of sockets, as text (proc(5)).
enum SocketTable {
    /// The sockets of `/proc/net/udp`, `udp6`, `tcp` or `tcp6` that wait for anybody on one of these ports.
    static func listeners(_ text: String, _ transport: Transport, ports: Set<UInt16>) -> [Listener] {
        let state = transport == .udp ? "07" : "0A"
        return text.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, fields[3] == state, let endpoint = endpoint(fields[1]), ports.contains(endpoint.port),
                let inode = UInt64(fields[9])
            else { return nil }
            return Listener(transport: transport, endpoint: endpoint, inode: inode)
        }
    }

    /// The sockets of `/proc/net/packet` that take IPv4 frames, or all.
    static func packetSockets(_ text: String) -> [PacketSocket] {
        text.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 8, ["0800", "0003"].contains(fields[3]), let interface = UInt32(fields[4]),
                let inode = UInt64(fields[8])
            else { return nil }
            return PacketSocket(interface: interface, inode: inode)
        }
    }

    /// The inode of a socket, from the link of a descriptor: `socket:[12345]`.
    static func inode(ofLink link: String) -> UInt64? {
        guard link.hasPrefix("socket:["), link.hasSuffix("]") else { return nil }
        return UInt64(link.dropFirst("socket:[".count).dropLast())
    }

    /// Reads `0100007F:0043`: words of 32 bits as the machine has them in memory, then the port.
    private static func endpoint(_ text: Substring) -> Endpoint? {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let port = UInt16(parts[1], radix: 16) else { return nil }
        var words: [UInt32] = []
        var rest = parts[0]
        while !rest.isEmpty {
            guard let word = UInt32(rest.prefix(8), radix: 16), rest.count >= 8 else { return nil }
            words.append(UInt32(bigEndian: word))
            rest = rest.dropFirst(8)
        }
        switch words.count {
        case 1: return Endpoint(.v4(IPv4Address(rawValue: words[0])), port: port)
        case 4:
            let address = IPv6Address(
                high: UInt64(words[0]) << 32 | UInt64(words[1]), low: UInt64(words[2]) << 32 | UInt64(words[3]))
            return Endpoint(address.mappedIPv4.map { .v4($0) } ?? .v6(address), port: port)
        default: return nil
        }
    }
}
