import JSON
import Testing

@testable import bootctl

// Rulesets as `nft -j list ruleset` prints them.

private let udp67 = Port(transport: .udp, number: 67)
private let tcp8080 = Port(transport: .tcp, number: 8080)

private func base(_ policy: JSONValue, family: JSONValue = "inet", hook: JSONValue = "input") -> JSONValue {
    ["chain": ["family": family, "table": "f", "name": "in", "hook": hook, "type": "filter", "policy": policy]]
}

private func rule(_ expressions: JSONValue..., chain: JSONValue = "in", family: JSONValue = "inet") -> JSONValue {
    ["rule": ["family": family, "table": "f", "chain": chain, "expr": .array(expressions)]]
}

private func match(_ left: JSONValue, _ right: JSONValue, op: JSONValue = "==") -> JSONValue {
    ["match": ["op": op, "left": left, "right": right]]
}

private let accept: JSONValue = ["accept": nil]
private let drop: JSONValue = ["drop": nil]
private let reject: JSONValue = ["reject": ["type": "icmpx", "expr": "port-unreachable"]]
private let dport: JSONValue = ["payload": ["protocol": "udp", "field": "dport"]]
private let tcpDport: JSONValue = ["payload": ["protocol": "tcp", "field": "dport"]]
private let thDport: JSONValue = ["payload": ["protocol": "th", "field": "dport"]]
private let state: JSONValue = ["ct": ["key": "state"]]
private let iifname: JSONValue = ["meta": ["key": "iifname"]]
private let l4proto: JSONValue = ["meta": ["key": "l4proto"]]
private let saddr: JSONValue = ["payload": ["protocol": "ip", "field": "saddr"]]
private let daddr: JSONValue = ["payload": ["protocol": "ip", "field": "daddr"]]

private func isLetIn(_ port: Port, _ objects: [JSONValue], on interfaces: Set<String> = ["br0"], isAnswer: Bool = false) -> Bool {
    let ruleset = Ruleset(["nftables": .array(objects)])
    return ruleset.obstacle(to: .init(port: port, interfaces: interfaces, isAnswer: isAnswer)) == nil
}

