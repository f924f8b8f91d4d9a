internal import Contract
internal import DHCP
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Systemd
internal import WorkerRuntime

/// Looks for other DHCP servers on the links, by what they say to clients.
final class LinkWatch {
    private struct Place: Hashable {
        let server: IPv4Address
        let interface: UInt32
    }

    private let context: WorkerContext
    private let watch: ServerWatch
    private var source: EventSource?
    private var told = Seldom<Place>(every: .minute, capacity: 64)
    private var ownNames = OwnNames()
    private var buffer = [UInt8](repeating: 0, count: DHCPMessage.maximumSize)

    /// So many packets are taken at once before others have their turn.
    private static let burst = 64

    init(_ context: WorkerContext) throws(SystemError) {
        self.context = context
        watch = try ServerWatch()
        source = try context.loop.add(watch.descriptor.raw, [.readable]) { [weak self] _ in self?.receive() }
        // Whoever asks us comes first.
        source?.setPriority(10)
    }

    /// Takes note of the name that a reply of ours carries.
    func noteOwn(_ server: IPv4Address?, for request: DHCPMessage) {
        guard let server, !isOurs(server) else { return }
        ownNames.note(server, for: request)
    }

    func stop() {
        source?.remove()
    }

    private func receive() {
        for _ in 0..<Self.burst {
            guard let received = try? watch.receive(into: &buffer) else { return }
            guard let other = OtherServer(packet: buffer.span.extracting(0..<received.count)), !isOurs(other.server),
                !ownNames.include(other), told.isDue(Place(server: other.server, interface: received.interface), at: .now())
            else { continue }
            let interface = context.interfaces.name(of: received.interface)
            let info = OtherServerInfo(server: other.server, interface: interface, address: other.address)
            context.report(WorkerReport(otherServers: [info]))
        }
    }

    private func isOurs(_ server: IPv4Address) -> Bool {
        context.interfaces.interfaces.contains { $0.addresses.contains(server) }
    }
}
