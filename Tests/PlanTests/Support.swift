import Catalog
import DHCP
import JSON
import Leases
public import NetworkValues
import Plan

/// Two networks: `lab` on our interface, `remote` behind a relay; and hosts of each sort.
let configuration = """
    networks:
      lab:
        subnet: 10.75.0.0/16
        range: 10.75.0.100 - 10.75.0.109
        gateway: 10.75.0.1
        dns: [10.75.0.1, 10.75.0.2]
        domain: lab.example
        lease: 12h
      remote: {subnet: 10.76.0.0/24, range: 10.76.0.100 - 10.76.0.109, gateway: 10.76.0.1}
    profiles:
      node:
        kernel: /assets/vmlinuz
        initrd: [/assets/initrd.img]
        args: [console=ttyS0, "ignition.config.url=http://{server}:{port}/ignition?uuid=${uuid}"]
        ignition: node.ign
      bare: {kernel: /assets/vmlinuz}
    hosts:
      node1: {mac: 52:54:00:00:00:01, address: 10.75.0.11, profile: node, metadata: {role: control}}
      node2: {uuid: 12345678-1234-5678-9abc-def011223344, profile: bare}
      node3: {mac: 52:54:00:00:00:03, address: 10.76.0.13}
    """

let documents = ["/var/lib/bootd/ignition/node.ign": #"{"role": "{{.role}}", "os": "{{index .request.query "os"}}"}"#]

func readCatalog(_ yaml: String = configuration, documents: [String: String] = documents) throws -> Catalog {
    try Catalog.read(
        ConfigurationFiles(
            main: .init(path: "/etc/bootd/bootd.yaml", bytes: Array(yaml.utf8)),
            documents: documents.mapValues { Array($0.utf8) }),
        generation: 1)
}

/// A server with its catalog and its leases, which answers as the supervisor does.
struct Server {
    let catalog: Catalog
    var book: LeaseBook
    var now: WallTime = 1_000_000

    init(_ yaml: String = configuration, documents: [String: String] = documents, leases: [Lease] = []) throws {
        catalog = try readCatalog(yaml, documents: documents)
        book = LeaseBook(leases)
        let fixed = catalog.hosts.flatMap(\.addresses)
        book.configure(
            pools: catalog.networks.map { network in
                let special = [network.gateway, network.subnet.base, network.subnet.broadcast].compactMap { $0 }
                return Pool(network: network.name, ranges: network.ranges, excluded: Set(fixed + special + [ourAddress]))
            })
    }

    func makePlan(_ machine: Machine, requested: IPv4Address? = nil) -> Plan {
        plan(machine, catalog, book, requested: requested, at: now)
    }

    /// Answers without carrying the changes out; an address that is to be checked is found free.
    func decision(_ kind: DHCPFacts.Kind, _ machine: Machine, _ fill: (inout DHCPFacts) -> Void = { _ in }) -> DHCPDecision {
        var copy = self
        return copy.answer(kind, machine, fill)
    }

    @discardableResult
    mutating func answer(
        _ kind: DHCPFacts.Kind, _ machine: Machine, _ fill: (inout DHCPFacts) -> Void = { _ in }
    ) -> DHCPDecision {
        let decision = step(kind, machine, fill)
        guard let address = decision.check else { return decision }
        return step(kind, machine) { facts in
            fill(&facts)
            facts.checked = AddressFinding(address, isInUse: false)
        }
    }

    /// One look at a message, and its changes carried out.
    @discardableResult
    mutating func step(
        _ kind: DHCPFacts.Kind, _ machine: Machine, _ fill: (inout DHCPFacts) -> Void = { _ in }
    ) -> DHCPDecision {
        var facts = DHCPFacts(kind)
        fill(&facts)
        let plan = plan(machine, catalog, book, requested: facts.requested, insists: kind == .request, at: now)
        let decision = answerDHCP(plan, facts, book, at: now)
        book.apply(decision.changes)
        return decision
    }

    /// DISCOVER and REQUEST; the address that the machine got.
    @discardableResult
    mutating func boot(_ machine: Machine) -> IPv4Address? {
        guard let offered = answer(.discover, machine).reply?.yiaddr else { return nil }
        let reply = answer(.request, machine) {
            $0.requested = offered
            $0.server = ourAddress
        }.reply
        return reply?.kind == .ack ? reply?.yiaddr : nil
    }
}

extension WallTime: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self.init(seconds: value) }
}

extension IPv4Address: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self = IPv4Address(value) ?? .any }
}

/// Testing has attachments, too.
typealias Place = Attachment

let ourAddress: IPv4Address = "10.75.0.1"
let relay: IPv4Address = "10.76.0.1"

func mac(_ number: Int) -> MACAddress { MACAddress(rawValue: 0x5254_0000_0000 + UInt64(number)) }

/// Machine number `number`, by its firmware and how it reaches us; number 1 is host node1, 10 and above are unknown.
func machine(
    _ number: Int, _ kind: BootClient.Kind = .pxe, _ architecture: ClientArchitecture? = .x86BIOS,
    features: IPXEFeatures? = nil, relay: IPv4Address? = nil, client: IPv4Address? = nil
) -> Machine {
    Machine(
        mac: mac(number), client: BootClient(kind: kind, architecture: architecture, features: features),
        attachment: Attachment(interface: "eth0", local: ourAddress, relay: relay, client: client))
}

/// A lease of machine `number` in network `lab`.
func lease(_ address: IPv4Address, of number: Int, _ state: LeaseState = .bound, until expires: WallTime = 2_000_000) -> Lease {
    Lease(
        address: address, key: .hardware(mac(number)), hardware: mac(number), network: "lab", state: state, start: 0,
        expires: expires)
}

extension DHCPReply {
    func text(_ code: DHCPOptionCode) -> String? { options[code].map { String(decoding: $0, as: UTF8.self) } }

    func number(_ code: DHCPOptionCode) -> UInt32? {
        options[code].map { $0.reduce(0) { $0 << 8 | UInt32($1) } }
    }

    func address(_ code: DHCPOptionCode) -> IPv4Address? { options[code].flatMap { IPv4Address(octets: $0) } }

    var fileText: String { String(decoding: file, as: UTF8.self) }
}

extension LeaseChange {
    /// The lease that is put; nil for a removal.
    var put: Lease? {
        guard case .put(let lease) = self else { return nil }
        return lease
    }
}
