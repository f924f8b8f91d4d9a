internal import JSON

/// The rules of nftables, followed by a packet in thought. What a rule asks that we cannot tell counts as let in: the
/// doctor complains only of what is surely kept out.
struct Ruleset {
    struct Chain: Hashable, CustomStringConvertible {
        let family: String
        let table: String
        let name: String

        /// As nft's command line has it.
        var place: String { "\(family) \(table) \(name)" }
        var description: String { "chain \(name) of nftables' table \(family) \(table)" }
    }

    /// A packet that comes in.
    struct Packet {
        let port: Port
        let interfaces: Set<String>
        /// Whether it answers what we sent.
        var isAnswer = false
    }

    enum Verdict: Hashable {
        case accept, drop
        /// The chain ends, and the caller's goes on.
        case goOn
    }

    /// Chains that see what comes in, and whether they drop what no rule names.
    private var bases: [(chain: Chain, dropsRest: Bool)] = []
    private var rules: [Chain: [[JSONValue]]] = [:]
    private static let deepest = 16
    /// So many rules are followed at most; what comes after them is not known.
    private static let mostRules = 1_000_000

    /// Reads what `nft -j list ruleset` prints.
    init(_ json: JSONValue) {
        for object in json["nftables"]?.arrayValue ?? [] {
            if let chain = object["chain"], chain["hook"] == "input", ["ip", "inet"].contains(chain["family"]?.stringValue) {
                bases.append((Self.chain(chain, "name"), chain["policy"] == "drop"))
            } else if let rule = object["rule"] {
                rules[Self.chain(rule, "chain"), default: []].append(rule["expr"]?.arrayValue ?? [])
            }
        }
    }

    private static func chain(_ object: JSONValue, _ name: String) -> Chain {
        func text(_ key: String) -> String { object[key]?.stringValue ?? "" }
        return Chain(family: text("family"), table: text("table"), name: text(name))
    }

    /// The chain that keeps a packet out; nil when it may come in.
    func obstacle(to packet: Packet) -> Chain? {
        var budget = Self.mostRules
        return bases.first { base in
            switch verdict(of: base.chain, packet, depth: 0, &budget) {
            case .accept: false
            case .drop: true
            case .goOn: base.dropsRest
            }
        }?.chain
    }

    private func verdict(of chain: Chain, _ packet: Packet, depth: Int, _ budget: inout Int) -> Verdict {
        guard depth < Self.deepest else { return .accept }
        var mayHaveLeft = false
        rule: for expressions in rules[chain] ?? [] {
            budget -= 1
            guard budget > 0 else { return .accept }
            var isSure = true
            for expression in expressions {
                if let match = expression["match"] {
                    switch packet.matches(match) {
                    case true?: continue
                    case false?: continue rule
                    case nil: isSure = false
                    }
                } else if Self.isVerdict(expression) {
                    guard let (verdict, isCertain) = outcome(of: expression, in: chain, packet, depth: depth, &budget) else {
                        continue rule
                    }
                    if verdict == .accept { return .accept }
                    // Who may have left the chain before is not surely dropped by it.
                    if isSure, isCertain { return mayHaveLeft ? .goOn : verdict }
                    mayHaveLeft = mayHaveLeft || verdict == .goOn
                    continue rule
                } else if !Self.isHarmless(expression) {
                    isSure = false
                }
            }
        }
        return .goOn
    }

    private static let verdicts: Set = ["accept", "queue", "drop", "reject", "return", "jump", "goto", "vmap"]
    private static let harmless: Set = ["counter", "log", "comment", "mangle", "notrack", "ct helper", "ct timeout"]

    private static func isVerdict(_ statement: JSONValue) -> Bool { name(of: statement).map(verdicts.contains) ?? false }

    /// Whether the packet surely goes on behind a statement. Others may end the rule, as a quota does, or a set that is full.
    private static func isHarmless(_ statement: JSONValue) -> Bool {
        guard let name = name(of: statement), harmless.contains(name) else { return false }
        // What is looked up in a map may not be in it.
        let value = statement["mangle"]?["value"]
        return name != "mangle" || value?.integerValue != nil || value?.stringValue != nil
    }

    private static func name(of statement: JSONValue) -> String? {
        guard case .object(let object) = statement else { return nil }
        return object.members.first?.name
    }

    /// What a statement decides, and whether it surely does; nil when it decides nothing.
    private func outcome(of statement: JSONValue, in chain: Chain, _ packet: Packet, depth: Int, _ budget: inout Int) -> (
        Verdict, Bool
    )? {
        guard case .object(let object) = statement, let member = object.members.first else { return nil }
        switch member.name {
        case "accept", "queue": return (.accept, true)
        case "drop", "reject": return (.drop, true)
        case "return": return (.goOn, true)
        case "jump", "goto":
            let target = Chain(family: chain.family, table: chain.table, name: member.value["target"]?.stringValue ?? "")
            let verdict = verdict(of: target, packet, depth: depth + 1, &budget)
            return verdict == .goOn && member.name == "jump" ? nil : (verdict, true)
        case "vmap": return map(member.value, in: chain, packet, depth: depth, &budget)
        default: return nil
        }
    }

    /// A verdict for each of several values.
    private func map(_ map: JSONValue, in chain: Chain, _ packet: Packet, depth: Int, _ budget: inout Int) -> (Verdict, Bool)? {
        guard let key = map["key"], !packet.lacks(key) else { return nil }
        guard let pairs = map["data"]?["set"]?.arrayValue else { return (.accept, false) }
        for pair in pairs {
            guard let parts = pair.arrayValue, parts.count == 2 else { continue }
            let isMatch = packet.matches(["op": "==", "left": key, "right": parts[0]])
            guard isMatch != false, let (verdict, isSure) = outcome(of: parts[1], in: chain, packet, depth: depth, &budget) else {
                continue
            }
            if isMatch == true || verdict == .accept { return (verdict, isSure && isMatch == true) }
        }
        return nil
    }
}
