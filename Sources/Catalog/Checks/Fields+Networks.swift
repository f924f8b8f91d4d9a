import DHCP

extension Fields {
    /// What only a server that leases addresses can make use of.
    private static let leasingKeys = [
        "range", "exclude", "gateway", "dns", "domain", "routes", "captive_portal", "ipv6_only", "key", "lease", "offer",
        "set_aside", "probe", "authoritative", "rapid_commit", "bootp",
    ]

    /// On a proxy's network the other server leases the addresses, and tells what goes with them.
    mutating func reportWhatProxiesLack(_ mode: Network.Mode) {
        guard mode == .proxy else { return }
        for key in Self.leasingKeys {
            guard let mark = marks[key] else { continue }
            report("means nothing in mode proxy, where another server leases the addresses; leave it out", of: key, at: mark)
        }
    }

    /// An option that a key of the network says too.
    mutating func reportOptionsWithKeys(_ options: ConfiguredOptions) {
        for (code, key) in NetworkFacts.keyedOptions {
            guard let option = options[code], let place = marks[key] else { continue }
            report("\(option.code) is what \(key) says already (\(place))", of: "options", at: option.mark)
        }
    }
}
