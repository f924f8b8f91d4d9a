public import NetworkValues

/// What a reply is made of: values in the forms in which RFC 2132 writes them.
extension DHCPOptions {
    public mutating func append(_ code: DHCPOptionCode, _ value: UInt8) {
        append(code, CollectionOfOne(value))
    }

    public mutating func append(_ code: DHCPOptionCode, _ value: UInt16) {
        append(code, NetworkOrder(UInt32(value), count: 2))
    }

    public mutating func append(_ code: DHCPOptionCode, _ value: UInt32) {
        append(code, NetworkOrder(value, count: 4))
    }

    public mutating func append(_ code: DHCPOptionCode, _ address: IPv4Address) {
        append(code, address.rawValue)
    }

    /// Adds nothing when the list is empty.
    public mutating func append(_ code: DHCPOptionCode, _ addresses: [IPv4Address]) {
        for address in addresses { append(code, address) }
    }

    public mutating func append(_ code: DHCPOptionCode, _ text: String) {
        append(code, text.utf8)
    }
}

/// The last `count` octets of a number, the highest first.
private struct NetworkOrder: RandomAccessCollection {
    private let value: UInt32
    let endIndex: Int

    init(_ value: UInt32, count: Int) {
        self.value = value
        endIndex = count
    }

    var startIndex: Int { 0 }

    subscript(position: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: value >> (8 * UInt32(endIndex - 1 - position)))
    }
}
