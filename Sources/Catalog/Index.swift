import NetworkValues

/// Finds hosts and networks by what a packet tells. Values are places in the catalog's lists.
struct Index: Sendable {
    private(set) var macs: [MACAddress: Int] = [:]
    private(set) var uuids: [MachineUUID: Int] = [:]
    private(set) var clientIDs: [[UInt8]: Int] = [:]
    private(set) var relayPorts: [RelayPort: Int] = [:]
    private(set) var addresses: [IPv4Address: Int] = [:]
    private(set) var names: [String: Int] = [:]
    /// The networks of each link, in the order of the files.
    private(set) var links: [String: [Int]] = [:]
    /// By the base of their subnets, which do not overlap.
    private let subnets: [Subnet]

    private struct Subnet: Sendable {
        let subnet: IPv4Subnet
        let place: Int
    }

    init(networks: [Network], hosts: [Host]) {
        subnets = networks.enumerated()
            .map { Subnet(subnet: $1.subnet, place: $0) }
            .sorted { $0.subnet.base < $1.subnet.base }
        for (place, network) in networks.enumerated() {
            if let link = network.link { links[link, default: []].append(place) }
        }
        for (place, host) in hosts.enumerated() {
            names[host.name] = place
            if let mac = host.mac { macs[mac] = place }
            if let uuid = host.uuid { uuids[uuid] = place }
            if let clientID = host.clientID { clientIDs[clientID] = place }
            if let port = host.relayPort { relayPorts[port] = place }
            for address in host.addresses { addresses[address] = place }
        }
    }

    func network(containing address: IPv4Address) -> Int? {
        var (low, high) = (0, subnets.count)
        while low < high {
            let middle = low + (high - low) / 2
            if subnets[middle].subnet.base <= address { low = middle + 1 } else { high = middle }
        }
        guard low > 0, subnets[low - 1].subnet.contains(address) else { return nil }
        return subnets[low - 1].place
    }
}
