internal import NetworkValues

/// What `ufw status verbose` tells: of the rules for a port the first counts, else what is done by default.
struct Ufw: Hashable {
    var letsInByDefault = false
    var rules: [UfwRule] = []

    /// Nil when ufw does not filter.
    init?(_ status: String) {
        let lines = status.split(separator: "\n")
        guard lines.contains("Status: active") else { return nil }
        letsInByDefault = lines.contains { $0.hasPrefix("Default: allow (incoming)") }
        rules = lines.flatMap { $0.contains("(v6)") ? [] : UfwRule.parse($0) }
    }

    /// Whether a packet that comes in by one of these interfaces may be let in. What depends on more than we know does not
    /// keep it out.
    func admits(_ port: Port, on interfaces: Set<String>) -> Bool {
        for rule in rules {
            switch rule.takes(port, on: interfaces) {
            case true?: return rule.letsIn
            case nil where rule.letsIn: return true
            case false?, nil: continue
            }
        }
        return letsInByDefault
    }
}

/// A rule of ufw for what comes in.
struct UfwRule: Hashable {
    let letsIn: Bool
    let ports: PortSet
    /// The interface that it is for; nil for all.
    var interface: String?
    /// Whether it asks neither where a packet comes from nor which address it is for.
    var isForAll = true

    /// Whether it decides over a packet to that port; nil when that depends on whom it is from.
    func takes(_ port: Port, on interfaces: Set<String>) -> Bool? {
        guard ports.contains(port), interface.map(interfaces.contains) ?? true else { return false }
        // A machine that asks for its address has none yet, and asks everybody.
        if !isForAll, port.isDHCP { return false }
        return isForAll && (interface == nil || interfaces.count == 1) ? true : nil
    }

    /// Reads `10.75.0.1 67,69/udp (bootd) on lan0   ALLOW IN   10.75.0.0/16`.
    static func parse(_ line: Substring) -> [UfwRule] {
        guard let action = line.firstMatch(of: #/\s(ALLOW|LIMIT|DENY|REJECT)(?:\s+(IN|OUT|FWD))?\s+/#), action.2 ?? "IN" == "IN"
        else { return [] }
        let place = line[..<action.range.lowerBound].replacing(#/\([^)]*\)/#, with: "").split(separator: " ")
        let words = place.prefix { $0 != "on" }
        guard let what = words.last else { return [] }
        let address = IPv4Address(what.prefix { $0 != "/" })
        let source = line[action.range.upperBound...].replacing(#/\([^)]*\)|#.*/#, with: "").split(separator: " ")
        let isForAll = words.count == 1 && address == nil && source == ["Anywhere"]
        func rule(_ ports: PortSet) -> UfwRule {
            UfwRule(
                letsIn: ["ALLOW", "LIMIT"].contains(action.1), ports: ports,
                interface: place.count > words.count + 1 ? place.last.map { String($0) } : nil, isForAll: isForAll)
        }
        if what == "bootd" || what == "Anywhere" || address != nil { return [rule(.bootd)] }
        let parts = what.split(separator: "/")
        let suffix = parts.count == 2 ? "/\(parts[1])" : ""
        return (parts.first ?? "").split(separator: ",").compactMap { PortSet("\($0)\(suffix)").map(rule) }
    }
}
