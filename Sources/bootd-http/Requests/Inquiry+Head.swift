import HTTPServing
import NIOHTTP1

extension Inquiry {
    /// Checks the head of a request: what NIO's parser let through but cannot be trusted is refused.
    ///
    /// RFC 9112 section 11 tells of the attacks.
    init(_ head: HTTPRequestHead) {
        if let refusal = Self.broken(head) {
            self = .refused(refusal)
            return
        }
        let isHead = head.method == .HEAD
        let keepsAlive = head.isKeepAlive && !Self.endsTheConnection(head)
        guard head.method == .GET || isHead else {
            let reason = "the method is \(head.method.rawValue)"
            self = .refused(Refusal(response: .methodNotAllowed, reason: reason, keepsAlive: keepsAlive))
            return
        }
        do throws(TargetRefusal) {
            let target = try RequestTarget(head.uri)
            let request = Request(target: target, isHead: isHead, conditions: Conditions(head.headers))
            self = .request(request, keepsAlive: keepsAlive)
        } catch {
            self = .refused(
                Refusal(response: .refused(error), reason: "\(error)", isHead: isHead, keepsAlive: keepsAlive))
        }
    }

    /// What is wrong with a head after which the connection cannot be trusted.
    private static func broken(_ head: HTTPRequestHead) -> Refusal? {
        let (lengths, codings) = (head.headers["Content-Length"], head.headers["Transfer-Encoding"])
        let isOld = head.version == .http1_0
        switch (lengths.count, codings.count) {
        case (0, 0): break
        case (0, 1) where !isOld && codings[0].lowercased() == "chunked": break
        case (1, 0):
            guard let length = Int(lengths[0]), length >= 0 else {
                return Refusal(response: .error(.badRequest), reason: "the length of the body is no number")
            }
            guard length <= HTTPLimits.bodyLength else { return .bodyTooLong }
        default: return Refusal(response: .error(.badRequest), reason: "the length of the body is ambiguous")
        }
        return hostProblem(head.headers["Host"], isOld).map { Refusal(response: .error(.badRequest), reason: $0) }
    }

    /// What is wrong with the Host header (RFC 9112 section 3.2).
    private static func hostProblem(_ hosts: [String], _ isOld: Bool) -> String? {
        guard let host = hosts.first else { return isOld ? nil : "there is no Host header" }
        guard hosts.count == 1 else { return "there are several Host headers" }
        let isSound = host.utf8.allSatisfy { (0x21...0x7E).contains($0) && !hostDelimiters.contains($0) }
        return isSound ? nil : "the Host header is no host"
    }

    private static let hostDelimiters = Array("\"#,/<>?@\\^`{|}".utf8)

    /// NIO's parser reads nothing after an upgrade; and a client that waits for leave to send its body has sent none.
    private static func endsTheConnection(_ head: HTTPRequestHead) -> Bool {
        head.headers.contains(name: "Upgrade") || head.method == .CONNECT || head.headers.contains(name: "Expect")
    }
}

extension Refusal {
    static var bodyTooLong: Refusal {
        Refusal(response: .error(.contentTooLarge), reason: "the body is longer than \(HTTPLimits.bodyLength) octets")
    }

    static var tooSlow: Refusal {
        Refusal(response: .error(.requestTimeout), reason: "the request took too long to come")
    }

    static var stranger: Refusal {
        Refusal(response: .error(.forbidden), reason: "the client is in no network that is served")
    }

    /// What NIO's parser says of a request that it cannot read.
    init(_ error: HTTPParserError) {
        let response: Response =
            switch error {
            case .headerOverflow: .error(.headerFieldsTooLarge)
            case .invalidVersion: .error(.versionNotSupported)
            default: .error(.badRequest)
            }
        self.init(response: response, reason: "the request cannot be parsed: \(error)")
    }
}

extension Conditions {
    init(_ headers: HTTPHeaders) {
        func value(_ name: String) -> String? {
            let values = headers[name]
            return values.isEmpty ? nil : values.joined(separator: ", ")
        }
        self.init(
            ifMatch: value("If-Match"),
            ifNoneMatch: value("If-None-Match"),
            ifModifiedSince: value("If-Modified-Since"),
            ifUnmodifiedSince: value("If-Unmodified-Since"),
            ifRange: value("If-Range"),
            range: value("Range"))
    }
}
