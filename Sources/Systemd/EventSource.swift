internal import CSystemd
internal import Glibc
internal import LinuxIO
public import NetworkValues

/// One thing that an `EventLoop` waits for. It stays until `remove`.
@safe public final class EventSource {
    private var raw: OpaquePointer?
    private unowned let loop: EventLoop
    var onIO: ((IOEvents) -> Void)?
    var onFire: (() -> Void)?

    init(_ loop: EventLoop) {
        self.loop = loop
    }

    var isRemoved: Bool { onIO == nil && onFire == nil }

    func adopt(_ raw: OpaquePointer) {
        unsafe self.raw = raw
    }

    /// Stops waiting, for good.
    public func remove() {
        (onIO, onFire) = (nil, nil)
        guard let raw = unsafe raw else { return }
        unsafe self.raw = nil
        // SD_EVENT_OFF first: a source that is being dispatched must not run again.
        unsafe _ = sd_event_source_set_enabled(raw, 0)
        unsafe _ = sd_event_source_unref(raw)
    }

    /// Waits for other events of the descriptor.
    public func wait(for events: IOEvents) {
        unsafe _ = sd_event_source_set_io_events(raw, events.rawValue)
    }

    /// Lets a timer fire at `time`, once.
    public func arm(at time: BootTime) {
        unsafe _ = sd_event_source_set_time(raw, time.microseconds)
        unsafe _ = sd_event_source_set_enabled(raw, -1)
    }

    /// Keeps a timer from firing.
    public func disarm() {
        unsafe _ = sd_event_source_set_enabled(raw, 0)
    }

    /// Puts this source before (less) or after (more) the others, which have 0.
    public func setPriority(_ priority: Int64) {
        unsafe _ = sd_event_source_set_priority(raw, priority)
    }

    func ready(_ events: IOEvents) {
        // The handler may remove its own source: hold it until it is done.
        let handler = onIO
        handler?(events)
        loop.runPosts()
    }

    func fire() {
        let handler = onFire
        handler?()
        loop.runPosts()
    }

    static func from(_ userdata: UnsafeMutableRawPointer?) -> EventSource? {
        unsafe userdata.map { unsafe Unmanaged<EventSource>.fromOpaque($0).takeUnretainedValue() }
    }
}
