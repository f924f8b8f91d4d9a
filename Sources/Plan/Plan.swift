public import Catalog
import DHCP
public import Leases
public import NetworkValues

/// Everything that one machine gets, from its address to its Ignition, and why. A value: it reads no catalog any more.
public struct Plan: Sendable {
    public let machine: Machine
    /// The generation of the catalog that it was made from.
    public let generation: Int
    /// The subnet that the machine boots in; nil when we serve none there.
    public let network: Network?
    /// Our address as the machine is told it: server identifier, TFTP server, `{server}` in URLs.
    public let server: IPv4Address
    /// What URLs carry.
    public let port: UInt16
    public let host: Host?
    public let address: AddressPlan
    public let loader: LoaderPlan
    public let profile: Profile?
    public let ignition: Document?
    /// Why each part is as it is, in the order in which it was decided.
    public let reasons: [Reason]
}

/// Which address a machine gets.
public enum AddressPlan: Hashable, Sendable {
    /// Its host's own.
    case fixed(IPv4Address)
    /// One of the network's ranges.
    case dynamic(IPv4Address)
    /// None: no network is served there, or it has no address left.
    case none

    public var address: IPv4Address? {
        switch self {
        case .fixed(let address), .dynamic(let address): address
        case .none: nil
        }
    }
}

/// What a booting machine loads first.
public enum LoaderPlan: Hashable, Sendable {
    /// A file below the TFTP root.
    case file(String)
    case url(String)
    case none
}

/// Decides what a machine gets. The only reader of the catalog's policy; pure.
///
/// `requested` is the address that a DHCP client asks for (option 50).
public func plan(
    _ machine: Machine, _ catalog: Catalog, _ leases: LeaseBook, requested: IPv4Address? = nil, at now: WallTime
) -> Plan {
    var reasons: [Reason] = []
    let host = chooseHost(machine, catalog, leases, &reasons)
    let network = chooseNetwork(machine, host, requested, catalog, &reasons)
    let server = catalog.server ?? network.flatMap { ownAddress(machine.attachment, $0) } ?? machine.attachment.local
    let address = AddressQuestion(machine: machine, host: host, requested: requested, now: now).answer(network, leases, &reasons)
    let profile = host.flatMap { catalog.profile(of: $0) }
    let boot = catalog.boot(on: network, for: host)
    let loader = chooseLoader(machine.client, boot, server: server, port: catalog.http.port, &reasons)
    return Plan(
        machine: machine,
        generation: catalog.generation,
        network: network,
        server: server,
        port: catalog.http.port,
        host: host,
        address: address,
        loader: loader,
        profile: profile,
        ignition: profile.flatMap { catalog.ignition(of: $0) },
        reasons: reasons)
}

/// The host that the administrator named for this machine: by MAC, else by UUID.
private func chooseHost(_ machine: Machine, _ catalog: Catalog, _ leases: LeaseBook, _ reasons: inout [Reason]) -> Host? {
    if let mac = machine.mac, let host = catalog.host(mac: mac) {
        reasons.append(.hostByMAC(host))
        return host
    }
    if let uuid = machine.uuid, let host = catalog.host(uuid: uuid) {
        reasons.append(.hostByUUID(host))
        return host
    }
    if machine.uuid == nil, let host = hostByLease(machine, catalog, leases) {
        reasons.append(.hostByLease(host))
        return host
    }
    reasons.append(.unknownMachine(machine))
    return nil
}

/// Firmware tells its UUID, the system that it boots does not: what told it once has the lease of its host's address.
private func hostByLease(_ machine: Machine, _ catalog: Catalog, _ leases: LeaseBook) -> Host? {
    guard let mac = machine.mac else { return nil }
    for network in catalog.networks {
        for lease in leases.leases(of: .hardware(mac), in: network.name) {
            if let host = catalog.host(address: lease.address), host.mac == nil { return host }
        }
    }
    return nil
}

/// The network of the relay, else the one of the address that the machine has, else one that our interface has an address in;
/// of several on one interface the one that the host's own address lies in, else that of the address asked for, else the first.
private func chooseNetwork(
    _ machine: Machine, _ host: Host?, _ requested: IPv4Address?, _ catalog: Catalog, _ reasons: inout [Reason]
) -> Network? {
    let attachment = machine.attachment
    if let relay = attachment.relay {
        let network = catalog.network(containing: relay)
        reasons.append(network.map { .networkOfRelay($0, relay) } ?? .noNetworkForRelay(relay))
        return network
    }
    if let client = attachment.client, let network = catalog.network(containing: client) {
        reasons.append(.networkOfClient(network, client))
        return network
    }
    let here = attachment.addresses.compactMap { catalog.network(containing: $0) }
    let preferred = ((host?.addresses ?? []) + [requested].compactMap { $0 }).compactMap { address in
        here.first { $0.subnet.contains(address) }
    }
    guard let network = preferred.first ?? here.first else {
        reasons.append(.noNetworkOnInterface(attachment.interface))
        return nil
    }
    reasons.append(.networkOfInterface(network, attachment.interface))
    return network
}

/// Our address inside the network, on the interface that the question came in on.
private func ownAddress(_ attachment: Attachment, _ network: Network) -> IPv4Address? {
    network.subnet.contains(attachment.local) ? attachment.local : attachment.addresses.first { network.subnet.contains($0) }
}
