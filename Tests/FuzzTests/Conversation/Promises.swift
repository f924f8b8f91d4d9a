import Catalog
import DHCP
import Leases
import NetworkValues

@testable import Plan

/// A request that is answered, and how.
struct Answered {
    let message: DHCPMessage
    let plan: Plan
    let now: WallTime
}

/// What clients were told that they have: kept apart from the book, which is held against it.
struct Promises {
    private struct Promise {
        let owner: Owner
        let until: WallTime
    }

    private struct Owner: Hashable {
        let key: LeaseKey
        let network: String
    }

    private var promises: [IPv4Address: Promise] = [:]

    /// Who gives an address back, or finds it in use, has it no longer.
    mutating func note(_ facts: DHCPFacts, _ key: LeaseKey, in network: String) {
        let address: IPv4Address? =
            switch facts.kind {
            case .release: facts.clientAddress
            case .decline: facts.requested
            default: nil
            }
        guard let address, promises[address]?.owner == Owner(key: key, network: network) else { return }
        promises[address] = nil
    }

    /// A reply as its client reads it, to a request that asks for it.
    mutating func check(_ reply: DHCPMessage, _ request: Answered, _ book: LeaseBook) throws(Broken) {
        let network = try require(request.plan.network, "a reply, and no network")
        try require(network.mode != .proxy || reply.type != .nak && reply.yiaddr == .any, "a proxy refuses or leases")
        guard reply.yiaddr != .any else { return }
        try require(network.subnet.isHostAddress(reply.yiaddr), "\(reply.yiaddr) is no address of \(network.name)")
        let isHosts = request.plan.host?.addresses.contains(reply.yiaddr) == true
        let isRanges = network.ranges.contains { $0.contains(reply.yiaddr) } && !book.isExcluded(reply.yiaddr)
        try require(isHosts || isRanges, "\(reply.yiaddr) is neither its host's nor in a range of \(network.name)")

        let key = try require(request.plan.machine.key(in: network), "a lease, and no key")
        let lease = try require(book.lease(at: reply.yiaddr), "\(reply.yiaddr) is promised and not in the book")
        try require(lease.key == key && lease.isHeld(at: request.now), "the book has \(reply.yiaddr) for somebody else")
        guard reply.type == .ack || request.message.isBOOTP else { return }
        try promise(reply, Owner(key: key, network: network.name), lease, at: request.now)
    }

    private mutating func promise(_ reply: DHCPMessage, _ owner: Owner, _ lease: Lease, at now: WallTime) throws(Broken) {
        try require(lease.state == .bound, "\(lease.address) is acknowledged, and \(lease.state) in the book")
        let end = reply.options.leaseTime.map { now.advanced(by: Int64($0)) } ?? lease.expires
        try require(lease.expires >= end, "the book's lease of \(lease.address) ends before the client's")
        if let held = promises[lease.address], held.owner != owner, now < held.until {
            throw Broken(description: "\(lease.address) is held by two: \(held.owner) and \(owner)")
        }
        // One machine, one address.
        promises = promises.filter { $0.value.owner != owner }
        promises[lease.address] = Promise(owner: owner, until: end)
    }
}
