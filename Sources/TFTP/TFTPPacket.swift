/// The packets of TFTP (RFC 1350, RFC 2347).
///
///     1 RRQ, 2 WRQ   | opcode | file name, mode, options, each closed by NUL |
///     3 DATA         | opcode | block | 0 to blksize octets |
///     4 ACK          | opcode | block |
///     5 ERROR        | opcode | code  | message | 0 |
///     6 OACK         | opcode | options, each closed by NUL |
///
/// Opcode, block and code are two octets each.
public enum TFTPPacket: Hashable, Sendable {
    case readRequest(TFTPRequest)
    case writeRequest(TFTPRequest)
    case data(block: UInt16, payload: [UInt8])
    case acknowledgement(block: UInt16)
    case error(TFTPError)
    case optionAcknowledgement([TFTPOption])

    enum Opcode: UInt16 {
        case readRequest = 1
        case writeRequest = 2
        case data = 3
        case acknowledgement = 4
        case error = 5
        case optionAcknowledgement = 6
    }
}
