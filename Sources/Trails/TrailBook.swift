public import NetworkValues

/// The steps of all machines' boots, bounded for each machine and in all.
public struct TrailBook: Sendable {
    private struct Trail {
        var events: [TrailEvent] = []
        var boot = 0
        /// The firmware is asking for its address; what it repeats belongs to the same boot.
        var isStarting = false

        mutating func record(limit: Int, fromFirmware: Bool, _ make: (Int) -> TrailEvent) -> TrailEvent {
            if boot == 0 || (fromFirmware && !isStarting) { boot += 1 }
            isStarting = fromFirmware
            if events.count >= limit { events.removeFirst(max(1, limit / 8)) }
            let event = make(boot)
            events.append(event)
            return event
        }
    }

    /// Those of the machines that were heard of since the last change of generation.
    private var recent: [MACAddress: Trail] = [:]
    /// Those that were heard of before; all of them go with the next change.
    private var earlier: [MACAddress: Trail] = [:]
    private let eventLimit: Int
    private let machineLimit: Int

    /// At most `eventLimit` steps of a machine and `machineLimit` machines are kept, at least the last half of those; the
    /// oldest go first.
    public init(eventLimit: Int = 200, machineLimit: Int = 4096) {
        self.eventLimit = max(1, eventLimit)
        self.machineLimit = max(1, machineLimit)
    }

    /// Notes a step and answers it as it stands on the trail. Firmware that asks for an address begins a boot.
    @discardableResult
    public mutating func record(
        _ machine: MACAddress, at microseconds: Int64, _ stage: TrailStage, _ event: String, _ text: String,
        fromFirmware: Bool = false
    ) -> TrailEvent {
        if recent[machine] == nil { bringForward(machine) }
        return recent[machine, default: Trail()].record(limit: eventLimit, fromFirmware: fromFirmware) { boot in
            TrailEvent(microseconds: microseconds, machine: machine, boot: boot, stage: stage, event: event, text: text)
        }
    }

    /// To look for the oldest of all machines took milliseconds of a flood of strangers, again and again.
    private mutating func bringForward(_ machine: MACAddress) {
        let known = earlier.removeValue(forKey: machine)
        if recent.count >= max(1, machineLimit / 2) { (recent, earlier) = ([:], recent) }
        recent[machine] = known ?? Trail()
    }

    /// The steps of one machine, oldest first.
    public func events(of machine: MACAddress) -> [TrailEvent] { (recent[machine] ?? earlier[machine])?.events ?? [] }

    /// The steps of all machines, oldest first.
    public var events: [TrailEvent] {
        [recent, earlier].flatMap { $0.values.flatMap(\.events) }.sorted { $0.microseconds < $1.microseconds }
    }
}
