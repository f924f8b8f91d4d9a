internal import JSON
internal import NetworkValues

extension Ruleset.Packet {
    /// Whether a match of nftables takes the packet; nil when that depends on what we do not know.
    func matches(_ match: JSONValue) -> Bool? {
        guard let left = match["left"], let right = match["right"] else { return nil }
        // Whatever is asked of it.
        if lacks(left) { return false }
        switch match["op"]?.stringValue {
        case "=="?, "in"?: return isAmong(left, right)
        case "!="?: return isAmong(left, right).map { !$0 }
        case "<"?: return isAmong(left, below(right.integerValue))
        case "<="?: return isAmong(left, below(right.integerValue.map { $0 &+ 1 }))
        case ">"?: return isAmong(left, below(right.integerValue.map { $0 &+ 1 })).map { !$0 }
        case ">="?: return isAmong(left, below(right.integerValue)).map { !$0 }
        default: return nil
        }
    }

    /// Whether the packet has no such header: nftables asks for the protocol first, so that the rule never applies.
    func lacks(_ left: JSONValue) -> Bool {
        if let parts = left["concat"]?.arrayValue { return parts.contains(where: lacks) }
        if left["tcp option"] != nil { return port.transport != .tcp }
        if left["exthdr"] != nil || left["sctp chunk"] != nil || left["dccp option"] != nil { return true }
        guard let layer = left["payload"]?["protocol"]?.stringValue else { return false }
        return Self.others.contains(layer) || ["tcp", "udp"].contains(layer) && layer != transport
    }

    /// Protocols that none of our packets has.
    private static let others: Set = [
        "ip6", "icmp", "icmpv6", "igmp", "esp", "ah", "comp", "sctp", "dccp", "udplite", "arp", "gre", "gretap", "geneve",
    ]

    private func below(_ bound: Int64?) -> JSONValue {
        guard let bound, bound > 0 else { return nil }
        return ["range": [0, .integer(bound - 1)]]
    }

    private func isAmong(_ left: JSONValue, _ right: JSONValue) -> Bool? {
        if let payload = left["payload"] { return payloadMatches(payload, right) }
        if let key = left["meta"]?["key"]?.stringValue { return metaMatches(key, right) }
        if left["ct"]?["key"] == "state" { return state(isAmong: right) }
        return nil
    }

    private var transport: String { port.transport.rawValue.lowercased() }

    private func payloadMatches(_ payload: JSONValue, _ right: JSONValue) -> Bool? {
        let field = payload["field"]?.stringValue
        switch payload["protocol"]?.stringValue {
        case "th"?, "udp"?, "tcp"?:
            return field == "dport" ? Self.is(.integer(Int64(port.number)), among: right) : nil
        case "ip"?:
            if field == "protocol" { return Self.is(.string(transport), among: right) }
            return address(field).flatMap { Self.is(.string($0), among: right) }
        default: return nil
        }
    }

    /// What stands in the IP header, as far as it is known: a machine that asks for its address has none, and asks everybody.
    private func address(_ field: String?) -> String? {
        guard port.isDHCP else { return nil }
        return field == "saddr" ? "0.0.0.0" : field == "daddr" ? "255.255.255.255" : nil
    }

    private func metaMatches(_ key: String, _ right: JSONValue) -> Bool? {
        switch key {
        case "l4proto": return Self.is(.string(transport), among: right)
        case "pkttype": return port.isDHCP ? Self.is("broadcast", among: right) : nil
        case "nfproto": return Self.is("ipv4", among: right)
        case "iifname", "iif":
            let answers = interfaces.map { Self.is(.string($0), among: right) }
            guard let first = answers.first, answers.allSatisfy({ $0 == first }) else { return nil }
            return first
        default: return nil
        }
    }

    private func state(isAmong right: JSONValue) -> Bool? {
        let words = right["set"]?.arrayValue ?? right.arrayValue ?? [right]
        guard words.allSatisfy({ $0.stringValue?.hasPrefix("@") == false }) else { return nil }
        return words.contains(.string(isAnswer ? "established" : "new"))
    }

    /// Whether a value is one of a set, a range, a name with `*`, or the value itself.
    private static func `is`(_ value: JSONValue, among right: JSONValue) -> Bool? {
        if let set = right["set"]?.arrayValue ?? right.arrayValue {
            let answers = set.map { Self.is(value, among: $0) }
            return answers.contains(true) ? true : answers.contains(nil) ? nil : false
        }
        if let prefix = right["prefix"] { return Self.is(value, in: prefix) }
        if let range = right["range"]?.arrayValue {
            guard let number = value.integerValue, range.count == 2, let low = range[0].integerValue,
                let high = range[1].integerValue
            else { return nil }
            return low <= number && number <= high
        }
        switch (value, right) {
        case (.string(let text), .string(let other)) where IPv4Address(text) != nil && !other.hasPrefix("@"):
            return IPv4Address(text) == IPv4Address(other)
        case (.integer(let number), .integer(let other)): return number == other
        case (.string(let text), .string(let other)):
            if other.hasPrefix("@") { return nil }
            return other.hasSuffix("*") ? text.hasPrefix(other.dropLast()) : text == other
        default: return nil
        }
    }

    private static func `is`(_ value: JSONValue, in prefix: JSONValue) -> Bool? {
        guard let address = value.stringValue.flatMap({ IPv4Address($0) }),
            let base = prefix["addr"]?.stringValue.flatMap({ IPv4Address($0) }), let length = prefix["len"]?.integerValue,
            let subnet = IPv4Subnet(containing: base, prefixLength: Int(clamping: length))
        else { return nil }
        return subnet.contains(address)
    }
}
