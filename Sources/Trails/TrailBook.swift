public import NetworkValues

/// The steps of all machines' boots, bounded for each machine and in all.
public struct TrailBook: Sendable {
    private struct Trail {
        var events: [TrailEvent] = []
        var boot = 0
        /// The firmware is asking for its address; what it repeats belongs to the same boot.
        var isStarting = false
        var lastUse: UInt64 = 0

        mutating func record(limit: Int, use: UInt64, fromFirmware: Bool, _ make: (Int) -> TrailEvent) -> TrailEvent {
            if boot == 0 || (fromFirmware && !isStarting) { boot += 1 }
            isStarting = fromFirmware
            lastUse = use
            if events.count >= limit { events.removeFirst(max(1, limit / 8)) }
            let event = make(boot)
            events.append(event)
            return event
        }
    }

    private var trails: [MACAddress: Trail] = [:]
    private var uses: UInt64 = 0
    private let eventLimit: Int
    private let machineLimit: Int

    /// At most `eventLimit` steps of a machine and `machineLimit` machines are kept; the oldest go first.
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
        uses += 1
        let entry = trails[machine, default: Trail()].record(limit: eventLimit, use: uses, fromFirmware: fromFirmware) { boot in
            TrailEvent(microseconds: microseconds, machine: machine, boot: boot, stage: stage, event: event, text: text)
        }
        if trails.count > machineLimit { forgetOldest() }
        return entry
    }

    /// The steps of one machine, oldest first.
    public func events(of machine: MACAddress) -> [TrailEvent] { trails[machine]?.events ?? [] }

    /// The steps of all machines, oldest first.
    public var events: [TrailEvent] {
        trails.values.flatMap(\.events).sorted { $0.microseconds < $1.microseconds }
    }

    /// Makes room for an eighth of the machines at once, so that a flood of strangers does not sort at each packet.
    private mutating func forgetOldest() {
        let oldest = trails.sorted { $0.value.lastUse < $1.value.lastUse }.prefix(max(1, machineLimit / 8))
        for trail in oldest { trails[trail.key] = nil }
    }
}
