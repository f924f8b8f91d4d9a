public import DHCP
public import NetworkValues

/// The menu that PXE firmware shows; without entries there is none.
public struct BootMenu: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public enum Target: Hashable, Sendable {
            /// We are the boot server.
            case loader(MenuLoader)
            /// Others are.
            case servers([IPv4Address])
            /// The next device that the machine boots from.
            case local
        }

        public let text: String
        /// What firmware asks boot servers for.
        public let type: UInt16
        public let target: Target
    }

    public static let defaultPrompt = "Press F8 for menu."
    public static let defaultTimeout: UInt8 = 10

    public let prompt: String
    /// Seconds, as `PXEMenu.timeout`.
    public let timeout: UInt8
    public let entries: [Entry]
}

extension BootMenu.Entry {
    /// Everything that it has machines load from us.
    public var loaders: [PlaceholderText] {
        guard case .loader(let loader) = target else { return [] }
        switch loader {
        case .everywhere(let location): return [location]
        case .byArchitecture(let locations): return ClientArchitecture.allCases.compactMap { locations[$0] }
        }
    }
}

/// What an entry of a menu loads.
public enum MenuLoader: Hashable, Sendable {
    case everywhere(PlaceholderText)
    /// Machines of other architectures do not see the entry.
    case byArchitecture([ClientArchitecture: PlaceholderText])

    public subscript(architecture: ClientArchitecture) -> PlaceholderText? {
        switch self {
        case .everywhere(let loader): loader
        case .byArchitecture(let loaders): loaders[architecture]
        }
    }
}

extension Shape where Value == BootMenu {
    static var menu: Self {
        .section { fields in
            let prompt = fields.optional("prompt", .menuText) ?? BootMenu.defaultPrompt
            let timeout = fields.optional("timeout", .menuTimeout) ?? BootMenu.defaultTimeout
            guard let drafts = fields.required("entries", .oneOrMore(.menuEntry)) else { return nil }
            let menu = BootMenu(prompt: prompt, timeout: timeout, entries: MenuEntry.numbered(drafts.map(\.value)))
            MenuCheck(entries: drafts, menu: menu).report(to: &fields)
            return menu
        }
    }
}

/// An entry as it was read: only those that say so have a type.
struct MenuEntry {
    let text: String
    let type: Marked<UInt16>?
    let target: BootMenu.Entry.Target

    /// The entries with a type each: those without one get the free types in their order.
    static func numbered(_ drafts: [MenuEntry]) -> [BootMenu.Entry] {
        let taken = Set(drafts.compactMap { $0.type?.value })
        var free = (PXEMenu.firstFreeType...UInt16.max).lazy.filter { !taken.contains($0) }.makeIterator()
        return drafts.map { draft in
            let type = draft.type?.value ?? (draft.target == .local ? PXEMenu.local : free.next() ?? .max)
            return BootMenu.Entry(text: draft.text, type: type, target: draft.target)
        }
    }
}

extension Shape where Value == MenuEntry {
    static var menuEntry: Self {
        .section { fields in
            let text = fields.required("text", .menuText)
            let type = fields.optional("type", .marked(.bootServerType))
            let loader = fields.optional("loader", .menuLoader)
            let servers = fields.optional("servers", .oneOrMore(.address))
            let local = fields.optional("local", .truth)
            fields.reportWhatIsLoaded(isLocal: local == true)
            if servers?.isEmpty == true, let mark = fields.marks["servers"] { fields.report("is empty", of: "servers", at: mark) }
            let targets: [BootMenu.Entry.Target?] = [
                loader.map { .loader($0) }, servers.map { .servers($0.map(\.value)) }, local == true ? .local : nil,
            ]
            guard let text, let target = targets.compactMap({ $0 }).first else { return nil }
            return MenuEntry(text: text, type: type, target: target)
        }
    }
}

extension Shape where Value == MenuLoader {
    /// A file for everybody, or one by architecture.
    static var menuLoader: Self {
        let expected = "\(Shape<PlaceholderText>.loader.expected), or a map from architectures to them"
        return Shape(expected: expected) { node, reading in
            if case .mapping = node.content {
                return Shape<Loaders>.loaders.read(node, &reading).map { .byArchitecture($0.values) }
            }
            return Shape<PlaceholderText>.loader.read(node, &reading).map { .everywhere($0) }
        }
    }
}
