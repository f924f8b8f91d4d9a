import NetworkValues

extension Configuration {
    /// No two networks may have an address in common. Of two subnets that do, one contains the other.
    func checkSubnets(_ problems: inout Problems) -> Bool {
        let sorted = networks.values.enumerated().sorted {
            ($0.element.subnet.base, $0.element.subnet.prefixLength, $0.offset)
                < ($1.element.subnet.base, $1.element.subnet.prefixLength, $1.offset)
        }
        guard var widest = sorted.first else { return true }
        var areDisjoint = true
        for next in sorted.dropFirst() {
            guard widest.element.subnet.contains(next.element.subnet.base) else {
                widest = next
                continue
            }
            areDisjoint = false
            let isNextLater = widest.offset < next.offset
            let earlier = (isNextLater ? widest : next).element
            let later = (isNextLater ? next : widest).element
            problems.report(
                "network \(later.name): subnet: \(later.subnet) overlaps \(earlier.subnet) of network \(earlier.name) "
                    + "(\(earlier.mark))",
                at: later.marks["subnet"] ?? later.mark)
        }
        return areDisjoint
    }

    /// A machine on a wire cannot be leased an address by us and by another server.
    func checkLinks(_ problems: inout Problems) {
        var first: [String: Network] = [:]
        for network in networks.values {
            guard let link = network.link else { continue }
            guard let other = first[link] else {
                first[link] = network
                continue
            }
            if other.mode == network.mode { continue }
            problems.report(
                "network \(network.name): mode: \(network.mode.rawValue), but network \(other.name) on the same link \(link) "
                    + "has mode \(other.mode.rawValue) (\(other.mark))",
                at: network.marks["mode"] ?? network.marks["link"] ?? network.mark)
        }
    }
}
