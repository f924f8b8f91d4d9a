import NetworkValues

extension TFTPPacket {
    /// Longest RRQ, WRQ or OACK that is read, in octets; RFC 2347 allows 512.
    public static let maximumRequestLength = 2048
    /// Longest file name that is read, in octets.
    public static let maximumNameLength = 1024
    /// Most options that are read from one packet.
    public static let maximumOptionCount = 32

    /// Whether this is meant as a request, sound or not: the only packets that are answered with an ERROR when they are not.
    public static func isRequest(_ octets: Span<UInt8>) -> Bool {
        guard octets.count >= 2 else { return false }
        let opcode = Opcode(rawValue: UInt16(octets[0]) << 8 | UInt16(octets[1]))
        return opcode == .readRequest || opcode == .writeRequest
    }

    /// Reads one datagram.
    ///
    /// More lenient than the RFCs where firmware needs it: NULs after the last option, octets after an ACK and an
    /// ERROR whose message is not closed are let pass.
    public init(decoding octets: Span<UInt8>) throws(TFTPDecodingError) {
        var reader = ByteReader(octets)
        do {
            let opcode = try reader.readUInt16()
            switch Opcode(rawValue: opcode) {
            case .readRequest: self = try .readRequest(TFTPRequest(from: &reader))
            case .writeRequest: self = try .writeRequest(TFTPRequest(from: &reader))
            case .data:
                self = try .data(block: reader.readUInt16(), payload: reader.readOctets(reader.remaining))
            case .acknowledgement: self = try .acknowledgement(block: reader.readUInt16())
            case .error: self = try .error(TFTPError(from: &reader))
            case .optionAcknowledgement: self = try .optionAcknowledgement(TFTPOption.list(from: &reader))
            case nil: throw TFTPDecodingError.unknownOpcode(opcode)
            }
        } catch let error as TFTPDecodingError {
            throw error
        } catch {
            throw .truncated
        }
    }
}

extension TFTPRequest {
    fileprivate init(from reader: inout ByteReader) throws(TFTPDecodingError) {
        guard reader.remaining <= TFTPPacket.maximumRequestLength else { throw .tooLong(.request) }
        fileName = try reader.readString(.fileName)
        guard fileName.count <= TFTPPacket.maximumNameLength else { throw .tooLong(.fileName) }
        mode = try TransferMode(String(printing: reader.readString(.mode)))
        options = try TFTPOption.list(from: &reader)
    }
}

extension TFTPOption {
    fileprivate static func list(from reader: inout ByteReader) throws(TFTPDecodingError) -> [TFTPOption] {
        guard reader.remaining <= TFTPPacket.maximumRequestLength else { throw .tooLong(.request) }
        var options: [TFTPOption] = []
        var seen: Set<String> = []
        while !reader.isAtEnd {
            let name = try reader.readString(.optionName)
            if name.isEmpty {
                try reader.requirePadding()
                break
            }
            guard options.count < TFTPPacket.maximumOptionCount else { throw .tooManyOptions }
            let option = try TFTPOption(String(printing: name), String(printing: reader.readString(.optionValue)))
            guard seen.insert(option.name.asciiLowercased).inserted else { throw .doubledOption(option.name) }
            options.append(option)
        }
        return options
    }
}

extension TFTPError {
    fileprivate init(from reader: inout ByteReader) throws(TruncatedInput) {
        code = try TFTPErrorCode(rawValue: reader.readUInt16())
        let rest = try reader.readOctets(min(reader.remaining, Self.maximumMessageLength))
        message = String(printing: rest.prefix { $0 != 0 })
    }
}

extension ByteReader {
    fileprivate mutating func readString(_ field: TFTPDecodingError.Field) throws(TFTPDecodingError) -> [UInt8] {
        guard let octets = readOctets(upTo: 0) else {
            throw isAtEnd ? .missing(field) : .unterminated(field)
        }
        return octets
    }

    /// Some firmware fills its request up with NULs; where they begin, the options end.
    fileprivate mutating func requirePadding() throws(TFTPDecodingError) {
        while let octets = readOctets(upTo: 0) {
            guard octets.isEmpty else { throw .missing(.optionName) }
        }
        guard isAtEnd else { throw .missing(.optionName) }
    }
}
