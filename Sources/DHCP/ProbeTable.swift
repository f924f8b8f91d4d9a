public import NetworkValues

/// The conflict checks that are out: whether somebody uses an address, before it is offered.
///
/// An address is asked for at once and again after 150 ms. Whoever answers for it has it; when nobody has in the time that
/// the check was given, it is free. A client has one check out at a time, and so has an address.
public struct ProbeTable: Sendable {
    /// How somebody is asked.
    public enum Way: Hashable, Sendable {
        /// On a link that we are attached to (RFC 5227), by the interface's index.
        case arp(interface: UInt32)
        /// Through a relay.
        case icmp
    }

    public struct Target: Hashable, Sendable {
        public let address: IPv4Address
        public let way: Way

        public init(_ address: IPv4Address, _ way: Way) {
            self.address = address
            self.way = way
        }
    }

    /// Who waits for the result.
    public struct Client: Hashable, Sendable {
        public let hardware: MACAddress
        public let interface: UInt32
        public let relay: IPv4Address

        public init(_ hardware: MACAddress, interface: UInt32, relay: IPv4Address) {
            self.hardware = hardware
            self.interface = interface
            self.relay = relay
        }
    }

    public enum Action: Hashable, Sendable {
        /// Ask for the address; `echo` is what to ask with by ICMP.
        case ask(Target, ICMPEcho)
        /// The check is over.
        case finish(Client, Target, inUse: Bool)
    }

    private struct Probe {
        let client: Client
        let echo: ICMPEcho
        let end: BootTime
        var repetition: BootTime?

        var next: BootTime { min(repetition ?? end, end) }
    }

    /// No more checks are out at once: about five thousand a second.
    public static let capacity = 2048
    /// What a check may take, in milliseconds.
    private static let durations = 50...1000
    private static let pause: UInt64 = 150_000
    /// Times are rounded up to this, so that many checks share a look at the table.
    private static let tick: UInt64 = 10_000

    private let identifier: UInt16
    private var sequence: UInt16 = 0
    private var probes: [Target: Probe] = [:]
    private var targets: [Client: Target] = [:]
    /// When `timePassed` is to be called; nil while no check is out.
    public private(set) var deadline: BootTime?

    /// `identifier` tells our echoes from those of other programs and starts.
    public init(identifier: UInt16) {
        self.identifier = identifier
    }

    /// How many checks are out.
    public var count: Int { probes.count }

    /// Begins a check that takes so many milliseconds. Nil when none can be made now: too many are out, or the client or the
    /// address has one already. The client is not answered then, and asks again.
    public mutating func begin(_ target: Target, for client: Client, taking milliseconds: Int, at now: BootTime) -> Action? {
        guard probes.count < Self.capacity, probes[target] == nil, targets[client] == nil else { return nil }
        sequence &+= 1
        let duration = UInt64(min(max(milliseconds, Self.durations.lowerBound), Self.durations.upperBound)) &* 1000
        let probe = Probe(
            client: client, echo: ICMPEcho(identifier: identifier, sequence: sequence),
            end: Self.moment(duration, after: now), repetition: Self.moment(Self.pause, after: now))
        probes[target] = probe
        targets[client] = target
        deadline = min(deadline ?? probe.next, probe.next)
        return .ask(target, probe.echo)
    }

    /// Takes an ARP packet that came in by an interface whose own hardware address is `own`.
    ///
    /// What the client itself says of the address, and what we say, is no conflict.
    public mutating func heard(_ packet: ARPPacket, on interface: UInt32, own: MACAddress) -> Action? {
        guard let address = packet.claimed, packet.senderHardware != own else { return nil }
        let target = Target(address, .arp(interface: interface))
        guard let probe = probes[target], probe.client.hardware != packet.senderHardware else { return nil }
        return finish(target, probe, inUse: true)
    }

    /// Takes an echo reply.
    public mutating func heard(_ echo: ICMPEcho, from source: IPv4Address) -> Action? {
        let target = Target(source, .icmp)
        guard let probe = probes[target], probe.echo == echo else { return nil }
        return finish(target, probe, inUse: true)
    }

    /// What is due; to be called when `deadline` has come.
    public mutating func timePassed(at now: BootTime) -> [Action] {
        let due = probes.filter { $0.value.next <= now }
        var actions: [Action] = []
        for (target, probe) in due.sorted(by: { $0.value.echo.sequence < $1.value.echo.sequence }) {
            if probe.end <= now {
                actions.append(finish(target, probe, inUse: false))
            } else {
                probes[target]?.repetition = nil
                actions.append(.ask(target, probe.echo))
            }
        }
        deadline = probes.values.lazy.map(\.next).min()
        return actions
    }

    private mutating func finish(_ target: Target, _ probe: Probe, inUse: Bool) -> Action {
        probes[target] = nil
        targets[probe.client] = nil
        if probes.isEmpty { deadline = nil }
        return .finish(probe.client, target, inUse: inUse)
    }

    private static func moment(_ microseconds: UInt64, after now: BootTime) -> BootTime {
        let exact = now.advanced(byMicroseconds: microseconds)
        return exact.advanced(byMicroseconds: (tick &- exact.microseconds % tick) % tick)
    }
}
