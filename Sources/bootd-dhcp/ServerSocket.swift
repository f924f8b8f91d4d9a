internal import DHCP
internal import LinuxIO
internal import NetworkValues

/// A socket that clients send to, and its port.
final class ServerSocket {
    /// 67, or 4011 for PXE.
    let port: UInt16
    private let socket: DatagramSocket
    private var outbox = DatagramOutbox()
    private var failures: [(SystemError) -> Void] = []

    init(adopting descriptor: Int32) {
        socket = DatagramSocket(adopting: Descriptor(owning: descriptor))
        port = socket.local?.port ?? DHCPPort.server
    }

    var descriptor: Int32 { socket.descriptor.raw }

    func receive(into inbox: inout DatagramInbox) throws(SystemError) -> Int {
        try inbox.receive(from: socket)
    }

    /// Sends from our address on the interface that the request came in by, with all others that are sent before `flush`.
    /// `failed` is called when the kernel refuses.
    func send(
        _ octets: [UInt8], to destination: IPv4Address, port: UInt16, _ arrival: Arrival, failed: @escaping (SystemError) -> Void
    ) {
        if outbox.isFull { flush() }
        outbox.append(
            octets, to: Endpoint(.v4(destination), port: port), from: .v4(arrival.local),
            interface: destination == .broadcast ? arrival.interfaceIndex : 0, on: socket)
        failures.append(failed)
    }

    /// Lets go what was sent since the last time.
    func flush() {
        guard !outbox.isEmpty else { return }
        outbox.send(by: socket) { place, error in failures[place](error) }
        failures.removeAll(keepingCapacity: true)
    }
}
