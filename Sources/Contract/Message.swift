public import JSON
public import NetworkValues

/// A value of the contract: it reads itself from a message and writes itself into one.
public protocol MessageValue: Sendable {
    init(reading view: borrowing JSONView) throws(JSONError)
    func write(to writer: inout JSONWriter)
}

extension JSONWriter {
    public mutating func set(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        set(name, value as String)
    }

    public mutating func set(_ name: StaticString, _ value: IPv4Address?) {
        guard let value else { return }
        set(name, ascii: { value.append(to: &$0) })
    }

    public mutating func set(_ name: StaticString, _ value: MACAddress?) {
        guard let value else { return }
        set(name, ascii: { value.append(to: &$0) })
    }

    public mutating func set(_ name: StaticString, hex octets: [UInt8]?) {
        guard let octets else { return }
        set(name, ascii: { Hex.append(octets, to: &$0) })
    }

    public mutating func set(_ name: StaticString, _ value: (some MessageValue)?) {
        guard let value else { return }
        set(name, object: value.write)
    }

    public mutating func set(_ name: StaticString, _ values: [some MessageValue]) {
        set(name, objects: values) { value, writer in value.write(to: &writer) }
    }
}

extension JSONView {
    func ipv4(_ name: StaticString) throws(JSONError) -> IPv4Address {
        try value(name, "an IPv4 address") { $0.parse { IPv4Address(ascii: $0) } }
    }

    func optionalIPv4(_ name: StaticString) throws(JSONError) -> IPv4Address? {
        try optional(name, "an IPv4 address") { $0.parse { IPv4Address(ascii: $0) } }
    }

    func mac(_ name: StaticString) throws(JSONError) -> MACAddress {
        try value(name, "a hardware address") { $0.parse { MACAddress(ascii: $0) } }
    }

    func optionalMAC(_ name: StaticString) throws(JSONError) -> MACAddress? {
        try optional(name, "a hardware address") { $0.parse { MACAddress(ascii: $0) } }
    }

    func optionalHex(_ name: StaticString) throws(JSONError) -> [UInt8]? {
        try optional(name, "hexadecimal") { $0.parse { Hex.decode($0) } }
    }

    func word<Word: RawRepresentable<String>>(_ name: StaticString, _ words: Word.Type) throws(JSONError) -> Word {
        try value(name, "one of the words of its type") { $0.string.flatMap { Word(rawValue: $0) } }
    }

    /// The word, or nil when the member is absent.
    func optionalWord<Word: RawRepresentable<String>>(_ name: StaticString, _ words: Word.Type) throws(JSONError) -> Word? {
        try optional(name, "one of the words of its type") { $0.string.flatMap { Word(rawValue: $0) } }
    }

    func optionalValue<Value: MessageValue>(_ name: StaticString, _ type: Value.Type) throws(JSONError) -> Value? {
        guard let view = member(name) else { return nil }
        return try Value(reading: view)
    }

    func optionalValues<Value: MessageValue>(_ name: StaticString, _ type: Value.Type) throws(JSONError) -> [Value]? {
        member(name) == nil ? nil : try values(name, type)
    }

    func values<Value: MessageValue>(_ name: StaticString, _ type: Value.Type) throws(JSONError) -> [Value] {
        try list(name) { view throws(JSONError) in try Value(reading: view) }
    }
}
