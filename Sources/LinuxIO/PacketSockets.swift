internal import CLinux
public import NetworkValues

/// A packet without its link's header, and where it came in.
public struct ReceivedPacket: Hashable, Sendable {
    /// How many octets of the buffer it fills; a longer one was cut.
    public let count: Int
    /// The interface that it came in by.
    public let interface: UInt32
}

/// The ARP packets of one Ethernet interface. Needs CAP_NET_RAW.
public struct ARPSocket: ~Copyable, Sendable {
    public let descriptor: Descriptor
    public let interface: UInt32
    /// The interface's own address.
    public let hardware: MACAddress

    /// Throws EPROTOTYPE for an interface that is no Ethernet.
    public init(interface: UInt32) throws(SystemError) {
        var octets = [UInt8](repeating: 0, count: 6)
        let fd = unsafe octets.withUnsafeMutableBufferPointer { unsafe clinux_open_arp(interface, $0.baseAddress) }
        descriptor = Descriptor(owning: try checked(fd, "open a socket for ARP on interface \(interface)"))
        hardware = MACAddress(octets: octets) ?? MACAddress(rawValue: 0)
        self.interface = interface
    }

    /// Sends a packet to everybody on the link.
    public func broadcast(_ packet: [UInt8]) throws(SystemError) {
        let size = unsafe packet.withUnsafeBytes { bytes in
            unsafe clinux_broadcast_arp(descriptor.raw, interface, bytes.baseAddress, bytes.count)
        }
        if size < 0 { throw SystemError(Int32(clamping: -size), "send ARP on interface \(interface)") }
    }

    /// Takes the next packet; nil when there is none now.
    public func receive(into buffer: inout [UInt8]) throws(SystemError) -> ReceivedPacket? {
        try descriptor.receivePacket(into: &buffer)
    }
}

/// What DHCP servers say on the links of this host: IPv4 packets from port 67 to clients and relays. Needs CAP_NET_RAW.
///
/// It sees what is broadcast, or meant for this host, and nothing that we send.
public struct ServerWatch: ~Copyable, Sendable {
    public let descriptor: Descriptor

    public init() throws(SystemError) {
        descriptor = try Descriptor(owning: checked(clinux_open_server_watch(), "watch for other DHCP servers"))
    }

    /// Takes the next packet, IPv4 header and all; nil when there is none now.
    public func receive(into buffer: inout [UInt8]) throws(SystemError) -> ReceivedPacket? {
        try descriptor.receivePacket(into: &buffer)
    }
}

extension DatagramSocket {
    /// Opens a raw socket that sends ICMP and receives echo replies, IPv4 header and all. Needs CAP_NET_RAW.
    public static func ping() throws(SystemError) -> DatagramSocket {
        DatagramSocket(adopting: Descriptor(owning: try checked(clinux_open_ping(), "open a socket for ICMP")))
    }
}

extension Descriptor {
    /// Takes the next packet that is meant for this host; nil when there is none now.
    fileprivate borrowing func receivePacket(into buffer: inout [UInt8]) throws(SystemError) -> ReceivedPacket? {
        while true {
            var interface: UInt32 = 0
            let size = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe clinux_receive_packet(raw, bytes.baseAddress, bytes.count, &interface)
            }
            if size < 0 {
                let error = SystemError(Int32(clamping: -size), "receive a packet")
                if error.isTransient { return nil }
                throw error
            }
            if interface != 0 { return ReceivedPacket(count: min(size, buffer.count), interface: interface) }
        }
    }
}
