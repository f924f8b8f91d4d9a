import Catalog
import Contract
import DHCP
import Leases
import NetworkValues

@testable import Plan
@testable import bootd
@testable import bootd_dhcp

/// A server without sockets, disk and clock. It goes the way of the DHCP worker and the supervisor, and everything goes through
/// the words of the control socket.
struct FuzzedServer {
    private static let catalog = Result { () throws(Broken) in try readCatalog() }
    /// Ours: on the link of `lab` and `spare`, of `proxied`, of `known`, and of nobody.
    private static let interfaces: [[IPv4Address]] = [
        [IPv4Address(10, 75, 0, 1), IPv4Address(10, 74, 0, 1)], [IPv4Address(10, 77, 0, 1)], [IPv4Address(10, 78, 0, 1)],
        [IPv4Address(192, 0, 2, 1)],
    ]

    private let catalog: Catalog
    private var book = LeaseBook()
    private var promises = Promises()
    private var now = WallTime(seconds: 1_000_000)

    init() throws(Broken) {
        catalog = try Self.catalog.get()
        let own = Self.interfaces.joined() + catalog.hosts.flatMap(\.addresses)
        let pools = catalog.networks.map { network in
            let special = [network.gateway, network.subnet.base, network.subnet.broadcast].compactMap { $0 }
            return Pool(network: network.name, ranges: network.ranges, excluded: Set(own + network.dns + special))
        }
        book.configure(pools: pools)
    }

    private static func readCatalog() throws(Broken) -> Catalog {
        let file = try FuzzInput.file("Seeds/configuration/every-network.yaml")
        do throws(ConfigurationInvalid) {
            return try Catalog.read(
                ConfigurationFiles(main: .init(path: "bootd.yaml", bytes: file), documents: [:]), generation: 1)
        } catch {
            throw Broken(description: "\(error)")
        }
    }

    /// One datagram; the reply that it is met with, as its client reads it.
    @discardableResult
    mutating func take(_ octets: [UInt8], _ circumstances: Circumstances) throws(Broken) -> DHCPMessage? {
        now = now.advanced(by: circumstances.pause)
        book.expire(at: now)
        guard let message = try? DHCPMessage(decoding: octets.span) else { return nil }
        let arrival = arrival(of: message, circumstances)
        guard let asked = DHCPQuery(message, arrival) else { return nil }
        try require(message.operation == .request, "a reply is asked about")
        guard var query = try requireSame(asked) else { return nil }
        var (plan, decision) = try carryOut(query, circumstances)
        if let address = decision.check {
            query.probed = Probed(address: address, inUse: circumstances.findsAddressInUse)
            guard let again = try requireSame(query) else { return nil }
            (plan, decision) = try carryOut(again, circumstances)
            try require(decision.check != address, "\(address) is checked again at once")
        }
        guard let reply = decision.reply, !(circumstances.diskRefuses && decision.changes.contains(where: \.isDurable)) else {
            return nil
        }
        let value = try requireSame(DHCPReplyValue(reply))
        let sent = try require(value.flatMap(DHCPReply.init), "the worker cannot read the reply")
        try require(sent == reply, "the worker reads another reply")
        let received = try requireEncoded(sent, to: message)
        _ = ReplyDestination(
            of: sent, to: message, from: arrival.source, port: arrival.sourcePort, at: arrival.port)
        try promises.check(received, Answered(message: message, plan: plan, now: now), book)
        return received
    }

    /// Decides, and takes the changes in; the disk may refuse them, and then all is as it was.
    private mutating func carryOut(
        _ query: DHCPQuery, _ circumstances: Circumstances
    ) throws(Broken) -> (Plan, DHCPDecision) {
        let facts = DHCPFacts(query)
        let own = Self.interfaces[circumstances.interface]
        let elsewhere = Self.interfaces.joined().filter { !own.contains($0) }
        let plan = plan(
            Machine(query, addresses: own, elsewhere: elsewhere), catalog, book, requested: query.requested,
            insists: facts.kind == .request, at: now)
        let decision = answerDHCP(plan, facts, book, at: now)
        let before = book.leases(limit: .max)
        let undo = book.apply(decision.changes)
        if circumstances.diskRefuses, decision.changes.contains(where: \.isDurable) {
            book.apply(undo)
            try require(book.leases(limit: .max) == before, "what the disk refused is not taken back")
        } else if let key = plan.network.flatMap({ plan.machine.key(in: $0) }), let network = plan.network {
            promises.note(facts, key, in: network.name)
        }
        try requireWhole(book)
        return (plan, decision)
    }

    private func arrival(of message: DHCPMessage, _ circumstances: Circumstances) -> Arrival {
        let own = Self.interfaces[circumstances.interface]
        return Arrival(
            interface: "eth\(circumstances.interface)", interfaceIndex: UInt32(circumstances.interface + 1), local: own[0],
            source: circumstances.comesFromClient ? message.ciaddr : message.giaddr,
            sourcePort: message.giaddr == .any ? DHCPPort.client : DHCPPort.server,
            port: circumstances.isForBootServer ? DHCPPort.bootServer : DHCPPort.server)
    }

    /// The book finds each lease by its machine, and in order.
    private func requireWhole(_ book: LeaseBook) throws(Broken) {
        let leases = book.leases(limit: .max)
        try require(leases.count == book.count, "\(leases.count) of \(book.count) leases are listed")
        for lease in leases where !lease.state.isSetAside {
            try require(book.leases(of: lease.key, in: lease.network).contains(lease), "\(lease.address) is not its machine's")
        }
    }
}
