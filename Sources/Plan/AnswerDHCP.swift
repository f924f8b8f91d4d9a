import Catalog
import DHCP
public import Leases
public import NetworkValues

/// What a DHCP message is met with (RFC 2131 section 4.3): a projection of the plan. `leases` tells who holds what.
public func answerDHCP(_ plan: Plan, _ facts: DHCPFacts, _ leases: LeaseBook, at now: WallTime) -> DHCPDecision {
    guard let network = plan.network, let mac = plan.machine.mac, let key = plan.machine.key(in: network) else {
        return DHCPDecision()
    }
    if let relay = plan.machine.attachment.relay, plan.machine.attachment.isOurs(relay) {
        return DHCPDecision(reasons: [.relayIsOurs(relay)])
    }
    let exchange = DHCPExchange(plan: plan, network: network, mac: mac, key: key, facts: facts, leases: leases, now: now)
    if let silence = plan.silence, facts.kind != .release, facts.kind != .decline { return DHCPDecision(reasons: [silence]) }
    if network.mode == .proxy { return exchange.proxy() }
    if facts.port == DHCPPort.bootServer { return exchange.bootServer() }
    switch facts.kind {
    case .discover: return exchange.discover()
    case .request: return exchange.request()
    case .decline: return exchange.decline()
    case .release: return exchange.release()
    case .inform: return exchange.inform()
    case .bootp: return exchange.bootp()
    }
}

/// One message on its way to its answer.
struct DHCPExchange {
    let plan: Plan
    let network: Network
    let mac: MACAddress
    let key: LeaseKey
    let facts: DHCPFacts
    let leases: LeaseBook
    let now: WallTime

    /// For how long at most a host's own address is set aside: its machine is meant to have it as soon as the other is gone.
    static let hostDeclineSeconds: UInt32 = 600

    /// Finds the address in use: it is set aside for a time, and not given to anybody.
    func decline() -> DHCPDecision {
        guard let address = facts.requested else { return DHCPDecision(reasons: [.nothingAsked]) }
        if let server = facts.server, !isOurs(server) { return DHCPDecision(reasons: [.otherServer(server)]) }
        guard let lease = leases.lease(at: address), lease.key == key, lease.isHeld(at: now) else {
            return DHCPDecision(reasons: [.notItsLease(address)])
        }
        let isHosts = plan.host?.addresses.contains(address) == true
        let seconds = network.leasing.setAsideSeconds
        var decision = settingAside(lease, .declined, seconds: isHosts ? min(seconds, Self.hostDeclineSeconds) : seconds)
        if isHosts { decision.reasons.append(.fixedAddressDeclined(address)) }
        return decision
    }

    func settingAside(_ lease: Lease, _ state: LeaseState, seconds: UInt32) -> DHCPDecision {
        let setAside = lease.setAside(state, at: now, until: now.advanced(by: Int64(seconds)))
        let (changes, returned) = leases.settingAside(setAside, at: now)
        return DHCPDecision(changes: changes, reasons: returned.map { [.comesBack($0, network)] } ?? [])
    }

    func release() -> DHCPDecision {
        guard let address = facts.clientAddress else { return DHCPDecision(reasons: [.nothingAsked]) }
        if let server = facts.server, !isOurs(server) { return DHCPDecision(reasons: [.otherServer(server)]) }
        guard let lease = leases.lease(at: address), lease.key == key, lease.state == .bound else {
            return DHCPDecision(reasons: [.notItsLease(address)])
        }
        return DHCPDecision(changes: [.put(lease.released(at: now))])
    }

    /// Configuration for a client that has its address from elsewhere: no lease, no lease time (section 4.3.5).
    func inform() -> DHCPDecision {
        DHCPDecision(reply: reply(.ack, nil))
    }

    /// Whether a message that names a server means us, by whichever of our addresses.
    func isOurs(_ server: IPv4Address) -> Bool {
        server == plan.identifier || server == plan.server || plan.machine.attachment.isOurs(server)
    }

    func lease(_ address: IPv4Address, _ state: LeaseState, seconds: Int64) -> Lease {
        Lease(
            address: address, key: key, hardware: mac, clientID: plan.machine.clientID, hostname: facts.hostname,
            network: network.name, state: state, start: now, expires: now.advanced(by: seconds),
            isRecyclable: state.isTransient && isStranger)
    }

    /// Whether no host names the machine and it never had a lease here.
    var isStranger: Bool {
        plan.host == nil && leases.leases(of: key, in: network.name).allSatisfy(\.isRecyclable)
    }

    /// Whether no host names the machine, and it was offered nothing either: whoever takes an offer was admitted before.
    var isUnheardOf: Bool { plan.host == nil && leases.leases(of: key, in: network.name).isEmpty }

    /// How long the machine may have an address: what it asks for, but not more than the network gives, nor so little that it
    /// would ask all the time. Firmware gets a short time where that is configured, unless it has a longer one already.
    func leaseSeconds(of address: IPv4Address) -> UInt32 {
        let times = network.leasing.times
        guard let firmware = times.firmware, plan.machine.client.kind != .ordinary else {
            return min(max(facts.leaseSeconds ?? times.usual, times.least), times.most)
        }
        guard let held = leases.lease(at: address), held.key == key, held.state == .bound else { return firmware }
        return max(firmware, min(UInt32(clamping: now.distance(to: held.expires)), times.most))
    }
}
