/// The number in an ERROR packet (RFC 1350 section 5 and appendix I; RFC 2347 added 8).
public struct TFTPErrorCode: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    /// The message says what it is.
    public static let notDefined = TFTPErrorCode(rawValue: 0)
    public static let fileNotFound = TFTPErrorCode(rawValue: 1)
    public static let accessViolation = TFTPErrorCode(rawValue: 2)
    public static let diskFull = TFTPErrorCode(rawValue: 3)
    public static let illegalOperation = TFTPErrorCode(rawValue: 4)
    public static let unknownTransferID = TFTPErrorCode(rawValue: 5)
    public static let fileExists = TFTPErrorCode(rawValue: 6)
    public static let noSuchUser = TFTPErrorCode(rawValue: 7)
    public static let optionsRefused = TFTPErrorCode(rawValue: 8)

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }
}
