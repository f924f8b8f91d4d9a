/// How the file is to be translated on its way (RFC 1350 section 5).
public enum TransferMode: Hashable, Sendable {
    /// As it is.
    case octet
    /// Text with network line ends.
    case netascii
    /// Text to a user; obsolete.
    case mail
    /// A mode that no RFC names.
    case other(String)

    public init(_ name: String) {
        switch name.asciiLowercased {
        case "octet": self = .octet
        case "netascii": self = .netascii
        case "mail": self = .mail
        default: self = .other(name)
        }
    }

    public var name: String {
        switch self {
        case .octet: "octet"
        case .netascii: "netascii"
        case .mail: "mail"
        case .other(let name): name
        }
    }
}

/// What RRQ and WRQ carry.
///
///      2 octets    string   1     string   1    string   1     string   1
///     | opcode | file name | 0 |   mode   | 0 | option1 | 0 |  value1  | 0 | ...
///
/// RFC 1350 section 5, RFC 2347.
public struct TFTPRequest: Hashable, Sendable {
    /// As sent, without its NUL; firmware sends what is no text, so see `RequestName`.
    public let fileName: [UInt8]
    public let mode: TransferMode
    /// In the order in which they came, no name twice.
    public let options: [TFTPOption]

    public init(fileName: [UInt8], mode: TransferMode = .octet, options: [TFTPOption] = []) {
        self.fileName = fileName
        self.mode = mode
        self.options = options
    }

    /// The option of this kind, if the client sent it.
    public subscript(kind: TFTPOption.Kind) -> TFTPOption? {
        options.first { $0.kind == kind }
    }
}
