internal import CLinux
internal import Glibc

/// Wakes one thread's event loop from another (eventfd).
public final class EventCounter: Sendable {
    private let descriptor: Descriptor

    public init() throws(SystemError) {
        descriptor = try Descriptor(owning: checked(clinux_open_event(), "open an event counter"))
    }

    public var raw: Int32 { descriptor.raw }

    public func signal() {
        var one: UInt64 = 1
        unsafe _ = Glibc.write(descriptor.raw, &one, 8)
    }

    /// Waits until it is signalled, and clears it.
    public func wait() {
        var poll = pollfd(fd: descriptor.raw, events: Int16(POLLIN), revents: 0)
        unsafe _ = Glibc.poll(&poll, 1, -1)
        clear()
    }

    /// Whether it was signalled since it was last cleared.
    public var isSignalled: Bool {
        var poll = pollfd(fd: descriptor.raw, events: Int16(POLLIN), revents: 0)
        return unsafe Glibc.poll(&poll, 1, 0) == 1
    }

    public func clear() {
        var count: UInt64 = 0
        unsafe _ = Glibc.read(descriptor.raw, &count, 8)
    }
}
