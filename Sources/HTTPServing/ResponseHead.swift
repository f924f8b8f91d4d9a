/// The status of a response (RFC 9110 section 15).
public enum Status: Int, Hashable, Sendable {
    case ok = 200
    case partialContent = 206
    case movedPermanently = 301
    case notModified = 304
    case badRequest = 400
    case forbidden = 403
    case notFound = 404
    case methodNotAllowed = 405
    case requestTimeout = 408
    case preconditionFailed = 412
    case contentTooLarge = 413
    case uriTooLong = 414
    case rangeNotSatisfiable = 416
    case tooManyRequests = 429
    case headerFieldsTooLarge = 431
    case internalServerError = 500
    case serviceUnavailable = 503
    case versionNotSupported = 505

    /// The error in the words that its body has.
    var words: String {
        switch self {
        case .ok: "ok"
        case .partialContent: "partial content"
        case .movedPermanently: "moved permanently"
        case .notModified: "not modified"
        case .badRequest: "bad request"
        case .forbidden: "forbidden"
        case .notFound: "page not found"
        case .methodNotAllowed: "method not allowed"
        case .requestTimeout: "request timeout"
        case .preconditionFailed: "precondition failed"
        case .contentTooLarge: "content too large"
        case .uriTooLong: "uri too long"
        case .rangeNotSatisfiable: "range not satisfiable"
        case .tooManyRequests: "too many requests"
        case .headerFieldsTooLarge: "request header fields too large"
        case .internalServerError: "internal server error"
        case .serviceUnavailable: "service unavailable"
        case .versionNotSupported: "http version not supported"
        }
    }
}

/// The names of headers that we send, spelled as GRUB compares them.
public enum HeaderName: String, Hashable, Sendable {
    case acceptRanges = "Accept-Ranges"
    case allow = "Allow"
    case contentLength = "Content-Length"
    case contentRange = "Content-Range"
    case contentType = "Content-Type"
    case entityTag = "ETag"
    case lastModified = "Last-Modified"
    case location = "Location"
    case retryAfter = "Retry-After"
    case contentTypeOptions = "X-Content-Type-Options"
}

/// A status and its headers in the order in which they are sent; Date and Connection are the process's to add.
public struct ResponseHead: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        public let name: HeaderName
        public let value: String
    }

    public let status: Status
    public private(set) var fields: [Field] = []

    public init(_ status: Status) {
        self.status = status
    }

    public subscript(name: HeaderName) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// Adds a header, but none without a value: old UEFI firmware hangs on it.
    public mutating func add(_ name: HeaderName, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        fields.append(Field(name: name, value: value))
    }
}
