internal import Contract
public import LinuxIO
internal import Systemd

/// The interfaces of this machine, kept up to date by the kernel's announcements.
public final class InterfaceTable {
    public private(set) var interfaces: [NetworkInterface] = []
    /// Called after each change.
    var onChange: ([NetworkInterface]) -> Void = { _ in }

    private var names: [UInt32: String] = [:]
    private let monitor: InterfaceMonitor
    private var source: EventSource?

    init(loop: EventLoop) throws(SystemError) {
        monitor = try InterfaceMonitor()
        refresh()
        source = try loop.add(monitor.descriptor.raw, [.readable]) { [weak self] _ in
            self?.monitor.drain()
            self?.refresh()
        }
    }

    /// The name of an interface; its number in digits when it is gone.
    public func name(of index: UInt32) -> String {
        names[index] ?? "\(index)"
    }

    public func interface(_ index: UInt32) -> NetworkInterface? {
        interfaces.first { $0.index == index }
    }

    private func refresh() {
        guard let found = try? NetworkInterface.all(), found != interfaces else { return }
        interfaces = found
        names = Dictionary(found.map { ($0.index, $0.name) }, uniquingKeysWith: { first, _ in first })
        onChange(found)
    }
}
