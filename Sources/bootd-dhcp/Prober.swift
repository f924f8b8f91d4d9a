internal import Contract
internal import DHCP
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Systemd
internal import WorkerRuntime

/// Makes the conflict checks that the supervisor asks for. Only the client that is to get the address waits.
final class Prober {
    /// Called with the last question of the client, and what was found.
    var onResult: (Question, Probed) -> Void = { _, _ in }

    private let context: WorkerContext
    private let sockets: ProbeSockets
    private var table: ProbeTable
    private var waiting: [ProbeTable.Client: Question] = [:]
    private var timer: EventSource?
    private var lastUse = BootTime(microseconds: 0)
    private var said = Seldom<ProbeTable.Way>(every: .minute, capacity: 16)

    /// Closing a packet socket makes the kernel wait, so it is not done between two clients of a rack that powers on.
    private static let linger: UInt64 = 5_000_000

    init(_ context: WorkerContext) throws(SystemError) {
        self.context = context
        sockets = ProbeSockets(context.loop)
        table = ProbeTable(identifier: UInt16.random(in: .min ... .max))
        timer = try context.loop.addTimer(at: nil) { [weak self] in self?.timePassed() }
        sockets.onARP = { [weak self] packet, interface, own in
            guard let self else { return }
            carryOut(table.heard(packet, on: interface, own: own))
        }
        sockets.onEcho = { [weak self] echo, source in
            guard let self else { return }
            carryOut(table.heard(echo, from: source))
        }
    }

    /// How many checks are out.
    var count: Int { table.count }

    /// Takes a question that says the same again as one whose check is out: the last one is answered.
    func takesOver(_ question: Question) -> Bool {
        guard question.isRepeatable, waiting[question.client]?.query.message == question.query.message else { return false }
        waiting[question.client] = question
        return true
    }

    /// Makes a check. When that cannot be now, for too many are out, the question is dropped, and the client asks again.
    func check(_ probe: Probe, for question: Question) {
        let now = BootTime.now()
        let way: ProbeTable.Way =
            switch probe.kind {
            case .arp: .arp(interface: question.arrival.interfaceIndex)
            case .icmp: .icmp
            }
        let target = ProbeTable.Target(probe.address, way)
        lastUse = now
        do throws(SystemError) {
            try sockets.open(way)
        } catch {
            // Without the right to look, or on a link without ARP, addresses are offered as they are.
            note(error, target)
            return onResult(question, Probed(address: probe.address, inUse: false))
        }
        let action = table.begin(target, for: question.client, taking: probe.milliseconds, at: now)
        guard let action else {
            return context.log.debug("an address cannot be checked now", metadata: ["machine": "\(question.query.hardware)"])
        }
        waiting[question.client] = question
        carryOut(action)
    }

    private func carryOut(_ action: ProbeTable.Action?) {
        switch action {
        case .ask(let target, let echo):
            do throws(SystemError) {
                try sockets.ask(target, echo)
            } catch {
                note(error, target)
            }
        case .finish(let client, let target, let inUse):
            guard let question = waiting.removeValue(forKey: client) else { break }
            onResult(question, Probed(address: target.address, inUse: inUse))
        case nil: return
        }
        arm()
    }

    private func timePassed() {
        let now = BootTime.now()
        for action in table.timePassed(at: now) { carryOut(action) }
        if table.count == 0, now >= lastUse.advanced(byMicroseconds: Self.linger) { sockets.close() }
        arm()
    }

    private func arm() {
        if let deadline = table.deadline {
            timer?.arm(at: deadline)
        } else if sockets.isOpen {
            timer?.arm(at: lastUse.advanced(byMicroseconds: Self.linger))
        } else {
            timer?.disarm()
        }
    }

    /// Says once a minute at most that addresses of a link, or behind relays, are given unchecked.
    private func note(_ error: SystemError, _ target: ProbeTable.Target) {
        guard said.isDue(target.way, at: .now()) else { return }
        context.log.notice(
            "an address is given without a look at who uses it", metadata: ["address": "\(target.address)", "reason": "\(error)"])
    }
}
