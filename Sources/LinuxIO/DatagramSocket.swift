internal import CLinux
internal import Glibc
public import NetworkValues

/// A datagram and where it came from.
public struct ReceivedDatagram: Sendable {
    /// How many octets of the buffer it fills; a longer one was cut.
    public let count: Int
    public let source: Endpoint
    /// The address of ours that it was sent to, or, for a broadcast, that would answer it.
    public let local: IPAddress
    /// The interface it came in on; 0 when it arrived before the socket asked for that.
    public let interface: UInt32
    /// Whether it was longer than the buffer.
    public let isTruncated: Bool
}

extension ReceivedDatagram {
    init(_ datagram: clinux_datagram, room: Int) {
        self.init(
            count: min(Int(datagram.size), room),
            source: Endpoint(datagram.source),
            local: IPAddress(family: datagram.source.family, datagram.local),
            interface: datagram.interface,
            isTruncated: datagram.size > room)
    }
}

/// A UDP socket.
public struct DatagramSocket: ~Copyable, Sendable {
    public let descriptor: Descriptor
    /// Whether it speaks IPv6, or both: then IPv4 addresses are mapped ones.
    let isIPv6: Bool

    /// Takes over a socket that an activator opened, and sets what it may have left out.
    public init(adopting descriptor: consuming Descriptor) {
        _ = clinux_request_packet_info(descriptor.raw)
        _ = clinux_allow_broadcast(descriptor.raw)
        isIPv6 = clinux_is_ipv6(descriptor.raw) == 1
        self.descriptor = descriptor
    }

    /// Opens a socket bound to `local`; port 0 lets the kernel choose.
    public init(boundTo local: Endpoint) throws(SystemError) {
        var endpoint = clinux_endpoint(local)
        let fd = try checked(unsafe clinux_open_datagram(&endpoint, 0), "listen on UDP \(local)")
        self.init(adopting: Descriptor(owning: fd))
    }

    /// Gives up the ownership: the caller closes.
    public consuming func takeDescriptor() -> Int32 { descriptor.release() }

    /// Takes datagrams from `peer` alone from now on, and sends there without naming it.
    public func connect(to peer: Endpoint) throws(SystemError) {
        var endpoint = clinux_endpoint(peer)
        _ = try checked(unsafe clinux_connect(descriptor.raw, &endpoint), "connect to UDP \(peer)")
    }

    /// Asks for room for bursts; the kernel may give less.
    public func requestReceiveBuffer(_ octets: Int32) {
        _ = clinux_request_buffer(descriptor.raw, octets)
    }

    public var local: Endpoint? { LocalEndpoint.of(descriptor.raw) }

    /// Takes the next datagram into `buffer`; nil when there is none now.
    public func receive(into buffer: inout [UInt8]) throws(SystemError) -> ReceivedDatagram? {
        var datagram = clinux_datagram()
        let size = unsafe buffer.withUnsafeMutableBytes {
            unsafe clinux_receive(descriptor.raw, $0.baseAddress, $0.count, &datagram)
        }
        if size < 0 {
            let error = SystemError(Int32(clamping: -size), "receive")
            if error.isTransient { return nil }
            throw error
        }
        return ReceivedDatagram(datagram, room: buffer.count)
    }

    /// Sends the first `count` octets; from `local` by `interface` when given (RFC 1122 section 4.1.3.5: answer from the address asked).
    public func send(
        _ octets: [UInt8], count: Int? = nil, to destination: Endpoint? = nil, from local: IPAddress? = nil, interface: UInt32 = 0
    ) throws(SystemError) {
        let count = min(count ?? octets.count, octets.count)
        let size = unsafe octets.withUnsafeBytes { bytes in
            guard let destination else { return unsafe clinux_send(descriptor.raw, bytes.baseAddress, count, nil, nil, 0) }
            var endpoint = clinux_endpoint(destination, mapped: isIPv6)
            guard let local else { return unsafe clinux_send(descriptor.raw, bytes.baseAddress, count, &endpoint, nil, 0) }
            let source = clinux_endpoint(Endpoint(local, port: 0), mapped: isIPv6)
            return unsafe withUnsafeBytes(of: source.address) { address in
                unsafe clinux_send(
                    descriptor.raw, bytes.baseAddress, count, &endpoint, address.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    interface)
            }
        }
        if size < 0 { throw SystemError(Int32(clamping: -size), "send to \(destination.map { "\($0)" } ?? "peer")") }
    }
}

/// The address that a socket is bound to.
public enum LocalEndpoint {
    public static func of(_ descriptor: Int32) -> Endpoint? {
        var endpoint = clinux_endpoint()
        guard unsafe clinux_local_endpoint(descriptor, &endpoint) == 0 else { return nil }
        return Endpoint(endpoint)
    }
}
