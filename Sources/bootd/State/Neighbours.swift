internal import Contract
internal import NetworkValues

/// Who else serves DHCP: programs of this host that have a port of ours, and servers seen on the links of late.
struct Neighbours {
    /// A server as it was last seen.
    struct Server: Hashable {
        let info: OtherServerInfo
        let seen: BootTime
    }

    private struct Place: Hashable {
        let server: IPv4Address
        let interface: String
    }

    private struct Sighting {
        var last: Server
        var told: BootTime
    }

    /// A server that was not seen for so many microseconds is forgotten, and one that goes on is told again.
    static let memory: UInt64 = 3_600_000_000
    /// No more servers are remembered; whoever makes servers up is not followed.
    static let capacity = 64

    var sockets: [OtherSocket] = []
    private var sightings: [Place: Sighting] = [:]

    /// Takes note of a server; answers whether that is news.
    mutating func note(_ info: OtherServerInfo, at now: BootTime) -> Bool {
        let place = Place(server: info.server, interface: info.interface)
        let server = Server(info: info, seen: now)
        if let known = sightings[place], now.microseconds(since: known.told) < Self.memory {
            sightings[place]?.last = server
            return false
        }
        sightings = sightings.filter { $0.key == place || !Self.isOver($0.value, at: now) }
        guard sightings[place] != nil || sightings.count < Self.capacity else { return false }
        sightings[place] = Sighting(last: server, told: now)
        return true
    }

    /// The servers seen of late, by address.
    func servers(at now: BootTime) -> [Server] {
        sightings.values.filter { !Self.isOver($0, at: now) }.map(\.last)
            .sorted { ($0.info.server, $0.info.interface) < ($1.info.server, $1.info.interface) }
    }

    private static func isOver(_ sighting: Sighting, at now: BootTime) -> Bool {
        now.microseconds(since: sighting.last.seen) >= memory
    }
}