/// Rules behind a policy of drop, and whether UDP 67 comes in.
private let facts: [(rules: [JSONValue], isLetIn: Bool)] = [
    ([], false),
    ([rule(accept)], true),
    ([rule(match(dport, 67), accept)], true),
    ([rule(match(dport, 68), accept)], false),
    ([rule(match(dport, ["set": [53, 67]]), ["counter": ["packets": 0, "bytes": 0]], accept)], true),
    ([rule(match(dport, ["range": [60, 70]]), accept)], true),
    ([rule(match(dport, ["range": [68, 70]]), accept)], false),
    ([rule(match(dport, ["set": [53, ["range": [66, 68]]]]), accept)], true),
    ([rule(match(dport, 67, op: "!="), accept)], false),
    ([rule(match(dport, "@ports"), accept)], true),
    ([rule(match(thDport, 67), accept)], true),
    ([rule(match(["payload": ["protocol": "tcp", "field": "dport"]], 67), accept)], false),
    ([rule(match(state, ["established", "related"], op: "in"), accept)], false),
    ([rule(match(state, "new"), accept)], true),
    ([rule(match(iifname, "lo"), accept)], false),
    ([rule(match(iifname, "br0"), accept)], true),
    ([rule(match(iifname, "br*"), accept)], true),
    ([rule(match(l4proto, "udp"), accept)], true),
    ([rule(match(l4proto, ["set": ["icmp", "tcp"]]), accept)], false),
    ([rule(match(["payload": ["protocol": "ip", "field": "protocol"]], "icmp"), accept)], false),
    ([rule(match(["payload": ["protocol": "icmpv6", "field": "type"]], "echo-request"), accept)], false),
    // A machine that asks for its address has none, and asks everybody.
    ([rule(match(saddr, ["prefix": ["addr": "10.75.0.0", "len": 16]]), match(dport, 67), accept)], false),
    ([rule(match(saddr, ["set": ["0.0.0.0", "10.75.0.1"]]), accept)], true),
    ([rule(match(saddr, "10.0.0.1"), drop), rule(accept)], true),
    ([rule(match(daddr, "10.75.0.1"), accept)], false),
    ([rule(match(daddr, "255.255.255.255"), accept)], true),
    ([rule(match(["meta": ["key": "pkttype"]], "broadcast"), drop), rule(accept)], false),
    ([rule(match(saddr, "@lan"), accept)], true),
    // What is not known may let in, and does not surely keep out.
    ([rule(match(["meta": ["key": "mark"]], 7), accept)], true),
    ([rule(match(["meta": ["key": "mark"]], 7), drop), rule(accept)], true),
    ([rule(["limit": ["rate": 1, "per": "second"]], drop), rule(match(dport, 67), accept)], true),
    ([rule(["xt": ["type": "match", "name": "multiport"]], accept)], true),
    // The first that decides counts.
    ([rule(drop), rule(accept)], false),
    ([rule(match(dport, 67), reject), rule(accept)], false),
    ([rule(["jump": ["target": "udp"]]), rule(match(dport, 67), accept, chain: "udp")], true),
    ([rule(["jump": ["target": "udp"]]), rule(accept), rule(match(dport, 67), drop, chain: "udp")], false),
    ([rule(["jump": ["target": "udp"]]), rule(accept), rule(["return": nil], chain: "udp"), rule(drop, chain: "udp")], true),
    ([rule(["goto": ["target": "udp"]]), rule(accept), rule(match(dport, 68), accept, chain: "udp")], false),
    ([rule(["jump": ["target": "in"]])], true),
    ([rule(["vmap": ["key": dport, "data": ["set": [[53, accept], [67, accept]]]]])], true),
    ([rule(["vmap": ["key": dport, "data": ["set": [[53, accept]]]]])], false),
    ([rule(["vmap": ["key": state, "data": ["set": [["established", accept], ["invalid", drop]]]]])], false),
    (
        [
            rule(["vmap": ["key": iifname, "data": ["set": [["br0", ["jump": ["target": "lan"]]]]]]]), rule(accept, chain: "lan"),
        ], true
    ),
    ([rule(["vmap": ["key": dport, "data": "@services"]])], true),
    // A header that the packet lacks is asked for first: then no rule applies, whatever it says of what is in the header.
    ([rule(match(["payload": ["protocol": "ip6", "field": "saddr"]], "fe80::1", op: "!="), drop), rule(accept)], true),
    ([rule(match(["payload": ["protocol": "icmp", "field": "type"]], "echo-request", op: "!="), drop), rule(accept)], true),
    ([rule(match(tcpDport, ["set": [22, 8080]], op: "!="), drop), rule(accept)], true),
    ([rule(match(tcpDport, ["set": [22, 8080]], op: "!="), accept)], false),
    ([rule(match(["tcp option": ["name": "maxseg", "field": "size"]], 1, op: "!="), drop), rule(accept)], true),
    ([rule(match(["concat": [saddr, tcpDport]], "@pairs", op: "!="), drop), rule(accept)], true),
    ([rule(match(["concat": [saddr, tcpDport]], "@pairs"), accept)], false),
    ([rule(["vmap": ["key": tcpDport, "data": "@services"]])], false),
    ([rule(match(dport, 68, op: "!="), drop), rule(accept)], false),
    // Statements that may end a rule keep nobody out surely; others do not hinder the verdict behind them.
    ([rule(["ct count": ["val": 1000, "inv": true]], drop), rule(accept)], true),
    ([rule(["quota": ["val": 1, "val_unit": "mbytes", "inv": true]], drop), rule(accept)], true),
    ([rule(["set": ["op": "add", "elem": saddr, "set": "@seen"]], drop), rule(accept)], true),
    ([rule(["meter": ["key": saddr, "stmt": ["limit": ["rate": 1]], "name": "m"]], drop), rule(accept)], true),
    ([rule(["unheard of": 1], drop), rule(accept)], true),
    ([rule(["mangle": ["key": ["meta": ["key": "mark"]], "value": ["map": ["key": dport]]]], drop), rule(accept)], true),
    ([rule(["mangle": ["key": ["meta": ["key": "mark"]], "value": 1]], drop), rule(accept)], false),
    ([rule(["counter": nil], ["log": ["prefix": "x"]], drop), rule(accept)], false),
    ([rule(["quota": ["val": 1]], accept)], true),
    // Who may have returned is not surely dropped behind that.
    (
        [
            rule(["jump": ["target": "udp"]]), rule(accept),
            rule(match(["meta": ["key": "mark"]], 7), ["return": nil], chain: "udp"),
            rule(drop, chain: "udp"),
        ], true
    ),
    // Other questions than for equality.
    ([rule(match(dport, 1024, op: "<"), accept)], true),
    ([rule(match(dport, 67, op: "<"), accept)], false),
    ([rule(match(dport, 67, op: "<="), accept)], true),
    ([rule(match(dport, 67, op: ">"), accept)], false),
    ([rule(match(dport, 67, op: ">="), accept)], true),
    ([rule(match(dport, 1024, op: ">"), drop), rule(accept)], true),
    ([rule(match(dport, 3, op: "&"), drop), rule(accept)], true),
    ([rule(match(state, "@states"), accept)], true),
]

