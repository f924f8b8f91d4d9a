internal import NetworkValues

/// What machines said when they asked for an address, and no lease of ours tells later: who they are, if their MAC does not
/// say, and which address another server gave them. The latest count; those that were not seen for longest are forgotten.
struct Sightings {
    private var hosts: RecentMap<MACAddress, String>
    private var machines: RecentMap<String, MACAddress>
    private var holders: RecentMap<IPv4Address, MACAddress>

    init(limit: Int = 65_536) {
        hosts = RecentMap(limit: limit)
        machines = RecentMap(limit: limit)
        holders = RecentMap(limit: limit)
    }

    /// The machine is a host by something else than its MAC; nil: it is none, or by its MAC.
    mutating func saw(_ machine: MACAddress, as host: String?) {
        hosts[machine] = host
        if let host { machines[host] = machine }
    }

    /// The machine asks another server for an address.
    mutating func saw(_ machine: MACAddress, at address: IPv4Address) {
        holders[address] = machine
    }

    func host(of machine: MACAddress) -> String? { hosts[machine] }

    /// The machine that was a host last, if it still is.
    func machine(as host: String) -> MACAddress? {
        machines[host].flatMap { hosts[$0] == host ? $0 : nil }
    }

    func machine(at address: IPv4Address) -> MACAddress? { holders[address] }
}
