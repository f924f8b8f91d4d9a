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

    /// A server that was not seen for so long is forgotten, and one that goes on is told again.
    private static let memory = Seldom<Place>.Pause.hour
    /// No more servers are remembered; whoever makes servers up is not followed.
    static let capacity = 64

    var sockets: [OtherSocket] = []
    private var lastSeen: [Place: Server] = [:]
    private var told = Seldom<Place>(every: memory, capacity: capacity)

    /// Takes note of a server; answers whether that is news.
    mutating func note(_ info: OtherServerInfo, at now: BootTime) -> Bool {
        let place = Place(server: info.server, interface: info.interface)
        if lastSeen[place] == nil, lastSeen.count >= Self.capacity {
            lastSeen = lastSeen.filter { !Self.isOver($0.value, at: now) }
            guard lastSeen.count < Self.capacity else { return false }
        }
        lastSeen[place] = Server(info: info, seen: now)
        return told.isDue(place, at: now)
    }

    /// The servers seen of late, by address.
    func servers(at now: BootTime) -> [Server] {
        lastSeen.values.filter { !Self.isOver($0, at: now) }
            .sorted { ($0.info.server, $0.info.interface) < ($1.info.server, $1.info.interface) }
    }

    private static func isOver(_ server: Server, at now: BootTime) -> Bool {
        now.microseconds(since: server.seen) >= memory.microseconds
    }
}
