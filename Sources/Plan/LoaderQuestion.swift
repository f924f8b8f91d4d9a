import Catalog
import DHCP
import NetworkValues

/// What a machine loads first.
struct LoaderQuestion {
    let machine: Machine
    let boot: BootSettings
    /// What `{server}` and `{port}` stand for.
    let server: IPv4Address
    let port: UInt16

    /// None for a machine that does not boot, and for one that there is no loader for.
    func answer(_ reasons: inout [Reason]) -> LoaderPlan {
        switch machine.client.kind {
        case .ordinary: .none
        case .ipxe: script(&reasons)
        case .pxe, .http: firmwareLoader(&reasons)
        }
    }

    private func script(_ reasons: inout [Reason]) -> LoaderPlan {
        if let features = machine.client.features, features.isDisjoint(with: [.http, .https]), !features.isEmpty {
            reasons.append(.ipxeWithoutHTTP)
            return .none
        }
        let script = boot.script.filled(server: server, port: port)
        guard !isLoader(script) else {
            reasons.append(.scriptIsLoader(script, boot.marks["script"]))
            return .none
        }
        reasons.append(.script(boot.marks["script"]))
        return .url(script)
    }

    /// Whether iPXE would load an iPXE again, and so on for ever.
    private func isLoader(_ script: String) -> Bool {
        let name = fileName(script)
        let loaders = Array(boot.loaders.values) + (boot.menu?.entries.flatMap(\.loaders) ?? [])
        return loaders.contains { fileName($0.filled(server: server, port: port)) == name }
            || ClientArchitecture.allCases.contains { $0.defaultLoader.map(fileName) == name }
    }

    private func fileName(_ location: String) -> Substring {
        let path = location.prefix { $0 != "?" && $0 != "#" }
        return path.split(separator: "/").last ?? path
    }

    private func firmwareLoader(_ reasons: inout [Reason]) -> LoaderPlan {
        guard let architecture = machine.architecture else {
            reasons.append(.unknownArchitecture)
            return .none
        }
        guard let location = location(for: architecture) else {
            reasons.append(architecture == .armRPIBoot ? .raspberryPi : .noLoader(architecture))
            return .none
        }
        reasons.append(.loader(architecture, boot.loaderMarks[architecture.name]))
        return loader(at: location)
    }

    /// What firmware is told of a configured or default location.
    func loader(at location: String) -> LoaderPlan {
        guard machine.client.kind == .http || location.contains("://") else { return .file(location) }
        return .url(url(location))
    }

    private func location(for architecture: ClientArchitecture) -> String? {
        boot.loaders[architecture]?.filled(server: server, port: port) ?? architecture.defaultLoader
    }

    /// UEFI HTTP Boot takes a URL: a bare name lies among the assets. A literal address spares the firmware a name server.
    private func url(_ location: String) -> String {
        if location.contains("://") { return location }
        let path = location.hasPrefix("/") ? location : "/assets/\(location)"
        return "http://\(server):\(port)\(path)"
    }
}
