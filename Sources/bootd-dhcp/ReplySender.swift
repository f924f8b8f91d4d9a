internal import DHCP
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Systemd

/// Puts replies on the wire, each where RFC 2131 section 4.1 wants it.
final class ReplySender {
    private let log: Logger
    private let packets: PacketSender?
    private var said = Seldom<[DHCPReplyPart]>(every: .minute, capacity: 16)

    init(log: Logger) {
        self.log = log
        do throws(SystemError) {
            packets = try PacketSender()
        } catch {
            packets = nil
            log.notice("replies to clients without an address are broadcast", metadata: ["reason": "\(error)"])
        }
    }

    func send(_ reply: DHCPReply, for question: Question) {
        let (request, arrival) = (question.message, question.arrival)
        let encoded = reply.encoded(for: request)
        if !encoded.leftOut.isEmpty { note(encoded.leftOut, request) }
        let destination = ReplyDestination(
            of: reply, to: request, from: arrival.source, port: arrival.sourcePort, at: arrival.port)
        send(encoded.octets, to: destination, arrival, on: question.socket) { [log] error in
            log.event(
                .replyNotSent, .warning, "a reply cannot be sent",
                ["machine": "\(request.hardware)", "stage": "dhcp", "reason": "\(error)"])
        }
    }

    /// Says once a minute at most that these are left out: the same clients lack the same, again and again.
    private func note(_ leftOut: [DHCPReplyPart], _ request: DHCPMessage) {
        guard said.isDue(leftOut, at: .now()) else { return }
        log.notice(
            "a reply is longer than its client takes",
            metadata: [
                "machine": "\(request.hardware)", "stage": "dhcp",
                "reason": "left out: \(leftOut.map(\.description).joined(separator: ", "))",
            ])
    }

    private func send(
        _ octets: [UInt8], to destination: ReplyDestination, _ arrival: Arrival, on socket: ServerSocket,
        failed: @escaping (SystemError) -> Void
    ) {
        switch destination {
        case .relay(let relay): socket.send(octets, to: relay, port: DHCPPort.server, arrival, failed: failed)
        case .unicast(let address, let port): socket.send(octets, to: address, port: port, arrival, failed: failed)
        case .broadcast: socket.send(octets, to: .broadcast, port: DHCPPort.client, arrival, failed: failed)
        case .hardware(let address, let mac):
            let frame = IPv4UDPFrame.octets(
                from: arrival.local, port: DHCPPort.server, to: address, port: DHCPPort.client, payload: octets)
            guard let frame, packets != nil else {
                return socket.send(octets, to: .broadcast, port: DHCPPort.client, arrival, failed: failed)
            }
            do throws(SystemError) { try packets?.send(frame, to: mac, interface: arrival.interfaceIndex) } catch {
                failed(error)
            }
        }
    }
}
