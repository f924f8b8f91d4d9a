public import DHCP

/// A DHCP option that the configuration gives a value.
public struct ConfiguredOption: Hashable, Sendable {
    public let code: DHCPOptionCode
    /// The value as it goes onto the wire.
    public let octets: [UInt8]
    /// Whether it is sent to clients that do not ask for it, too.
    public let isForced: Bool
    /// Where it stands.
    public let mark: Mark

    init(_ code: DHCPOptionCode, _ value: DHCPOptionValue, isForced: Bool = false, at mark: Mark) {
        self.code = code
        octets = value.octets
        self.isForced = isForced
        self.mark = mark
    }
}

/// What one section `options` says, or several of them together: each option once.
public struct ConfiguredOptions: Hashable, Sendable {
    private var options: [ConfiguredOption] = []

    public init() {}

    public subscript(code: DHCPOptionCode) -> ConfiguredOption? { options.first { $0.code == code } }

    /// Adds an option, or puts it in the place of the one with its code.
    mutating func set(_ option: ConfiguredOption) {
        guard let place = options.firstIndex(where: { $0.code == option.code }) else { return options.append(option) }
        options[place] = option
    }

    /// The options of both; of those that both have, the other's.
    public func overridden(by other: ConfiguredOptions) -> ConfiguredOptions {
        guard !other.isEmpty else { return self }
        var options = self
        for option in other { options.set(option) }
        return options
    }
}

extension ConfiguredOptions: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { options.count }

    public subscript(position: Int) -> ConfiguredOption { options[position] }
}
