/// Why a datagram is no TFTP packet.
public enum TFTPDecodingError: Error, Hashable, Sendable {
    /// Ends inside a number.
    case truncated
    case unknownOpcode(UInt16)
    /// Ends where this field should begin, or the field is empty and may not be.
    case missing(Field)
    /// Ends inside this field, before its NUL.
    case unterminated(Field)
    case tooLong(Field)
    case tooManyOptions
    /// RFC 2347: an option may be given once.
    case doubledOption(String)

    /// A part of a request or an OACK.
    public enum Field: String, Hashable, Sendable {
        case request
        case fileName = "file name"
        case mode
        case optionName = "option name"
        case optionValue = "option value"
    }

    /// What to tell a client whose request this was; on any other packet the answer is silence, never ERROR for ERROR.
    public var reply: TFTPError {
        let code: TFTPErrorCode =
            switch self {
            case .doubledOption, .tooManyOptions: .optionsRefused
            default: .illegalOperation
            }
        return TFTPError(code, "Bad request: \(self)")
    }
}

extension TFTPDecodingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated: "the packet ends too early"
        case .unknownOpcode(let opcode): "there is no opcode \(opcode)"
        case .missing(let field): "no \(field.rawValue)"
        case .unterminated(let field): "the \(field.rawValue) does not end with NUL"
        case .tooLong(let field): "the \(field.rawValue) is too long"
        case .tooManyOptions: "more than \(TFTPPacket.maximumOptionCount) options"
        case .doubledOption(let name): "option \(name) is given twice"
        }
    }
}
