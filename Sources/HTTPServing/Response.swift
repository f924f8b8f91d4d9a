/// A whole response that is held in memory; to a HEAD only its head is sent.
public struct Response: Hashable, Sendable {
    public private(set) var head: ResponseHead
    public let body: [UInt8]

    public init(_ status: Status, mediaType: String, body: [UInt8]) {
        head = ResponseHead(status)
        self.body = body
        head.add(.contentType, mediaType)
        head.add(.contentLength, String(body.count))
    }

    /// A document made for a machine.
    public static func document(_ body: [UInt8], mediaType: String) -> Response {
        Response(.ok, mediaType: mediaType, body: body)
    }

    /// An error in Go's form: a line of text, `404 page not found`.
    public static func error(_ status: Status) -> Response {
        let line = "\(status.rawValue) \(status.words)\n"
        var response = Response(status, mediaType: MediaType.text, body: Array(line.utf8))
        response.head.add(.contentTypeOptions, "nosniff")
        return response
    }

    /// The answer to a target that is not served.
    public static func refused(_ refusal: TargetRefusal) -> Response {
        error(refusal == .tooLong ? .uriTooLong : .badRequest)
    }

    /// The answer to any method but GET and HEAD.
    public static var methodNotAllowed: Response {
        var response = error(.methodNotAllowed)
        response.head.add(.allow, "GET, HEAD")
        return response
    }

    /// Tells the client to come again; iPXE does.
    public static func unavailable(retryAfterSeconds seconds: Int) -> Response {
        error(.serviceUnavailable, retryAfterSeconds: seconds)
    }

    /// Tells a client that asks for too much at once to come again.
    public static func tooMany(retryAfterSeconds seconds: Int) -> Response {
        error(.tooManyRequests, retryAfterSeconds: seconds)
    }

    private static func error(_ status: Status, retryAfterSeconds seconds: Int) -> Response {
        var response = error(status)
        response.head.add(.retryAfter, String(max(0, seconds)))
        return response
    }

    /// Sends the client from a directory's name to the same with a slash.
    ///
    /// The location is relative, so that it holds behind a proxy that serves us under a prefix.
    public static func directoryMoved(_ target: RequestTarget) -> Response {
        let name = target.path.segments.last.map(PercentEncoding.segment) ?? "."
        let query = target.query.isEmpty ? "" : "?" + PercentEncoding.visible(target.query)
        var response = error(.movedPermanently)
        response.head.add(.location, name + "/" + query)
        return response
    }

    static func rangeNotSatisfiable(total: Int64) -> Response {
        var response = error(.rangeNotSatisfiable)
        response.head.add(.contentRange, "bytes */\(total)")
        return response
    }
}
