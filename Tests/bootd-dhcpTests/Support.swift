import Contract
import DHCP
import LinuxIO
import Logging
import NetworkValues
import Synchronization
import Systemd
import Testing

@testable import bootd_dhcp

let loopback = IPv4Address(127, 0, 0, 1)

/// Keeps what is logged: each message with its reason.
final class LogRecorder: Sendable {
    private let recorded: Mutex<[(message: String, reason: String)]> = Mutex([])

    var logger: Logger { Logger(label: "bootd-dhcp") { _ in Handler(recorder: self) } }

    func reasons(_ message: String) -> [String] {
        recorded.withLock { $0.filter { $0.message == message }.map(\.reason) }
    }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var logLevel = Logger.Level.debug
        var metadata = Logger.Metadata()

        subscript(metadataKey key: String) -> Logger.MetadataValue? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let reason = event.metadata?["reason"].map { "\($0)" } ?? ""
            recorder.recorded.withLock { $0.append(("\(event.message)", reason)) }
        }
    }
}

/// A client on the loopback that asks as firmware asks a boot server: from a port of its own, which is answered.
final class LoopbackClient {
    private let socket: DatagramSocket
    private let server: ServerSocket
    private let endpoint: Endpoint
    private var buffer = [UInt8](repeating: 0, count: 2048)

    init() throws {
        socket = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
        let own = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
        server = ServerSocket(adopting: own.takeDescriptor())
        guard let local = socket.local else { throw Unbound() }
        endpoint = local
    }

    var descriptor: Int32 { socket.descriptor.raw }

    func question(_ xid: UInt32) -> Question {
        let card = MACAddress(rawValue: 0x5254_0000_0001)
        var message = DHCPMessage(operation: .request, xid: xid, hardware: HardwareAddress(card))
        message.options.append(.messageType, [DHCPMessageType.inform.rawValue])
        let query = DHCPQuery(message: .inform, interface: "lo", local: loopback, hardware: card)
        let arrival = Arrival(
            interface: "lo", interfaceIndex: 0, local: loopback, source: loopback, sourcePort: endpoint.port,
            port: DHCPPort.bootServer)
        return Question(query: query, message: message, arrival: arrival, socket: server)
    }

    /// Lets go what was sent, as the worker does after each round of handlers.
    func flush() { server.flush() }

    /// The next reply that is there now.
    func receive() throws -> DHCPMessage? {
        guard let datagram = try socket.receive(into: &buffer) else { return nil }
        let octets = Array(buffer.prefix(datagram.count))
        return try DHCPMessage(decoding: octets.span)
    }

    private struct Unbound: Error {}
}
