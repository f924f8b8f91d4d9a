import NetworkValues

/// The options of a message: each code once, in the order of the wire, with values of any length.
///
/// What the wire splits (RFC 3396) or puts into other fields (option 52) is whole here; PAD, END and the overload
/// option belong to the wire and are never in the list. Values lie in one array, behind each other.
public struct DHCPOptions: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        let code: DHCPOptionCode
        fileprivate(set) var range: Range<Int>
    }

    private var values: [UInt8] = []
    private(set) var entries: [Entry] = []
    /// The codes that are in the list.
    public private(set) var codes = DHCPOptionSet()

    private static let ofTheWire = DHCPOptionSet([.pad, .end, .overload])

    public init() {}

    /// An empty list with room for so many octets of values.
    public init(capacity: Int) {
        values.reserveCapacity(capacity)
        entries.reserveCapacity(20)
    }

    /// The value of an option; nil when it is not there.
    public subscript(code: DHCPOptionCode) -> ArraySlice<UInt8>? {
        guard codes.contains(code) else { return nil }
        for entry in entries where entry.code == code { return values[entry.range] }
        return nil
    }

    public func contains(_ code: DHCPOptionCode) -> Bool { codes.contains(code) }

    /// Adds an option at the end of the list, or more of its value to one that is there (RFC 3396).
    ///
    /// PAD, END and the overload option are not taken.
    @_specialize(where Octets == [UInt8])
    @_specialize(where Octets == ArraySlice<UInt8>)
    public mutating func append<Octets: Collection<UInt8>>(_ code: DHCPOptionCode, _ value: Octets) {
        guard !Self.ofTheWire.contains(code) else { return }
        guard !codes.contains(code) else { return extend(code, with: value) }
        let start = values.count
        values.append(contentsOf: value)
        codes.insert(code)
        entries.append(Entry(code: code, range: start..<values.count))
    }

    /// The same with the next `count` octets of `reader` as the value.
    mutating func append(_ code: DHCPOptionCode, _ count: Int, of reader: inout ByteReader) throws(TruncatedInput) {
        guard !codes.contains(code), !Self.ofTheWire.contains(code) else {
            return try append(code, reader.readOctets(count))
        }
        let start = values.count
        try reader.readOctets(count, appendingTo: &values)
        codes.insert(code)
        entries.append(Entry(code: code, range: start..<values.count))
    }

    private mutating func extend(_ code: DHCPOptionCode, with more: some Collection<UInt8>) {
        guard !more.isEmpty, let index = entries.firstIndex(where: { $0.code == code }) else { return }
        let end = entries[index].range.upperBound
        values.insert(contentsOf: more, at: end)
        entries[index].range = entries[index].range.lowerBound..<end + more.count
        for later in entries.indices.dropFirst(index + 1) {
            let range = entries[later].range
            entries[later].range = range.lowerBound + more.count..<range.upperBound + more.count
        }
    }
}

extension DHCPOptions: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { entries.count }

    public subscript(position: Int) -> (code: DHCPOptionCode, value: ArraySlice<UInt8>) {
        let entry = entries[position]
        return (entry.code, values[entry.range])
    }
}
