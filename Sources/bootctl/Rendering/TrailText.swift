internal import Contract
internal import NetworkValues

/// Tells boots, step by step, as their events come.
struct TrailText {
    private struct Boot: Hashable {
        let machine: MACAddress
        let number: Int
    }

    private let calendar: (WallTime) -> String
    /// When the first step of each boot was, in microseconds.
    private var firstSteps: [Boot: Int] = [:]
    private var current: Boot?

    init(calendar: @escaping (WallTime) -> String) {
        self.calendar = calendar
    }

    /// The lines for these events, boot by boot; a boot that was told last goes on without its title.
    mutating func lines(_ events: [EventRow]) -> [String] {
        var order: [Boot] = []
        var steps: [Boot: [EventRow]] = [:]
        for event in events {
            let boot = Boot(machine: event.machine, number: event.boot)
            if steps[boot] == nil { order.append(boot) }
            steps[boot, default: []].append(event)
        }
        return order.flatMap { lines($0, steps[$0] ?? []) }
    }

    private mutating func lines(_ boot: Boot, _ steps: [EventRow]) -> [String] {
        guard let first = steps.first else { return [] }
        let start = firstSteps[boot] ?? first.microseconds
        firstSteps[boot] = start
        var lines: [String] = []
        if boot != current {
            let host = steps.lazy.compactMap(\.host).first.map { " \($0)" } ?? ""
            let when = calendar(WallTime(seconds: Int64(start / 1_000_000)))
            if current != nil { lines.append("") }
            lines.append("\(boot.machine)\(host), boot \(boot.number), \(when)")
            current = boot
        }
        return lines + steps.map { line($0, after: start) }
    }

    private func line(_ event: EventRow, after start: Int) -> String {
        let (elapsed, overflow) = event.microseconds.subtractingReportingOverflow(start)
        let time = TimeText.step(microseconds: overflow ? 0 : elapsed)
        let space = String(repeating: " ", count: max(0, 9 - time.count))
        return "\(space)\(time)  \(event.stage.rawValue)  \(event.text)"
    }
}
