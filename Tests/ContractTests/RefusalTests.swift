import Contract
import JSON
import Testing

/// A value in which one thing is not as described.
private struct Mutation {
    let value: JSONValue
    let path: String
}

extension Interface {
    /// JSON of every kind that the type is not; null stands for an absent field, and is looked at apart.
    private func wrong(_ type: VarlinkType) -> [JSONValue] {
        let kinds: [JSONValue] = [true, 7, .number(1.5, text: "1.5"), "text", [], ["x", 7], [:], ["x": [7]]]
        return kinds.filter { objection($0, type, at: "") != nil }
    }

    /// The value with one thing changed so that the description forbids it: an element, or a field's value or absence.
    fileprivate func mutations(_ value: JSONValue, _ type: VarlinkType, at path: String) -> [Mutation] {
        let changed = wrong(type).map { Mutation(value: $0, path: path) }
        switch (type, value) {
        case (.optional(let wrapped), _): return mutations(value, wrapped, at: path)
        case (.named(let name), _): return types[name].map { mutations(value, $0, at: path) } ?? []
        case (.array(let element), .array(let values)):
            return changed
                + values.enumerated().flatMap { index, value in
                    mutations(value, element, at: "\(path)[\(index)]").map { mutation in
                        var copy = values
                        copy[index] = mutation.value
                        return Mutation(value: .array(copy), path: mutation.path)
                    }
                }
        case (.structure(let fields), .object(let object)):
            return changed + fields.flatMap { mutations(object, $0, at: path) }
        default: return changed
        }
    }

    private func mutations(_ object: JSONObject, _ field: VarlinkType.Field, at path: String) -> [Mutation] {
        func with(_ value: JSONValue?) -> JSONValue {
            var copy = object
            copy[field.name] = value
            return .object(copy)
        }
        let path = "\(path).\(field.name)"
        let absent = field.isOptional ? [] : [nil, .null].map { Mutation(value: with($0), path: "\(path) absent") }
        guard let value = object[field.name] else { return absent }
        return absent + mutations(value, field.type, at: path).map { Mutation(value: with($0.value), path: $0.path) }
    }
}

private let read = samples.filter(\.hasReader)

@Test(arguments: read) func whatIsNotAsDescribedIsRefused(sample: Sample) throws {
    let interface = try #require(interfaces[sample.interface])
    let type = try #require(interface.parts[sample.place])
    for value in sample.values {
        // That the whole is an object is the reader's of calls and replies to see.
        for mutation in interface.mutations(value, type, at: "") where !mutation.path.isEmpty {
            #expect(throws: JSONError.self, "\(mutation.path): \(mutation.value.text())") { try sample.copy(mutation.value) }
        }
    }
}

@Test(arguments: read) func aFieldThatNobodyKnowsIsPassedOver(sample: Sample) throws {
    for value in sample.values {
        guard case .object(var object) = value else { continue }
        object["fieldOfALaterVersion"] = ["x": [1, 2]]
        #expect(try sample.copy(.object(object)) == value)
    }
}

/// Strings that are not what their field says, beyond being strings.
@Test(
    arguments: [
        (Place.type("Interface"), "addresses", ["10.75.0.300"]), (.type("Interface"), "addresses", ["10.75.0.1", ""]),
        (.type("Settings"), "served", ["10.75.0.0/33"]), (.type("Settings"), "served", ["10.75.0.1/16"]),
        (.type("Settings"), "served", ["x"]),
        (.type("DHCPQuery"), "local", "10.75.0"), (.type("DHCPQuery"), "local", "010.75.0.1"),
        (.type("DHCPQuery"), "source", "::1"),
        (.type("DHCPQuery"), "relay", "10.75.0.1 "), (.type("DHCPQuery"), "hardware", "52:54:00:00:00"),
        (.type("DHCPQuery"), "hardware", "52:54:00:00:00:0g"), (.type("DHCPQuery"), "uuid", "f47ac10b58cc4372a5670e02b2c3d479"),
        (.type("DHCPQuery"), "clientIDHex", "abc"), (.type("DHCPQuery"), "relayAgentHex", "0g"),
        (.type("DHCPQuery"), "parametersHex", " 00"),
        (.type("DHCPQuery"), "message", "OFFER"), (.type("DHCPQuery"), "client", ""), (.type("DHCPReply"), "optionsHex", "1"),
        (.type("Probe"), "address", "x"), (.type("Probed"), "address", ""), (.call("ResolveFile"), "nameHex", "xx"),
        (.reply("Render"), "bodyHex", "1"), (.type("Network"), "server", "10"), (.type("Host"), "mac", "52"),
        (.type("Host"), "uuid", "1"),
        (.type("Lease"), "address", "10.75.0.1/16"), (.type("Lease"), "clientIDHex", "q0"), (.type("Event"), "machine", "node1"),
    ] as [(Place, String, JSONValue)])
func aStringThatIsNotWhatItsFieldSaysIsRefused(place: Place, field: String, text: JSONValue) throws {
    let sample = try #require(samples.first { $0.place == place })
    guard case .object(var object)? = sample.values.first else { return }
    object[field] = text
    if field == "bodyHex" { object["body"] = nil }
    #expect(throws: JSONError.self) { try sample.copy(.object(object)) }
}

extension JSONValue {
    /// The value with every string, number and array in it made as large as can be.
    fileprivate var huge: [JSONValue] {
        [
            .integer(.max), .integer(.min), .string(String(repeating: "a0", count: 100_000)),
            .array([JSONValue](repeating: self, count: 1000)),
        ]
    }
}

/// Huge values are values: read or refused, never a trap.
@Test(arguments: read) func hugeValuesAreReadOrRefused(sample: Sample) {
    for value in sample.values {
        guard case .object(let object) = value else { continue }
        for member in object.members {
            for huge in member.value.huge {
                var copy = object
                copy[member.name] = huge
                _ = try? sample.copy(.object(copy))
            }
        }
    }
}

@Test(arguments: read) func integersAreReadToTheirLimits(sample: Sample) throws {
    for value in sample.values {
        guard case .object(let object) = value else { continue }
        for member in object.members where member.value.integerValue != nil {
            for limit in [Int64.min, -1, 0, .max] {
                var copy = object
                copy[member.name] = .integer(limit)
                #expect(try sample.copy(.object(copy)) == .object(copy), "\(member.name) \(limit)")
            }
        }
    }
}

/// Repeatable randomness (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension JSONValue {
    /// Swaps parts of the value for other JSON, at random.
    fileprivate func shaken(_ generator: inout SeededGenerator) -> JSONValue {
        guard Int.random(in: 0..<8, using: &generator) > 0 else {
            let others: [JSONValue] = [
                nil, false, true, 0, -1, 4_294_967_296, .integer(.max), .number(1e300, text: "1e300"), "", "é\u{0}", "10.0.0.1",
                "00", [], [[]],
                [nil, 1, "x"], [:], ["name": [:]],
            ]
            return others.randomElement(using: &generator) ?? nil
        }
        switch self {
        case .array(let values): return .array(values.map { $0.shaken(&generator) })
        case .object(let object):
            return .object(JSONObject(object.members.map { ($0.name, $0.value.shaken(&generator)) }))
        default: return self
        }
    }
}

@Test(arguments: read) func shakenValuesAreReadOrRefused(sample: Sample) {
    var generator = SeededGenerator(state: 7)
    var refused = 0
    for round in 0..<400 {
        let value = sample.values[round % sample.values.count].shaken(&generator)
        do { _ = try sample.copy(value) } catch { refused += 1 }
    }
    #expect(refused > 0)
}
