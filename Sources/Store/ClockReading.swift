public import NetworkValues

/// What the calendar clock, which may be set, shows beside the clock that no one sets.
public struct ClockReading: Hashable, Sendable {
    public let wall: WallTime
    /// By how many seconds the calendar is ahead of the clock that no one sets, which counts from the start of the machine.
    public let lead: Int64
    /// Tells this start of the machine from others; 0 when that was not written down.
    public let boot: Int64

    public init(wall: WallTime, lead: Int64, boot: Int64) {
        self.wall = wall
        self.lead = lead
        self.boot = boot
    }
}
