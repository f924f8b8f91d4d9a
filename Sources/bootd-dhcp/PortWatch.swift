internal import Contract
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Systemd
internal import WorkerRuntime

/// Looks for other programs of this host that have a port of ours.
///
/// systemd binds with SO_REUSEADDR, so nobody is refused: one that has the port beside us takes clients' messages too.
final class PortWatch {
    private let context: WorkerContext
    private let ports: [UInt16]
    private let ours: Set<UInt64>
    private var timer: EventSource?

    /// Microseconds between two looks.
    private static let pause: UInt64 = 60_000_000

    init(_ context: WorkerContext, _ sockets: [ServerSocket]) throws(SystemError) {
        self.context = context
        ports = Set(sockets.map(\.port)).sorted()
        ours = Set(sockets.compactMap { try? UDPSocketEntry.cookie(of: $0.descriptor) })
        context.otherSockets = others()
        timer = try context.loop.addTimer(at: Self.nextLook()) { [weak self] in
            self?.look()
            self?.timer?.arm(at: Self.nextLook())
        }
    }

    /// Looks again, and tells what has changed.
    func look() {
        guard let others = others(), others != context.otherSockets else { return }
        context.otherSockets = others
        context.report(WorkerReport(otherSockets: others))
    }

    private static func nextLook() -> BootTime { BootTime.now().advanced(byMicroseconds: pause) }

    /// Nil when the kernel does not tell.
    private func others() -> [OtherSocket]? {
        do throws(SystemError) {
            let all = try UDPSocketEntry.all(onPorts: ports).filter { !ours.contains($0.cookie) && !$0.address.isLoopback }
            let found = all.map { entry in
                OtherSocket(
                    port: Int(entry.port), address: entry.address,
                    interface: entry.interface == 0 ? nil : context.interfaces.name(of: entry.interface))
            }
            return Set(found).sorted { ($0.port, $0.address, $0.interface ?? "") < ($1.port, $1.address, $1.interface ?? "") }
        } catch {
            // Once is enough: it stays so.
            context.log.log(
                level: timer == nil ? .notice : .debug, "the kernel does not tell who else has our ports",
                metadata: ["reason": "\(error)"])
            return nil
        }
    }
}

extension IPv4Address {
    fileprivate var isLoopback: Bool { rawValue >> 24 == 127 }
}
