public import JSON
public import NetworkValues

/// A machine that the administrator has named. It is the same one wherever plans and reasons hold it.
@dynamicMemberLookup
public struct Host: Hashable, Sendable {
    @usableFromInline let shared: Shared<HostFacts>

    init(_ facts: HostFacts) {
        shared = Shared(facts)
    }

    @inlinable public subscript<Member>(dynamicMember member: KeyPath<HostFacts, Member>) -> Member {
        shared.value[keyPath: member]
    }

    /// Its own address in the network.
    public func address(in network: Network) -> IPv4Address? {
        self.addresses.first { network.subnet.contains($0) }
    }
}

/// What is configured of a host.
public struct HostFacts: Hashable, Sendable {
    public let name: String
    /// Where its name stands.
    public let mark: Mark
    /// Where its values stand, by key.
    public let marks: Marks

    /// What it is known by: at least one of these.
    public let mac: MACAddress?
    public let uuid: MachineUUID?
    /// The octets of option 61.
    public let clientID: [UInt8]?
    public let relayPort: RelayPort?
    /// The addresses that are its own, at most one in each network.
    public let addresses: [IPv4Address]
    /// Where each address stands.
    let addressMarks: [Mark]
    /// The name of its profile.
    public let profile: String?
    /// What its documents are rendered with.
    public let metadata: JSONObject
    /// What stands in its section `options`; `Catalog.options(on:for:)` tells what counts.
    public let options: ConfiguredOptions
    /// What stands in its section `boot`; `Catalog.boot(on:for:)` tells what counts.
    public let boot: BootOverrides
}

/// Where a relay says that a machine is (option 82; RFC 3046): the port, the far end of it, or both.
public struct RelayPort: Hashable, Sendable {
    /// Sub-option 1.
    public let circuitID: [UInt8]?
    /// Sub-option 2.
    public let remoteID: [UInt8]?

    /// Nil when both are.
    public init?(circuitID: [UInt8]?, remoteID: [UInt8]?) {
        guard circuitID != nil || remoteID != nil else { return nil }
        self.circuitID = circuitID
        self.remoteID = remoteID
    }
}

extension Shape where Value == Entries<Host> {
    static var hosts: Self {
        .named("host") { name, fields in
            let mac = fields.optional("mac", .mac)
            let uuid = fields.optional("uuid", .uuid)
            let clientID = fields.optional("client_id", .identifier)
            let circuitID = fields.optional("circuit_id", .identifier)
            let remoteID = fields.optional("remote_id", .identifier)
            let addresses = fields.optional("address", .oneOrMore(.address)) ?? []
            let profile = fields.optional("profile", .text)
            let metadata = fields.optional("metadata", .object)
            let options = fields.optional("options", .options)
            let boot = fields.optional("boot", .boot)

            fields.reportNothingToKnowBy()
            let facts = HostFacts(
                name: name,
                mark: fields.mark,
                marks: fields.marks,
                mac: mac,
                uuid: uuid,
                clientID: clientID,
                relayPort: RelayPort(circuitID: circuitID, remoteID: remoteID),
                addresses: addresses.map(\.value),
                addressMarks: addresses.map(\.mark),
                profile: profile,
                metadata: metadata ?? JSONObject(),
                options: options ?? ConfiguredOptions(),
                boot: boot ?? BootOverrides(),
            )
            return Host(facts)
        }
    }
}

extension Fields {
    fileprivate mutating func reportNothingToKnowBy() {
        let identities = ["mac", "uuid", "client_id", "circuit_id", "remote_id"]
        guard identities.allSatisfy({ marks[$0] == nil }) else { return }
        report("has nothing to know it by: \(identities.joined(separator: ", ")), such as mac: 52:54:00:00:00:01", at: mark)
    }
}
