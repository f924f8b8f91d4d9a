/// What an ERROR packet says: the transfer is over, and why.
public struct TFTPError: Error, Hashable, Sendable {
    /// How many octets of message are read or written; ERROR goes to unproven addresses, so it stays small.
    public static let maximumMessageLength = 200

    public let code: TFTPErrorCode
    /// For the person in front of the machine: firmware shows it as it is.
    public let message: String

    public init(_ code: TFTPErrorCode, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension TFTPError {
    /// The file is not there, or is nothing that can be sent.
    public static func fileNotFound(_ name: String) -> TFTPError {
        TFTPError(.fileNotFound, "File not found: \(name)")
    }

    /// The name is refused before anybody looks for it.
    public static let nameRefused = TFTPError(.accessViolation, "File name not allowed")

    /// A write request where nothing may be written.
    public static let uploadsRefused = TFTPError(.accessViolation, "Uploads are not allowed")

    /// The answer to a packet from another port than the transfer's (RFC 1350 section 4); the transfer goes on.
    public static let unknownTransfer = TFTPError(.unknownTransferID, "Unknown transfer ID")
}

extension TFTPError: CustomStringConvertible {
    public var description: String { "error \(code.rawValue): \(message)" }
}
