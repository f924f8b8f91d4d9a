/// Who answers a request: the table of paths, matched exactly but for what lies below `/assets`.
public enum Route: Hashable, Sendable {
    /// `/`: says that the server is there.
    case home
    /// `/boot.ipxe`: the script that sends iPXE on to `/ipxe` with what it knows of its machine.
    case bootScript
    /// `/ipxe`: the machine's iPXE script.
    case ipxe
    /// `/ignition`: the machine's Ignition configuration.
    case ignition
    /// A file or directory below the assets' root.
    case assets(ResourcePath)
    case notFound

    public init(_ path: ResourcePath) {
        if path.segments.first == "assets" {
            self = .assets(path.tail)
        } else if path.segments.isEmpty {
            self = .home
        } else {
            self = path.endsInSlash ? .notFound : Self.table[path.relative] ?? .notFound
        }
    }

    /// dnsmasq appends `.0` to boot file names.
    private static let table: [String: Route] = [
        "boot.ipxe": .bootScript,
        "boot.ipxe.0": .bootScript,
        "ipxe": .ipxe,
        "ignition": .ignition,
    ]
}
