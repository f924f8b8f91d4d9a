internal import CLinux
public import NetworkValues

/// Sends IPv4 packets to a hardware address, for clients that have no address to be asked for by ARP. Needs CAP_NET_RAW.
public struct PacketSender: ~Copyable, Sendable {
    private let descriptor: Descriptor

    public init() throws(SystemError) {
        descriptor = try Descriptor(owning: checked(clinux_open_packet_sender(), "open a packet socket"))
    }

    /// Sends `packet`, IPv4 header and all.
    public func send(_ packet: [UInt8], to hardware: MACAddress, interface: UInt32) throws(SystemError) {
        let octets = hardware.octets
        let size = unsafe packet.withUnsafeBytes { bytes in
            unsafe octets.withUnsafeBufferPointer {
                unsafe clinux_send_ipv4(descriptor.raw, interface, $0.baseAddress, bytes.baseAddress, bytes.count)
            }
        }
        if size < 0 { throw SystemError(Int32(clamping: -size), "send a packet to \(hardware)") }
    }
}
