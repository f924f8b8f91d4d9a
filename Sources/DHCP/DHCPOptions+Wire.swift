import NetworkValues

extension DHCPOptions {
    /// Reads code, length, value, as often as they come: the form in which options travel over the control socket.
    ///
    /// A code that comes again continues its value (RFC 3396).
    public init(tlv octets: Span<UInt8>) throws(DHCPDecodeError) {
        guard octets.count <= DHCPMessage.maximumSize else { throw .tooLong(octets: octets.count) }
        self.init(capacity: octets.count)
        _ = try read(octets, at: 0)
    }

    /// Code, length and value of every option in order; a value of more than 255 octets is repeated (RFC 3396).
    public var tlv: [UInt8] {
        var writer = ByteWriter(capacity: reduce(0) { $0 + ByteWriter.sizeOfOption($1.value.count) })
        for option in self { writer.writeOption(option.code, option.value) }
        return writer.octets
    }

    /// How many octets those of the options take on the wire whose codes are in `codes`.
    func sizeOnWire(of codes: DHCPOptionSet) -> Int {
        entries.reduce(0) { $0 + (codes.contains($1.code) ? ByteWriter.sizeOfOption($1.range.count) : 0) }
    }

    /// Which fixed fields hold options too (option 52; RFC 2132 section 9.3).
    struct Overload: OptionSet {
        let rawValue: UInt8

        static let file = Overload(rawValue: 1)
        static let sname = Overload(rawValue: 2)
    }

    /// Adds the options of one field that begins at `base` of the message; END ends it, and so does the field's own end.
    mutating func read(_ field: Span<UInt8>, at base: Int) throws(DHCPDecodeError) -> Overload {
        var reader = ByteReader(field)
        var fields: [UInt8] = []
        while let octet = try? reader.readUInt8() {
            let code = DHCPOptionCode(rawValue: octet)
            if code == .pad { continue }
            if code == .end { break }
            let offset = base + reader.offset - 1
            do throws(TruncatedInput) {
                let count = try Int(reader.readUInt8())
                guard code == .overload else {
                    try append(code, count, of: &reader)
                    continue
                }
                fields = try reader.readOctets(count)
            } catch {
                throw .optionBeyondEnd(code, offset: offset)
            }
            guard fields.count == 1, (1...3).contains(fields[0]) else { throw .badOverload(offset: offset) }
        }
        return Overload(rawValue: fields.first ?? 0)
    }
}

extension ByteWriter {
    /// How many octets an option takes whose value has `count`.
    static func sizeOfOption(_ count: Int) -> Int {
        count + 2 * max(1, (count + 254) / 255)
    }

    /// How many octets the value of an option may have that takes no more than `room`.
    static func optionCapacity(of room: Int) -> Int {
        let (whole, rest) = max(0, room).quotientAndRemainder(dividingBy: 257)
        return 255 * whole + max(0, rest - 2)
    }

    /// Writes an option in parts of at most 255 octets of value (RFC 3396), with a NUL behind the value if `closed`.
    mutating func writeOption(_ code: DHCPOptionCode, _ value: ArraySlice<UInt8>, closed: Bool = false) {
        let count = value.count + (closed ? 1 : 0)
        guard count > 255 else { return writePart(code, value, count, closed) }
        var rest = closed ? value + [0] : value
        while !rest.isEmpty {
            let part = rest.prefix(255)
            writePart(code, part, part.count, false)
            rest = rest.dropFirst(255)
        }
    }

    private mutating func writePart(_ code: DHCPOptionCode, _ value: ArraySlice<UInt8>, _ count: Int, _ closed: Bool) {
        write(code.rawValue)
        write(UInt8(count))
        write(value)
        if closed { write(0 as UInt8) }
    }
}
