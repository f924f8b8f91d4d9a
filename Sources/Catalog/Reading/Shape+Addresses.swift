import DHCP
import NetworkValues

extension Shape where Value == IPv4Address {
    /// The address of a machine.
    static var address: Self {
        .scalar("an IPv4 address, such as 10.75.0.1") { text throws(Mismatch) in
            guard let address = IPv4Address(text) else { return nil }
            guard address.isUnicast else { throw Mismatch("\(address) is not an address that a machine can have") }
            return address
        }
    }
}

extension Shape where Value == IPv4Subnet {
    static var subnet: Self {
        .scalar("a subnet, such as 10.75.0.0/16") { text throws(Mismatch) in
            if let subnet = IPv4Subnet(text) {
                guard subnet.prefixLength > 0, subnet.base.isUnicast else {
                    throw Mismatch("\(subnet) is not a subnet that machines can be in")
                }
                return subnet
            }
            guard let meant = nearest(text) else { return nil }
            throw Mismatch("\(quoted(text)) is an address inside a subnet; the subnet is \(meant)")
        }
    }

    /// The subnet of `10.75.0.1/16`, which is what people write when they think of the gateway.
    fileprivate static func nearest(_ text: some StringProtocol) -> IPv4Subnet? {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let address = IPv4Address(parts[0]), let length = Int(parts[1]) else { return nil }
        return IPv4Subnet(containing: address, prefixLength: length)
    }
}

extension Shape where Value == ClasslessRoute {
    static var route: Self {
        .scalar("a route, such as 10.0.0.0/8 via 10.75.0.254") { text throws(Mismatch) in
            let words = text.split(separator: " ")
            guard words.count == 3, words[1] == "via", let router = IPv4Address(words[2]), router.isUnicast else { return nil }
            if let subnet = IPv4Subnet(words[0]) { return ClasslessRoute(to: subnet, via: router) }
            guard let meant = Shape<IPv4Subnet>.nearest(words[0]) else { return nil }
            throw Mismatch("\(quoted(String(words[0]))) is an address inside a subnet; the subnet is \(meant)")
        }
    }
}

extension Shape where Value == IPv4Range {
    static var range: Self {
        .scalar("a range of addresses, such as 10.75.0.2 - 10.75.0.254") { text throws(Mismatch) in
            if let range = IPv4Range(text) { return range }
            let ends = text.split(separator: "-").compactMap { IPv4Address($0.filter { $0 != " " }) }
            guard ends.count == 2, ends[0] > ends[1] else { return nil }
            throw Mismatch("\(quoted(text)) ends before it begins")
        }
    }
}

extension Shape where Value == MACAddress {
    static var mac: Self {
        .scalar("a MAC address, such as 52:54:00:00:00:01") { text throws(Mismatch) in
            guard let mac = MACAddress(text) else { return nil }
            guard mac.isMachine else { throw Mismatch("\(mac) is not the address of one machine") }
            return mac
        }
    }
}

extension Shape where Value == MachineUUID {
    static var uuid: Self {
        .scalar("a UUID, such as 4c4c4544-0035-3010-8051-b8c04f4e3432") { MachineUUID($0) }
    }
}

extension IPv4Address {
    /// Whether a machine can have this address: not "this network", loopback, multicast or reserved (RFC 6890).
    fileprivate var isUnicast: Bool {
        let first = rawValue >> 24
        return first != 0 && first != 127 && first < 224
    }
}
