internal import CLinux
public import NetworkValues

/// Room for the datagrams that one system call receives.
public struct DatagramInbox: ~Copyable {
    private let size: Int
    private var octets: [UInt8]
    private var datagrams = [clinux_datagram](repeating: clinux_datagram(), count: Int(CLINUX_BATCH))

    /// `size` is the longest datagram that is taken whole, in octets.
    public init(size: Int) {
        self.size = size
        octets = [UInt8](repeating: 0, count: size * datagrams.count)
    }

    /// How many datagrams there is room for.
    public var capacity: Int { datagrams.count }

    /// Takes what there is, and answers how many datagrams that were: fewer than there is room for when nothing is left.
    public mutating func receive(from socket: borrowing DatagramSocket) throws(SystemError) -> Int {
        let count = unsafe octets.withUnsafeMutableBytes { octets in
            unsafe datagrams.withUnsafeMutableBufferPointer { datagrams in
                unsafe clinux_receive_many(
                    socket.descriptor.raw, octets.baseAddress, size, datagrams.baseAddress, datagrams.count)
            }
        }
        if count >= 0 { return Int(count) }
        let error = SystemError(-count, "receive")
        if error.isTransient { return 0 }
        throw error
    }

    /// One of those that were received last.
    public func datagram(_ index: Int) -> ReceivedDatagram { ReceivedDatagram(datagrams[index], room: size) }

    /// Lets `read` look at what it says.
    public func read<Value, Failure: Error>(_ index: Int, _ read: (Span<UInt8>) throws(Failure) -> Value) throws(Failure) -> Value
    {
        let start = index * size
        return try read(octets.span.extracting(start..<start + datagram(index).count))
    }
}

/// Datagrams that leave with one system call.
public struct DatagramOutbox {
    private var octets: [UInt8] = []
    private var datagrams: [clinux_outgoing] = []

    public init() {}

    public var isEmpty: Bool { datagrams.isEmpty }
    /// Whether another one would need another call.
    public var isFull: Bool { datagrams.count >= Int(CLINUX_BATCH) }

    /// Adds a datagram, as `DatagramSocket.send` would send it.
    public mutating func append(
        _ payload: [UInt8], to destination: Endpoint, from local: IPAddress, interface: UInt32,
        on socket: borrowing DatagramSocket
    ) {
        let source = clinux_endpoint(Endpoint(local, port: 0), mapped: socket.isIPv6)
        datagrams.append(
            clinux_outgoing(
                destination: clinux_endpoint(destination, mapped: socket.isIPv6), local: source.address, interface: interface,
                start: octets.count, size: payload.count))
        octets += payload
    }

    /// Sends all; `failed` is told of each that the kernel refuses, by its number.
    public mutating func send(by socket: borrowing DatagramSocket, failed: (Int, SystemError) -> Void) {
        var first = 0
        while first < datagrams.count {
            let sent = unsafe octets.withUnsafeBufferPointer { octets in
                unsafe datagrams.withUnsafeBufferPointer { datagrams in
                    unsafe clinux_send_many(
                        socket.descriptor.raw, octets.baseAddress, datagrams.baseAddress.map { unsafe $0 + first },
                        datagrams.count - first)
                }
            }
            if sent < 0 { failed(first, SystemError(-sent, "send to \(Endpoint(datagrams[first].destination))")) }
            first += max(1, Int(sent))
        }
        octets.removeAll(keepingCapacity: true)
        datagrams.removeAll(keepingCapacity: true)
    }
}
