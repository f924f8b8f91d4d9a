import Catalog
import DHCP
import NetworkValues

/// The loader for a client of this kind and architecture; none for one that does not boot.
func chooseLoader(
    _ client: BootClient, _ boot: BootSettings, server: IPv4Address, port: UInt16, _ reasons: inout [Reason]
) -> LoaderPlan {
    switch client.kind {
    case .ordinary:
        return .none
    case .ipxe:
        if let features = client.features, features.isDisjoint(with: [.http, .https]), !features.isEmpty {
            reasons.append(.ipxeWithoutHTTP)
            return .none
        }
        reasons.append(.script)
        return .url(boot.script.filled(server: server, port: port))
    case .pxe, .http:
        guard let architecture = client.architecture else {
            reasons.append(.unknownArchitecture)
            return .none
        }
        guard let location = location(for: architecture, boot, server: server, port: port) else {
            reasons.append(.noLoader(architecture))
            return .none
        }
        reasons.append(.loader(architecture, boot.loaderMarks[architecture.name]))
        guard client.kind == .http || location.contains("://") else { return .file(location) }
        return .url(url(location, server: server, port: port))
    }
}

private func location(
    for architecture: ClientArchitecture, _ boot: BootSettings, server: IPv4Address, port: UInt16
) -> String? {
    boot.loaders[architecture]?.filled(server: server, port: port) ?? architecture.defaultLoader
}

/// UEFI HTTP Boot takes a URL: a bare name lies among the assets. A literal address spares the firmware a name server.
private func url(_ location: String, server: IPv4Address, port: UInt16) -> String {
    if location.contains("://") { return location }
    let path = location.hasPrefix("/") ? location : "/assets/\(location)"
    return "http://\(server):\(port)\(path)"
}
