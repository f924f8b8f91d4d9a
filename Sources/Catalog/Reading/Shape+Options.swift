import DHCP
import NetworkValues

extension Shape where Value == ConfiguredOptions {
    /// A map from options, by name or by code, to their values.
    static var options: Self {
        Shape(expected: "a map from options to values, such as {ntp-servers: [10.75.0.1]}") { node, reading in
            guard let pairs = pairs(of: node, &reading) else { return nil }
            let place = reading.place
            defer { reading.place = place }
            var options = ConfiguredOptions()
            for pair in pairs {
                reading.place = place
                guard let key = OptionKey(pair.key, &reading) else { continue }
                reading.place = "\(place).\(pair.key.text)"
                if let first = options[key.code] {
                    reading.report("\(key.code) is already set in \(first.mark)", at: pair.key.mark)
                } else if let option = OptionReader(key: key, mark: pair.key.mark).read(pair.placedValue, &reading) {
                    options.set(option)
                }
            }
            return options
        }
    }
}

/// Which option a key means.
struct OptionKey {
    let code: DHCPOptionCode
    /// Nil for an option without a name, whose type the value tells.
    let type: DHCPOptionType?

    /// Reports a name that no option has, and an option that is not for configuration.
    init?(_ key: Node.Key, _ reading: inout Reading) {
        if let number = UInt8(key.text), key.text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }) {
            code = DHCPOptionCode(rawValue: number)
            type = DHCPOptionDefinition(code: code)?.type
        } else if let known = DHCPOptionDefinition(name: key.text) {
            (code, type) = (known.code, known.type)
        } else {
            reading.report("unknown option \(quoted(key.text))\(Self.advice(for: key.text))", at: key.mark)
            return nil
        }
        guard let reason = ReservedOption.reason(code) else { return }
        reading.report("\(quoted(key.text)) is not for configuration: \(reason)", at: key.mark)
        return nil
    }

    private static func advice(for name: String) -> String {
        if name.allSatisfy(\.isNumber) { return "; the codes are 1 to 254" }
        let hint = Suggestion.hint(for: name, among: DHCPOptionDefinition.all.map(\.name))
        return hint.isEmpty ? "; one without a name here is written by its code: 224: {type: text, value: hello}" : hint
    }
}

/// Options that nobody configures, and why.
enum ReservedOption {
    static func reason(_ code: DHCPOptionCode) -> String? { reasons[code] }

    private static let reasons: [DHCPOptionCode: String] = [
        .pad: "it fills up messages",
        .subnetMask: "the network's subnet says it",
        .requestedAddress: "only clients send it",
        .leaseTime: "the network's key lease says it",
        .overload: "it belongs to the form of a message",
        .messageType: "it belongs to the form of a message",
        .serverIdentifier: "the key server says it",
        .parameterRequestList: "only clients send it",
        .message: "it says why a request is refused",
        .maximumMessageSize: "only clients send it",
        .renewalTime: "it follows from the network's key lease",
        .rebindingTime: "it follows from the network's key lease",
        .clientIdentifier: "clients get back their own",
        .rapidCommit: "the network's key rapid_commit says it",
        .relayAgentInformation: "relays get back their own",
        .clientSystemArchitecture: "only clients send it",
        .clientNetworkInterface: "only clients send it",
        .clientMachineIdentifier: "clients get back their own",
        .ipv6OnlyPreferred: "the network's key ipv6_only says it",
        .subnetSelection: "clients get back their own",
        .end: "it ends messages",
    ]
}
