internal import DHCP
internal import LinuxIO
internal import NetworkValues

/// A socket that clients send to, and its port.
final class ServerSocket {
    /// 67, or 4011 for PXE.
    let port: UInt16
    private let socket: DatagramSocket

    init(adopting descriptor: Int32) {
        socket = DatagramSocket(adopting: Descriptor(owning: descriptor))
        port = socket.local?.port ?? DHCPPort.server
    }

    var descriptor: Int32 { socket.descriptor.raw }

    func receive(into buffer: inout [UInt8]) throws(SystemError) -> ReceivedDatagram? {
        try socket.receive(into: &buffer)
    }

    /// Sends from our address on the interface that the request came in by.
    func send(_ octets: [UInt8], to destination: IPv4Address, port: UInt16, _ arrival: Arrival, from server: IPv4Address)
        throws(SystemError)
    {
        try socket.send(
            octets, to: Endpoint(.v4(destination), port: port), from: .v4(server),
            interface: destination == .broadcast ? arrival.interfaceIndex : 0)
    }
}
