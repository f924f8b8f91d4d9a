public import DHCP

/// What firmware and iPXE are told to load.
public struct BootSettings: Hashable, Sendable {
    /// Loaders that were configured: a path on our TFTP server, or a URL. Other architectures have their own default.
    public private(set) var loaders: [ClientArchitecture: PlaceholderText] = [:]
    /// The URL of the script that iPXE is told.
    public private(set) var script = Self.defaultScript
    /// What PXE firmware shows; nil for none.
    public private(set) var menu: BootMenu?
    /// Where `script` and `menu` stand.
    public private(set) var marks = Marks()
    /// Where each loader stands, by the name of its architecture.
    public private(set) var loaderMarks = Marks()

    private static let defaultScript = PlaceholderText(
        [.literal("http://"), .placeholder(.server), .literal(":"), .placeholder(.port), .literal("/boot.ipxe")])

    /// The same but for what the overrides say, architecture by architecture; a menu takes the whole place of another.
    public func overridden(by overrides: BootOverrides) -> BootSettings {
        guard !overrides.isEmpty else { return self }
        var settings = self
        settings.loaders.merge(overrides.loaders) { $1 }
        settings.loaderMarks = loaderMarks.overridden(by: overrides.loaderMarks)
        settings.script = overrides.script ?? script
        settings.menu = overrides.menu ?? menu
        settings.marks = marks.overridden(by: overrides.marks)
        return settings
    }
}

/// What one section `boot` says: for everybody, a network or a host.
public struct BootOverrides: Hashable, Sendable {
    public var loaders: [ClientArchitecture: PlaceholderText] = [:]
    public var script: PlaceholderText?
    public var menu: BootMenu?
    /// Where `script` and `menu` stand.
    public var marks = Marks()
    /// Where each loader stands, by the name of its architecture.
    public var loaderMarks = Marks()

    public var isEmpty: Bool { loaders.isEmpty && script == nil && menu == nil }
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
            boot.menu = fields.optional("menu", .menu)
            boot.marks = fields.marks
            return boot
        }
    }
}

/// Loaders by architecture, as they were read.
struct Loaders {
    var values: [ClientArchitecture: PlaceholderText] = [:]
    var marks = Marks()
}

extension Shape where Value == Loaders {
    static var loaders: Self {
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
