import Catalog
import DHCP
public import Leases
public import NetworkValues

/// What a DHCP message is met with (RFC 2131 section 4.3): a projection of the plan. `leases` tells who holds what.
public func answerDHCP(_ plan: Plan, _ facts: DHCPFacts, _ leases: LeaseBook, at now: WallTime) -> DHCPDecision {
    guard let network = plan.network, let mac = plan.machine.mac else { return DHCPDecision() }
    let exchange = DHCPExchange(plan: plan, network: network, mac: mac, facts: facts, leases: leases, now: now)
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
        guard isOurs(facts.server) else { return DHCPDecision(reasons: facts.server.map { [.otherServer($0)] } ?? []) }
        guard let lease = leases.lease(at: address), lease.key == key else {
            return DHCPDecision(reasons: [.notItsLease(address)])
        }
        var decision = DHCPDecision(changes: [.put(lease.declined(at: now, until: now.advanced(by: Self.declineSeconds)))])
        if case .fixed(address) = plan.address { decision.reasons.append(.fixedAddressDeclined(address)) }
        return decision
    }

    func release() -> DHCPDecision {
        guard let address = facts.clientAddress else { return DHCPDecision(reasons: [.nothingAsked]) }
        guard isOurs(facts.server) else { return DHCPDecision(reasons: facts.server.map { [.otherServer($0)] } ?? []) }
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
    func isOurs(_ server: IPv4Address?) -> Bool {
        guard let server else { return true }
        return server == plan.server || plan.machine.attachment.addresses.contains(server)
    }

    func lease(_ address: IPv4Address, _ state: LeaseState, seconds: Int64) -> Lease {
        Lease(
            address: address, key: key, hardware: mac, clientID: facts.clientID, hostname: facts.hostname, network: network.name,
            state: state, start: now, expires: now.advanced(by: seconds))
    }

    /// What the client asks for, but not more than the network gives, nor so little that it would ask all the time.
    var leaseSeconds: UInt32 {
        min(facts.leaseSeconds ?? network.leaseSeconds, network.leaseSeconds).clamped(from: min(120, network.leaseSeconds))
    }
}

extension UInt32 {
    fileprivate func clamped(from least: UInt32) -> UInt32 { Swift.max(self, least) }
}
