public import DHCP

/// What firmware and iPXE are told to load.
public struct BootSettings: Hashable, Sendable {
    /// Loaders that were configured: a path on our TFTP server, or a URL. Other architectures have their own default.
    public var loaders: [ClientArchitecture: PlaceholderText] = [:]
    /// The URL of the script that iPXE is told.
    public var script = Self.defaultScript
    /// Where `loaders` and `script` stand.
    public var marks = Marks()
    /// Where each loader stands, by the name of its architecture.
    public var loaderMarks = Marks()

    static let defaultScript = PlaceholderText(
        [.literal("http://"), .placeholder(.server), .literal(":"), .placeholder(.port), .literal("/boot.ipxe")])
}

extension Shape where Value == BootSettings {
    static var boot: Self {
        .section { fields in
            var boot = BootSettings()
            if let loaders = fields.optional("loaders", .loaders) {
                boot.loaders = loaders.values
                boot.loaderMarks = loaders.marks
            }
            boot.script = fields.optional("script", .location) ?? boot.script
            boot.marks = fields.marks
            return boot
        }
    }
}

/// Loaders by architecture, as they were read.
private struct Loaders {
    var values: [ClientArchitecture: PlaceholderText] = [:]
    var marks = Marks()
}

extension Shape where Value == Loaders {
    fileprivate static var loaders: Self {
        .section { fields in
            var loaders = Loaders()
            for architecture in ClientArchitecture.allCases {
                loaders.values[architecture] = fields.optional(architecture.name, .loader)
            }
            loaders.marks = fields.marks
            return loaders
        }
    }
}
