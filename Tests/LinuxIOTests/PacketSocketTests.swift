import Glibc
import NetworkValues
import Testing

@testable import LinuxIO

private let mayOpenPacketSockets = (try? PacketSender()) != nil
private let loopbackIndex = unsafe if_nametoindex("lo")

/// What the kernel gives in half a second, or nil.
private func wait<Value>(for descriptor: borrowing Descriptor, _ take: () throws -> Value?) throws -> Value? {
    for _ in 0..<50 {
        if let value = try take() { return value }
        _ = try descriptor.waitToRead(milliseconds: 10)
    }
    return nil
}

@Suite(.enabled(if: mayOpenPacketSockets, "packet sockets need CAP_NET_RAW"))
struct PacketSocketTests {
    /// Loopback is no Ethernet, and of the other there is none.
    @Test(arguments: [(loopbackIndex, EPROTOTYPE), (0x7FFF_FFF0, ENODEV)] as [(UInt32, Int32)])
    func anInterfaceWithoutEthernetHasNoARP(interface: UInt32, code: Int32) {
        #expect(throws: SystemError(code, "open a socket for ARP on interface \(interface)")) {
            _ = try ARPSocket(interface: interface)
        }
    }

    @Test func anEchoComesBack() throws {
        let socket = try DatagramSocket.ping()
        var buffer = [UInt8](repeating: 0, count: 128)
        // Type 8, code 0, checksum, identifier 0xB007, sequence 1.
        let request: [UInt8] = [8, 0, 0x47, 0xF7, 0xB0, 0x07, 0, 1]
        try socket.send(request, to: Endpoint(.v4(loopback), port: 0))
        let received = try #require(
            try wait(for: socket.descriptor) { () throws -> ReceivedDatagram? in
                guard let datagram = try socket.receive(into: &buffer), buffer[24] == 0xB0 else { return nil }
                return datagram
            })
        #expect(received.count == 28)
        #expect(Array(buffer[20..<28]) == [0, 0, 0x4F, 0xF7, 0xB0, 0x07, 0, 1])
    }

    /// An IPv4 packet with a UDP datagram of nine octets; its checksums are not looked at on lo.
    private func packet(_ source: UInt16, _ destination: UInt16, first: UInt8, protocolNumber: UInt8 = 17, offset: UInt8 = 0)
        -> [UInt8]
    {
        [0x45, 0, 0, 37, 0, 0, 0, offset, 64, protocolNumber, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1]
            + [UInt8(source >> 8), UInt8(source & 0xFF), UInt8(destination >> 8), UInt8(destination & 0xFF), 0, 17, 0, 0]
            + [first, 1, 2, 3, 4, 5, 6, 7, 8]
    }

    @Test func onlyWhatServersSayIsSeen() throws {
        let watch = try ServerWatch()
        let sender = try PacketSender()
        let nobody = MACAddress(rawValue: 0)
        let unseen = [
            packet(68, 67, first: 2), packet(67, 69, first: 2), packet(4011, 68, first: 2), packet(67, 68, first: 1),
            packet(67, 68, first: 2, protocolNumber: 6), packet(67, 68, first: 2, offset: 1),
        ]
        let seen = [packet(67, 68, first: 2), packet(67, 67, first: 2)]
        for packet in unseen + seen { try sender.send(packet, to: nobody, interface: loopbackIndex) }
        var buffer = [UInt8](repeating: 0, count: 128)
        for packet in seen {
            let received = try #require(try wait(for: watch.descriptor) { try watch.receive(into: &buffer) })
            #expect(received == ReceivedPacket(count: packet.count, interface: loopbackIndex))
            #expect(Array(buffer.prefix(received.count)) == packet)
        }
        #expect(try watch.receive(into: &buffer) == nil)
    }
}

@Suite struct UDPSocketEntryTests {
    @Test func aSocketIsListedWithItsCookieUntilItIsClosed() throws {
        let socket = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
        let port = try #require(socket.local?.port)
        let cookie = try UDPSocketEntry.cookie(of: socket.descriptor.raw)
        let entry = UDPSocketEntry(port: port, address: loopback, interface: 0, cookie: cookie)
        #expect(try UDPSocketEntry.all(onPorts: [port]).contains(entry))
        close(socket.takeDescriptor())
        #expect(try !UDPSocketEntry.all(onPorts: [port]).contains(entry))
    }

    @Test func aSocketForBothFamiliesTakesIPv4ToAllAddresses() throws {
        let socket = try DatagramSocket(boundTo: Endpoint(.v6(IPv6Address(high: 0, low: 0)), port: 0))
        let port = try #require(socket.local?.port)
        #expect(try UDPSocketEntry.all(onPorts: [port]).map(\.address) == [.any])
    }

    @Test func socketsOfIPv6AloneAndSocketsWithAPeerAreLeftOut() throws {
        let alone = try DatagramSocket(boundTo: Endpoint(.v6(IPv6Address(high: 0, low: 1)), port: 0))
        let connected = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
        try connected.connect(to: Endpoint(.v4(loopback), port: 9))
        let ports = [alone.local?.port, connected.local?.port].compactMap { $0 }
        #expect(ports.count == 2)
        #expect(try UDPSocketEntry.all(onPorts: ports) == [])
    }

    @Test func aSocketOnADeviceNamesIt() throws {
        let socket = try DatagramSocket(boundTo: Endpoint(.v4(.any), port: 0))
        let bound = unsafe setsockopt(socket.descriptor.raw, SOL_SOCKET, SO_BINDTODEVICE, "lo", 2)
        let port = try #require(socket.local?.port)
        #expect(try UDPSocketEntry.all(onPorts: [port]).map(\.interface) == [bound == 0 ? loopbackIndex : 0])
    }

    @Test func otherPortsAreNotListed() throws {
        let socket = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
        let port = try #require(socket.local?.port)
        #expect(try UDPSocketEntry.all(onPorts: []) == [])
        #expect(try !UDPSocketEntry.all(onPorts: [port ^ 1]).contains { $0.port == port })
    }
}
