internal import JSON
internal import NetworkValues

/// What filters the packets that come in.
enum Firewall {
    /// We may not ask, or there is nobody to ask.
    case unseen
    /// The zones of the interfaces that serve.
    case firewalld([FirewalldZone])
    case ufw(Ufw)
    /// `nft -j list ruleset`.
    case nftables(JSONValue)

    var isSeen: Bool {
        if case .unseen = self { return false }
        return true
    }
}

/// A port that machines must reach.
struct Port: Hashable {
    let transport: Transport
    let number: UInt16

    var text: String { "\(transport.rawValue) \(number)" }

    var isDHCP: Bool { transport == .udp && number == 67 }

    /// All that are ours.
    static func ours(http: Int) -> [Port] {
        [67, 69, 4011].map { Port(transport: .udp, number: $0) } + [Port(transport: .tcp, number: UInt16(clamping: http))]
    }
}

/// Ports that a rule lets in, or all that an application profile of bootd names.
enum PortSet: Hashable {
    case bootd
    /// Of both transports when it names none.
    case ports(ClosedRange<UInt16>, Transport?)

    func contains(_ port: Port) -> Bool {
        switch self {
        case .bootd: true
        case .ports(let range, let transport):
            range.contains(port.number) && (transport == nil || transport == port.transport)
        }
    }

    /// Reads `67/udp`, `8000:8100/tcp` (ufw), `8000-8100/tcp` (firewalld) or `67`.
    init?(_ text: some StringProtocol) {
        let parts = text.lowercased().split(separator: "/")
        let bounds = (parts.first ?? "").split { $0 == ":" || $0 == "-" }.map { UInt16($0) }
        guard parts.count <= 2, let low = bounds.first ?? nil, let high = bounds.last ?? nil, low <= high else { return nil }
        let transport = parts.count == 2 ? Transport(rawValue: parts[1].uppercased()) : nil
        guard parts.count == 1 || transport != nil else { return nil }
        self = .ports(low...high, transport)
    }
}

/// A zone of firewalld, as `firewall-cmd --info-zone` tells it.
struct FirewalldZone: Hashable {
    let name: String
    let interfaces: [String]
    var target = "default"
    var services: [String] = []
    var ports: [String] = []

    init(name: String, interfaces: [String], info: String) {
        self.name = name
        self.interfaces = interfaces
        for line in info.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let words = parts[1].split(separator: " ").map { String($0) }
            switch parts[0].drop(while: { $0 == " " }) {
            case "target": target = words.first ?? target
            case "services": services = words
            case "ports": ports = words
            default: continue
            }
        }
    }

    func admits(_ port: Port) -> Bool {
        if target == "ACCEPT" || services.contains("bootd") { return true }
        if port.isDHCP, services.contains("dhcp") { return true }
        if port.transport == .udp, port.number == 69, services.contains("tftp") { return true }
        return ports.contains { PortSet($0)?.contains(port) == true }
    }
}