@Test(arguments: facts.indices) func aPacketFollowsTheRules(index: Int) {
    #expect(isLetIn(udp67, [base("drop")] + facts[index].rules) == facts[index].isLetIn, "\(facts[index].rules)")
}

@Test func onlyChainsThatSeeWhatComesInCount() {
    #expect(isLetIn(udp67, []))
    #expect(isLetIn(udp67, [base("accept")]))
    #expect(isLetIn(udp67, [base("drop", hook: "forward")]))
    #expect(isLetIn(udp67, [base("drop", family: "ip6")]))
    #expect(!isLetIn(udp67, [base("drop", family: "ip")]))
    #expect(!isLetIn(udp67, [base("accept"), rule(reject)]))
    #expect(isLetIn(udp67, [base("accept"), rule(drop, chain: "other")]))
}

@Test func allBaseChainsMustLetIn() {
    let second: JSONValue = ["chain": ["family": "ip", "table": "f", "name": "in", "hook": "input", "policy": "drop"]]
    #expect(!isLetIn(udp67, [base("accept"), rule(accept), second]))
    #expect(isLetIn(udp67, [base("accept"), rule(accept), second, rule(accept, family: "ip")]))
}

@Test func anAnswerIsOfAStateThatIsEstablished() {
    let rules = [base("drop"), rule(match(state, ["set": ["established", "related"]]), accept)]
    #expect(isLetIn(udp67, rules, isAnswer: true))
    #expect(!isLetIn(udp67, rules))
}

/// Whoever asks by TFTP or HTTP has an address, which is not known.
@Test func aRuleForOurNetworkLetsItIn() {
    let rules = [base("drop"), rule(match(saddr, ["prefix": ["addr": "10.75.0.0", "len": 16]]), accept)]
    #expect(isLetIn(tcp8080, rules))
    #expect(!isLetIn(udp67, rules))
}

/// Sixteen chains, each of which asks the next one ten times.
@Test func aRulesetThatLeadsRoundForEverIsLeft() {
    let jumps = (0..<16).flatMap { number in
        (0..<10).map { _ in
            rule(["jump": ["target": .string("c\(number + 1)")]], chain: number == 0 ? "in" : .string("c\(number)"))
        }
    }
    #expect(isLetIn(udp67, [base("drop")] + jumps))
}

@Test func severalInterfacesAreKeptOutOnlyWhenAllAre() {
    let rules = [base("drop"), rule(match(iifname, "br0"), accept)]
    #expect(isLetIn(tcp8080, rules, on: ["br0", "br1"]))
    #expect(!isLetIn(tcp8080, rules, on: ["br1", "br2"]))
}

@Test(arguments: [nil, [:], ["nftables": 1], ["nftables": [["rule": 1], ["chain": []], 7]]] as [JSONValue])
func whatIsNoRulesetKeepsNobodyOut(json: JSONValue) {
    #expect(Ruleset(json).obstacle(to: .init(port: udp67, interfaces: [])) == nil)
}
