internal import Contract
public import LinuxIO
internal import Logging
internal import Systemd

/// The interfaces of this machine, kept up to date by the kernel's announcements.
///
/// A worker that is kept from the network (RestrictAddressFamilies=AF_UNIX) sees none, and is told of none.
public final class InterfaceTable {
    public private(set) var interfaces: [NetworkInterface] = []
    /// Called after each change.
    var onChange: ([NetworkInterface]) -> Void = { _ in }

    private var names: [UInt32: String] = [:]
    private var source: EventSource?

    init(loop: EventLoop, log: Logger) throws(SystemError) {
        refresh()
        do throws(SystemError) {
            let monitor = try InterfaceMonitor()
            source = try loop.add(monitor.descriptor.raw, [.readable]) { [weak self] _ in
                monitor.drain()
                self?.refresh()
            }
        } catch {
            guard error.isPermission || error.isUnsupportedFamily else { throw error }
            log.debug("this process may not see the interfaces", metadata: ["reason": "\(error)"])
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
