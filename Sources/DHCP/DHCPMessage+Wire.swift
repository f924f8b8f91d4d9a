import NetworkValues

extension DHCPMessage {
    private static let sname = 44..<108
    private static let file = 108..<236

    /// Reads a datagram's payload.
    ///
    /// Accepted: no END, no padding, options of no length, split options (RFC 3396), `file` and `sname` full of
    /// options (option 52), no hardware address, no magic cookie (RFC 951). Refused: what `DHCPDecodeError` lists.
    public init(decoding octets: Span<UInt8>) throws(DHCPDecodeError) {
        guard octets.count >= Self.minimumSize else { throw .tooShort(octets: octets.count) }
        guard octets.count <= Self.maximumSize else { throw .tooLong(octets: octets.count) }
        guard let operation = Operation(rawValue: octets[0]) else { throw .unknownOperation(octets[0]) }
        guard octets[2] <= HardwareAddress.fieldWidth else { throw .hardwareAddressTooLong(octets[2]) }
        guard octets[3] <= Self.maximumHops else { throw .tooManyHops(octets[3]) }
        do {
            self = try Self.fixedFields(of: operation, octets)
        } catch {
            throw .tooShort(octets: octets.count)
        }
        if vendorArea == nil { try readOptions(octets) } else { readFields(octets, overloaded: []) }
    }

    /// Reads all fixed fields but `sname` and `file`, and the vendor area if it does not begin with the magic cookie.
    private static func fixedFields(
        of operation: Operation, _ octets: Span<UInt8>
    ) throws(TruncatedInput) -> DHCPMessage {
        var reader = ByteReader(octets)
        try reader.skip(1)
        let (type, length, hops) = try (reader.readUInt8(), reader.readUInt8(), reader.readUInt8())
        let (xid, secs, flags) = try (reader.readUInt32(), reader.readUInt16(), reader.readUInt16())
        let (ciaddr, yiaddr) = try (reader.readIPv4Address(), reader.readIPv4Address())
        let (siaddr, giaddr) = try (reader.readIPv4Address(), reader.readIPv4Address())
        let hardware = try HardwareAddress(type: type, length: length, field: &reader)
        try reader.skip(sname.count + file.count)
        let vendorArea = vendorArea(octets.extracting(reader.offset...))

        var message = DHCPMessage(operation: operation, xid: xid, hardware: hardware)
        (message.hops, message.secs, message.flags) = (hops, secs, flags)
        (message.ciaddr, message.yiaddr, message.siaddr, message.giaddr) = (ciaddr, yiaddr, siaddr, giaddr)
        message.vendorArea = vendorArea
        return message
    }

    /// The vendor area, filled up with zeros; nil when it is one of options.
    private static func vendorArea(_ octets: Span<UInt8>) -> [UInt8]? {
        var reader = ByteReader(octets)
        if let word = try? reader.readUInt32(), word == magicCookie { return nil }
        return (0..<vendorAreaSize).map { $0 < octets.count ? octets[$0] : 0 }
    }

    /// Reads the options, then `file` and `sname` as what they are: each field once, in the order of RFC 3396 section 5.
    private mutating func readOptions(_ octets: Span<UInt8>) throws(DHCPDecodeError) {
        options = DHCPOptions(capacity: octets.count - Self.optionsOffset)
        let overload = try options.read(octets.extracting(Self.optionsOffset...), at: Self.optionsOffset)
        if overload.contains(.file) { _ = try options.read(octets.extracting(Self.file), at: Self.file.lowerBound) }
        if overload.contains(.sname) { _ = try options.read(octets.extracting(Self.sname), at: Self.sname.lowerBound) }
        readFields(octets, overloaded: overload)
    }

    /// Reads `file` and `sname` as the names that they are, unless they hold options.
    private mutating func readFields(_ octets: Span<UInt8>, overloaded: DHCPOptions.Overload) {
        if !overloaded.contains(.file) { file = Self.text(octets.extracting(Self.file)) }
        if !overloaded.contains(.sname) { sname = Self.text(octets.extracting(Self.sname)) }
    }

    /// The octets before the first NUL, or all of them.
    private static func text(_ field: Span<UInt8>) -> [UInt8] {
        var reader = ByteReader(field)
        return reader.readOctets(upTo: 0) ?? (try? reader.readOctets(field.count)) ?? []
    }

    /// The message as a datagram's payload, all its options in their order, END, and zeros up to 300 octets.
    public var octets: [UInt8] {
        var writer = ByteWriter(capacity: 576)
        writeFixedFields(to: &writer)
        if vendorArea == nil {
            for option in options { writer.writeOption(option.code, option.value) }
            writer.write(DHCPOptionCode.end.rawValue)
        }
        writer.pad(to: Self.paddedSize)
        return writer.octets
    }

    /// Writes everything before the options, or the vendor area; `sname` and `file` are cut so that a NUL ends them.
    func writeFixedFields(to writer: inout ByteWriter) {
        writer.write(operation.rawValue)
        writer.write(hardware.type)
        writer.write(hardware.length)
        writer.write(hops)
        writer.write(xid)
        writer.write(secs)
        writer.write(flags)
        writer.write(ciaddr)
        writer.write(yiaddr)
        writer.write(siaddr)
        writer.write(giaddr)
        hardware.writeField(to: &writer)
        writer.write(sname.prefix(Self.sname.count - 1), width: Self.sname.count)
        writer.write(file.prefix(Self.file.count - 1), width: Self.file.count)
        if let vendorArea { writer.write(vendorArea) } else { writer.write(Self.magicCookie) }
    }
}
