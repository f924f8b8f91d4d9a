internal import CLinux
public import NetworkValues

/// A UDP socket of this host, whoever has it, that takes IPv4 datagrams of anybody.
public struct UDPSocketEntry: Hashable, Sendable {
    public let port: UInt16
    /// 0.0.0.0 for all addresses of the host.
    public let address: IPv4Address
    /// The interface that it is bound to; 0 when it is to none.
    public let interface: UInt32
    /// What tells it from all others while the machine runs.
    public let cookie: UInt64

    public init(port: UInt16, address: IPv4Address, interface: UInt32, cookie: UInt64) {
        self.port = port
        self.address = address
        self.interface = interface
        self.cookie = cookie
    }

    /// The sockets on these ports in our network namespace, as the kernel lists them (sock_diag(7)); at most 64.
    public static func all(onPorts ports: [UInt16]) throws(SystemError) -> [UDPSocketEntry] {
        var entries = [clinux_udp_socket](repeating: clinux_udp_socket(), count: 64)
        let result = unsafe entries.withUnsafeMutableBufferPointer { buffer in
            unsafe ports.withUnsafeBufferPointer {
                unsafe clinux_list_udp($0.baseAddress, $0.count, buffer.baseAddress, buffer.count)
            }
        }
        let count = try checked(result, "list the UDP sockets")
        return entries.prefix(Int(count)).compactMap { UDPSocketEntry($0) }
    }

    /// The cookie of a socket of ours.
    public static func cookie(of descriptor: Int32) throws(SystemError) -> UInt64 {
        var cookie: UInt64 = 0
        _ = try checked(unsafe clinux_socket_cookie(descriptor, &cookie), "ask for a socket's cookie")
        return cookie
    }

    /// A socket on `::` takes IPv4 too; one on another IPv6 address does not.
    private init?(_ native: clinux_udp_socket) {
        let local = Endpoint(native.local)
        let address: IPv4Address
        switch local.address {
        case .v4(let own): address = own
        case .v6(let own) where own.high == 0 && own.low == 0: address = .any
        case .v6: return nil
        }
        self.init(port: local.port, address: address, interface: native.interface, cookie: native.cookie)
    }
}
