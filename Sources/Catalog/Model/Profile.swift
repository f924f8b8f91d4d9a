/// What a machine boots.
public struct Profile: Hashable, Sendable {
    public let name: String
    /// Where its name stands.
    public let mark: Mark
    /// Where its values stand, by key.
    public let marks: Marks

    /// A path on our HTTP server or a URL.
    public let kernel: PlaceholderText
    public let initrd: [PlaceholderText]
    /// The kernel's arguments, in their order.
    public let args: [PlaceholderText]
    /// The name of its document in `ignition/` of the Matchbox tree.
    public let ignition: String?
}

extension Shape where Value == Entries<Profile> {
    static var profiles: Self {
        .named("profile") { name, fields in
            let kernel = fields.required("kernel", .location)
            let initrd = fields.optional("initrd", .oneOrMore(.location)) ?? []
            let args = fields.optional("args", .oneOrMore(.placeholderText)) ?? []
            let ignition = fields.optional("ignition", .relativePath)

            guard let kernel else { return nil }
            return Profile(
                name: name,
                mark: fields.mark,
                marks: fields.marks,
                kernel: kernel,
                initrd: initrd.map(\.value),
                args: args.map(\.value),
                ignition: ignition,
            )
        }
    }
}
