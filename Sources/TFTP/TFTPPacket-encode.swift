import NetworkValues

extension TFTPPacket {
    /// The packet as a datagram.
    ///
    /// A text that has a NUL in it is cut there, as the NUL closes it.
    public var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 64)
        switch self {
        case .readRequest(let request): writer.write(request, as: .readRequest)
        case .writeRequest(let request): writer.write(request, as: .writeRequest)
        case .data(let block, let payload):
            writer.write(Opcode.data.rawValue)
            writer.write(block)
            writer.write(payload)
        case .acknowledgement(let block):
            writer.write(Opcode.acknowledgement.rawValue)
            writer.write(block)
        case .error(let error):
            writer.write(Opcode.error.rawValue)
            writer.write(error.code.rawValue)
            writer.writeString(error.message.utf8.prefix(TFTPError.maximumMessageLength))
        case .optionAcknowledgement(let options):
            writer.write(Opcode.optionAcknowledgement.rawValue)
            writer.write(options)
        }
        return writer.octets
    }
}

extension ByteWriter {
    fileprivate mutating func write(_ request: TFTPRequest, as opcode: TFTPPacket.Opcode) {
        write(opcode.rawValue)
        writeString(request.fileName)
        writeString(request.mode.name.utf8)
        write(request.options)
    }

    fileprivate mutating func write(_ options: [TFTPOption]) {
        for option in options {
            writeString(option.name.utf8)
            writeString(option.value.utf8)
        }
    }

    fileprivate mutating func writeString(_ octets: some Collection<UInt8>) {
        write(octets.prefix { $0 != 0 })
        write(UInt8(0))
    }
}
