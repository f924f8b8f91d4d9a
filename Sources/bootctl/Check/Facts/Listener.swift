internal import Contract
internal import NetworkValues

enum Transport: String, Hashable {
    case udp = "UDP"
    case tcp = "TCP"
}

/// A program that runs.
struct ProgramFact: Hashable {
    let process: Int32
    let name: String
    var arguments: [String] = []
    /// The service of systemd that it belongs to.
    var service: String?

    private static let programs: Set = ["bootd", "bootd-dhcp", "bootd-tftp", "bootd-http"]

    /// Whether it is one of bootd's, or waits to become one (systemd-socket-activate).
    var isOurs: Bool {
        Self.programs.contains(name)
            || name.hasPrefix("systemd-socket-activate")
                && arguments.contains { Self.programs.contains(String($0.split(separator: "/").last ?? "")) }
    }

    var text: String { "\(name) (process \(process))" }

    /// How to end it.
    var stop: String {
        if let service { return "systemctl disable --now \(service)" }
        return "kill \(process)"
    }
}

/// A socket that waits on one of our ports.
struct Listener: Hashable {
    let transport: Transport
    let endpoint: Endpoint
    let inode: UInt64
    /// Who has it; empty when nobody is seen.
    var owners: [ProgramFact] = []
    /// The socket unit for which systemd has it.
    var unit: String?
    /// The one interface that it hears.
    var device: String?

    /// Whether the other is one more socket of the same program on the same port.
    func isOfTheSame(as other: Listener) -> Bool {
        transport == other.transport && endpoint.port == other.endpoint.port && owners.first == other.owners.first
            && unit == other.unit && device == other.device
    }

    var isWildcard: Bool {
        switch endpoint.address {
        case .v4(let address): address == .any
        case .v6(let address): address.high == 0 && address.low == 0
        }
    }
}

/// A socket that takes frames past the firewall.
struct PacketSocket: Hashable {
    let interface: UInt32
    let inode: UInt64
    var owners: [ProgramFact] = []
}

extension Endpoint {
    /// Reads `0.0.0.0:67` or `[::]:8080`.
    init?(listen text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard let address = IPAddress(host) else { return nil }
        self.init(address, port: port)
    }
}

extension WorkerInfo {
    /// What its sockets wait on, without their names: `0.0.0.0:67`.
    var addresses: [String] { sockets.map { String($0.drop { $0 != " " }.dropFirst()) } }
}
