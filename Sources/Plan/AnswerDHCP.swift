import Catalog
import DHCP
public import Leases
public import NetworkValues

/// What a DHCP message is met with (RFC 2131 section 4.3): a projection of the plan. `leases` tells who holds what.
public func answerDHCP(_ plan: Plan, _ facts: DHCPFacts, _ leases: LeaseBook, at now: WallTime) -> DHCPDecision {
    guard let network = plan.network, let mac = plan.machine.mac else { return DHCPDecision() }
    if let relay = plan.machine.attachment.relay, plan.machine.attachment.isOurs(relay) {
        return DHCPDecision(reasons: [.relayIsOurs(relay)])
    }
    let exchange = DHCPExchange(plan: plan, network: network, mac: mac, facts: facts, leases: leases, now: now)
    if facts.port == DHCPPort.bootServer { return exchange.bootServer() }
    switch facts.kind {
    case .discover: return exchange.discover()
    case .request: return exchange.request()
    case .decline: return exchange.decline()
    case .release: return exchange.release()
    case .inform: return exchange.inform()
    }
}

/// One message on its way to its answer.
struct DHCPExchange {
    let plan: Plan
    let network: Network
    let mac: MACAddress
    let facts: DHCPFacts
    let leases: LeaseBook
    let now: WallTime

    /// How long an offer is held: a client that has seen several takes a while to choose.
    static let offerSeconds: Int64 = 120
    /// How long an address that a client found in use is set aside.
    static let declineSeconds: Int64 = 24 * 3600
    /// The same for a host's own address: its machine is meant to have it as soon as the other one is gone.
    static let hostDeclineSeconds: Int64 = 600

    var key: LeaseKey { .hardware(mac) }

    func discover() -> DHCPDecision {
        guard let address = plan.address.address else { return DHCPDecision() }
        let held = leases.lease(at: address)
        var decision = DHCPDecision(reply: reply(.offer, address))
        // Whoever holds the address already needs no offer noted.
        if let held, held.key == key, held.state == .bound, held.isHeld(at: now) { return decision }
        decision.changes = [.put(lease(address, .offered, seconds: Self.offerSeconds))]
        return decision
    }

    /// Finds the address in use: it is set aside for a time, and not given to anybody.
    func decline() -> DHCPDecision {
        guard let address = facts.requested else { return DHCPDecision(reasons: [.nothingAsked]) }
        if let server = facts.server, !isOurs(server) { return DHCPDecision(reasons: [.otherServer(server)]) }
        guard let lease = leases.lease(at: address), lease.key == key, lease.isHeld(at: now) else {
            return DHCPDecision(reasons: [.notItsLease(address)])
        }
        let isHosts = plan.host?.addresses.contains(address) == true
        let end = now.advanced(by: isHosts ? Self.hostDeclineSeconds : Self.declineSeconds)
        return DHCPDecision(
            changes: [.put(lease.setAside(.declined, at: now, until: end))], reasons: isHosts ? [.fixedAddressDeclined(address)] : [])
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

    /// Firmware asks for a boot server on port 4011 (PXE 2.1 section 2.2): what to load, and nothing of a lease.
    func bootServer() -> DHCPDecision {
        switch (facts.kind, plan.machine.client.kind) {
        case (.request, .pxe), (.request, .http), (.inform, .pxe), (.inform, .http): DHCPDecision(reply: bootReply())
        default: DHCPDecision(reasons: [.notForBootServer])
        }
    }

    /// Whether a message that names a server means us, by whichever of our addresses.
    func isOurs(_ server: IPv4Address) -> Bool {
        server == plan.server || plan.machine.attachment.isOurs(server)
    }

    func lease(_ address: IPv4Address, _ state: LeaseState, seconds: Int64) -> Lease {
        Lease(
            address: address, key: key, hardware: mac, clientID: facts.clientID, hostname: facts.hostname, network: network.name,
            state: state, start: now, expires: now.advanced(by: seconds))
    }

    /// What the client asks for, but not more than the network gives, nor so little that it would ask all the time.
    var leaseSeconds: UInt32 {
        let times = network.leasing.times
        return min(max(facts.leaseSeconds ?? times.usual, times.least), times.most)
    }
}
