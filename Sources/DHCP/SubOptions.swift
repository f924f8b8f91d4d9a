/// The options within an option: code, length, value, as often as they come.
///
/// One that runs beyond the end is not there, nor is what follows it.
public struct SubOptions: Sequence, Sendable {
    private let octets: ArraySlice<UInt8>
    private let hasPadAndEnd: Bool

    /// Encapsulated options (RFC 2132 section 8.4), of options 43 and 175: 0 fills up and 255 ends.
    public init(encapsulated octets: ArraySlice<UInt8>) {
        self.octets = octets
        hasPadAndEnd = true
    }

    /// Sub-options of relays (RFC 3046 section 2.0), in which no code is special.
    public init(relayed octets: ArraySlice<UInt8>) {
        self.octets = octets
        hasPadAndEnd = false
    }

    /// The value of the first sub-option with this code.
    public subscript(code: UInt8) -> ArraySlice<UInt8>? {
        first { $0.code == code }?.value
    }

    public func makeIterator() -> Iterator {
        Iterator(rest: octets, hasPadAndEnd: hasPadAndEnd)
    }

    public struct Iterator: IteratorProtocol {
        var rest: ArraySlice<UInt8>
        let hasPadAndEnd: Bool

        public mutating func next() -> (code: UInt8, value: ArraySlice<UInt8>)? {
            if hasPadAndEnd { rest = rest.drop { $0 == DHCPOptionCode.pad.rawValue } }
            guard let code = rest.popFirst(), !(hasPadAndEnd && code == DHCPOptionCode.end.rawValue),
                let count = rest.popFirst(), count <= rest.count
            else {
                rest = []
                return nil
            }
            defer { rest = rest.dropFirst(Int(count)) }
            return (code, rest.prefix(Int(count)))
        }
    }
}
