public import DHCP

/// What firmware and iPXE are told to load.
public struct BootSettings: Hashable, Sendable {
    /// Loaders that were configured: a path on our TFTP server, or a URL. Other architectures have their own default.
    public private(set) var loaders: [ClientArchitecture: PlaceholderText] = [:]
    /// The URL of the script that iPXE is told.
    public private(set) var script = Self.defaultScript
    /// Where `script` stands.
    public private(set) var marks = Marks()
    /// Where each loader stands, by the name of its architecture.
    public private(set) var loaderMarks = Marks()

    private static let defaultScript = PlaceholderText(
        [.literal("http://"), .placeholder(.server), .literal(":"), .placeholder(.port), .literal("/boot.ipxe")])

    /// The same but for what the overrides say, architecture by architecture.
    public func overridden(by overrides: BootOverrides) -> BootSettings {
        guard !overrides.isEmpty else { return self }
        var settings = self
        settings.loaders.merge(overrides.loaders) { $1 }
        settings.loaderMarks = loaderMarks.overridden(by: overrides.loaderMarks)
        settings.script = overrides.script ?? script
        settings.marks = marks.overridden(by: overrides.marks)
        return settings
    }
}

/// What one section `boot` says: for everybody, a network or a host.
public struct BootOverrides: Hashable, Sendable {
    public var loaders: [ClientArchitecture: PlaceholderText] = [:]
    public var script: PlaceholderText?
    /// Where `script` stands.
    public var marks = Marks()
    /// Where each loader stands, by the name of its architecture.
    public var loaderMarks = Marks()

    public var isEmpty: Bool { loaders.isEmpty && script == nil }
}

extension Shape where Value == BootOverrides {
    static var boot: Self {
        .section { fields in
            var boot = BootOverrides()
            if let loaders = fields.optional("loaders", .loaders) {
                boot.loaders = loaders.values
                boot.loaderMarks = loaders.marks
            }
            boot.script = fields.optional("script", .location)
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
