internal import CSystemd
internal import Glibc
public import LinuxIO
public import NetworkValues

/// What a descriptor is ready for.
public struct IOEvents: OptionSet, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let readable = IOEvents(rawValue: 0x001)
    public static let writable = IOEvents(rawValue: 0x004)
    public static let hangUp = IOEvents(rawValue: 0x010)
    public static let failed = IOEvents(rawValue: 0x008)
}

/// libsystemd's event loop: one thread, no locks. Handlers run on the thread that calls `run`.
@safe public final class EventLoop {
    private let event: OpaquePointer
    /// Where a channel reads to, while it does.
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var posts: [EventSource] = []

    /// Makes a loop; `sd_event_new` fails only when memory or descriptors are out.
    public init() throws(SystemError) {
        var event: OpaquePointer?
        let result = unsafe sd_event_new(&event)
        guard result >= 0, let event = unsafe event else { throw SystemError(-result, "make an event loop") }
        unsafe self.event = event
    }

    deinit {
        unsafe _ = sd_event_unref(event)
    }

    /// Runs handlers until `stop` is called.
    public func run() throws(SystemError) {
        let result = unsafe sd_event_loop(event)
        if result < 0 { throw SystemError(-result, "run the event loop") }
    }

    /// Ends `run` after the handler that is running, and those of `addExit`.
    public func stop() {
        unsafe _ = sd_event_exit(event, 0)
    }

    /// Lets systemd's watchdog watch this loop, when the unit asks for one (WatchdogSec=).
    public func serveWatchdog() {
        unsafe _ = sd_event_set_watchdog(event, 1)
    }

    /// Calls `handler` whenever the descriptor is ready.
    public func add(_ descriptor: Int32, _ events: IOEvents, _ handler: @escaping (IOEvents) -> Void) throws(SystemError)
        -> EventSource
    {
        let source = EventSource(self)
        source.onIO = handler
        return try unsafe add(source) { raw, userdata in
            unsafe sd_event_add_io(
                event, &raw, descriptor, events.rawValue,
                { _, _, revents, userdata in
                    unsafe EventSource.from(userdata)?.ready(IOEvents(rawValue: revents))
                    return 0
                }, userdata)
        }
    }

    /// Calls `handler` once when `time` has come, or at most `slack` microseconds later; `EventSource.arm` sets it again. Nil
    /// makes a timer that is not armed.
    public func addTimer(
        at time: BootTime?, slack: UInt64 = 1000, _ handler: @escaping () -> Void
    ) throws(SystemError) -> EventSource {
        let source = EventSource(self)
        source.onFire = handler
        let added = try unsafe add(source) { raw, userdata in
            // CLOCK_BOOTTIME; slack lets timers share a wake-up.
            unsafe sd_event_add_time(
                event, &raw, CLOCK_BOOTTIME, time?.microseconds ?? 0, slack,
                { _, _, userdata in
                    unsafe EventSource.from(userdata)?.fire()
                    return 0
                }, userdata)
        }
        if time == nil { added.disarm() }
        return added
    }

    /// Calls `handler` for a signal, which must be blocked in every thread (`Signals.block`).
    public func addSignal(_ signal: Int32, _ handler: @escaping () -> Void) throws(SystemError) -> EventSource {
        let source = EventSource(self)
        source.onFire = handler
        return try unsafe add(source) { raw, userdata in
            unsafe sd_event_add_signal(
                event, &raw, signal,
                { _, _, userdata in
                    unsafe EventSource.from(userdata)?.fire()
                    return 0
                }, userdata)
        }
    }

    /// Calls `handler` after each other handler. libsystemd's own post sources do so too, but each in a round of the loop for
    /// itself, with its system calls.
    public func addPost(_ handler: @escaping () -> Void) -> EventSource {
        let source = EventSource(self)
        source.onFire = handler
        posts.removeAll { $0.isRemoved }
        posts.append(source)
        return source
    }

    func runPosts() {
        for post in posts { post.onFire?() }
    }

    /// Calls `handler` once when the loop ends, after the last of the others.
    public func addExit(_ handler: @escaping () -> Void) throws(SystemError) -> EventSource {
        let source = EventSource(self)
        source.onFire = handler
        return try unsafe add(source) { raw, userdata in
            unsafe sd_event_add_exit(
                event, &raw,
                { _, userdata in
                    unsafe EventSource.from(userdata)?.fire()
                    return 0
                }, userdata)
        }
    }

    private func add(
        _ source: EventSource, _ register: (inout OpaquePointer?, UnsafeMutableRawPointer) -> Int32
    ) throws(SystemError) -> EventSource {
        var raw: OpaquePointer?
        // libsystemd holds the source while it is registered; the destroy callback gives it back.
        let userdata = unsafe Unmanaged.passRetained(source).toOpaque()
        let result = unsafe register(&raw, userdata)
        guard result >= 0, let raw = unsafe raw else {
            unsafe Unmanaged<EventSource>.fromOpaque(userdata).release()
            throw SystemError(-result, "add to the event loop")
        }
        unsafe sd_event_source_set_destroy_callback(raw) { userdata in
            guard let userdata = unsafe userdata else { return }
            unsafe Unmanaged<EventSource>.fromOpaque(userdata).release()
        }
        unsafe source.adopt(raw)
        return source
    }
}
