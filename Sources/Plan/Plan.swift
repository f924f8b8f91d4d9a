public import Catalog
import DHCP
public import Leases
public import NetworkValues

/// Everything that one machine gets, from its address to its Ignition, and why. It never changes, and reads no catalog any
/// more.
public final class Plan: Sendable {
    public let machine: Machine
    /// The generation of the catalog that it was made from.
    public let generation: Int
    /// The subnet that the machine boots in; nil when we serve none there.
    public let network: Network?
    /// Why a machine that asks there is not answered; nil when it is.
    public let silence: Reason?
    /// Our address as the machine is told it: TFTP server, `{server}` in URLs.
    public let server: IPv4Address
    /// What stands as our server identifier (option 54): the same, unless a relay wants its own there.
    public let identifier: IPv4Address
    /// What URLs carry.
    public let port: UInt16
    public let host: Host?
    public let address: AddressPlan
    /// The options that the configuration has for the machine: its own over its network's over everybody's.
    public let options: ConfiguredOptions
    public let loader: LoaderPlan
    /// What its firmware shows before it loads anything; nil for no menu.
    public let menu: MenuPlan?
    public let profile: Profile?
    public let ignition: Document?
    /// Why each part is as it is, in the order in which it was decided.
    public let reasons: [Reason]

    init(
        _ machine: Machine, _ catalog: Catalog, _ leases: LeaseBook, requested: IPv4Address?, insists: Bool, at now: WallTime
    ) {
        var reasons: [Reason] = []
        let host = HostQuestion(machine: machine).answer(catalog, leases, &reasons)
        let networks = NetworkQuestion(machine: machine, host: host, requested: requested, insists: insists)
            .answer(catalog, leases, &reasons)
        let addresses = AddressQuestion(machine: machine, host: host, requested: requested, now: now)
        let (network, address) = addresses.answer(networks, leases, &reasons)
        let server = catalog.server ?? network.flatMap { ownAddress(machine.attachment, $0) } ?? machine.attachment.local
        let profile = host.flatMap { catalog.profile(of: $0) }
        let boot = catalog.boot(on: network, for: host)
        let loaders = LoaderQuestion(machine: machine, boot: boot, server: server, port: catalog.http.port)
        loader = loaders.answer(&reasons)
        menu = MenuQuestion(loaders: loaders).answer(&reasons)
        silence = network.flatMap { reasonForSilence(of: machine, on: $0, isKnown: addresses.isKnown(in: $0), catalog) }
        options = catalog.options(on: network, for: host)
        ignition = profile.flatMap { catalog.ignition(of: $0) }
        identifier = machine.attachment.relayedIdentifier ?? server
        generation = catalog.generation
        port = catalog.http.port
        self.machine = machine
        self.network = network
        self.server = server
        self.host = host
        self.address = address
        self.profile = profile
        self.reasons = reasons
    }
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
/// `requested` is the address that a DHCP client asks for (option 50); a client that `insists` takes no other.
public func plan(
    _ machine: Machine, _ catalog: Catalog, _ leases: LeaseBook, requested: IPv4Address? = nil, insists: Bool = false,
    at now: WallTime
) -> Plan {
    Plan(machine, catalog, leases, requested: requested, insists: insists, at: now)
}

/// Why a machine gets no answer on its network, if it gets none.
private func reasonForSilence(of machine: Machine, on network: Network, isKnown: Bool, _ catalog: Catalog) -> Reason? {
    if network.mode == .server, machine.attachment.isShared, !catalog.sharesPort { return .portIsShared }
    if !isKnown { return .knownOnly(network) }
    return network.answers(machine) ? nil : .noBOOTP(network)
}

/// Our address inside the network, on the interface that the question came in on.
private func ownAddress(_ attachment: Attachment, _ network: Network) -> IPv4Address? {
    network.subnet.contains(attachment.local) ? attachment.local : attachment.addresses.first { network.subnet.contains($0) }
}
