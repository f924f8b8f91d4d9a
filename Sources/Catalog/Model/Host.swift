public import JSON
public import NetworkValues

/// A machine that the administrator has named.
public struct Host: Hashable, Sendable {
    public let name: String
    /// Where its name stands.
    public let mark: Mark
    /// Where its values stand, by key.
    public let marks: Marks

    /// What it is known by: at least one of the two.
    public let mac: MACAddress?
    public let uuid: MachineUUID?
    /// The address that is its own.
    public let address: IPv4Address?
    /// The name of its profile.
    public let profile: String?
    /// What its documents are rendered with.
    public let metadata: JSONObject
}

extension Shape where Value == Entries<Host> {
    static var hosts: Self {
        .named("host") { name, fields in
            let mac = fields.optional("mac", .mac)
            let uuid = fields.optional("uuid", .uuid)
            let address = fields.optional("address", .address)
            let profile = fields.optional("profile", .text)
            let metadata = fields.optional("metadata", .object)

            if fields.marks["mac"] == nil, fields.marks["uuid"] == nil {
                let example = "such as mac: 52:54:00:00:00:01"
                fields.report("has neither a mac nor a uuid to know it by, \(example)", at: fields.mark)
            }
            return Host(
                name: name,
                mark: fields.mark,
                marks: fields.marks,
                mac: mac,
                uuid: uuid,
                address: address,
                profile: profile,
                metadata: metadata ?? JSONObject(),
            )
        }
    }
}
