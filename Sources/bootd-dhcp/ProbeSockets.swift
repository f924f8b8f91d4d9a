internal import DHCP
internal import LinuxIO
internal import NetworkValues
internal import Systemd

/// The sockets that conflict checks are made by: one for each link, and one for what is behind relays.
final class ProbeSockets {
    /// An ARP packet, the interface that it came in by, and that one's own address.
    var onARP: (ARPPacket, UInt32, MACAddress) -> Void = { _, _, _ in }
    var onEcho: (ICMPEcho, IPv4Address) -> Void = { _, _ in }

    private final class Link {
        let socket: ARPSocket
        var source: EventSource?

        init(_ interface: UInt32) throws(SystemError) {
            socket = try ARPSocket(interface: interface)
        }
    }

    private final class Ping {
        let socket: DatagramSocket
        var source: EventSource?

        init() throws(SystemError) {
            socket = try DatagramSocket.ping()
        }
    }

    private let loop: EventLoop
    private var links: [UInt32: Link] = [:]
    private var ping: Ping?
    private var buffer = [UInt8](repeating: 0, count: 2048)

    /// So many packets are taken at once before others have their turn.
    private static let burst = 64

    init(_ loop: EventLoop) {
        self.loop = loop
    }

    var isOpen: Bool { !links.isEmpty || ping != nil }

    /// Opens what is needed to ask this way, unless it is open.
    func open(_ way: ProbeTable.Way) throws(SystemError) {
        switch way {
        case .arp(let interface):
            guard links[interface] == nil else { return }
            let link = try Link(interface)
            link.source = try loop.add(link.socket.descriptor.raw, [.readable]) { [weak self] _ in self?.receiveARP(interface) }
            links[interface] = link
        case .icmp:
            guard self.ping == nil else { return }
            let ping = try Ping()
            ping.source = try loop.add(ping.socket.descriptor.raw, [.readable]) { [weak self] _ in self?.receiveEchoes() }
            self.ping = ping
        }
    }

    func ask(_ target: ProbeTable.Target, _ echo: ICMPEcho) throws(SystemError) {
        switch target.way {
        case .arp(let interface):
            guard let link = links[interface] else { return }
            try link.socket.broadcast(ARPPacket.probe(for: target.address, from: link.socket.hardware).octets)
        case .icmp:
            try ping?.socket.send(echo.request, to: Endpoint(.v4(target.address), port: 0))
        }
    }

    func close() {
        for interface in links.keys { close(interface) }
        ping?.source?.remove()
        ping = nil
    }

    private func close(_ interface: UInt32) {
        links.removeValue(forKey: interface)?.source?.remove()
    }

    private func receiveARP(_ interface: UInt32) {
        for _ in 0..<Self.burst {
            guard let link = links[interface] else { return }
            do throws(SystemError) {
                guard let received = try link.socket.receive(into: &buffer) else { return }
                // On a link with VLANs their packets are seen too.
                guard received.interface == interface,
                    let packet = ARPPacket(decoding: buffer.span.extracting(0..<received.count))
                else { continue }
                onARP(packet, interface, link.socket.hardware)
            } catch {
                // The interface went down, or away.
                return close(interface)
            }
        }
    }

    private func receiveEchoes() {
        for _ in 0..<Self.burst {
            guard let received = try? ping?.socket.receive(into: &buffer) else { return }
            guard let (source, echo) = ICMPEcho.reply(in: buffer.span.extracting(0..<received.count)) else { continue }
            onEcho(echo, source)
        }
    }
}
