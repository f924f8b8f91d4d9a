import HTTPServing
import Testing

/// Targets with the clean path and the query that they come to.
private let served: [(target: String, path: String, endsInSlash: Bool, query: String)] = [
    ("/", ".", true, ""),
    ("/ipxe", "ipxe", false, ""),
    ("/ipxe?uuid=a&mac=52%2D", "ipxe", false, "uuid=a&mac=52%2D"),
    ("/ipxe?a?b#c/../d", "ipxe", false, "a?b#c/../d"),
    ("/ipxe?", "ipxe", false, ""),
    ("/assets/k", "assets/k", false, ""),
    ("/assets/", "assets", true, ""),
    ("/assets/a%20b/%C3%A9", "assets/a b/é", false, ""),
    ("/assets/a+b", "assets/a+b", false, ""),
    ("/assets/...", "assets/...", false, ""),
    // What is not clean is cleaned, not redirected.
    ("//ipxe", "ipxe", false, ""),
    ("/assets//x///y", "assets/x/y", false, ""),
    ("/assets/./x", "assets/x", false, ""),
    ("/assets/x/.", "assets/x", true, ""),
    ("/assets/x/..", "assets", true, ""),
    ("/assets/../groups/default.json", "groups/default.json", false, ""),
    ("/assets/%2e%2e/groups/default.json", "groups/default.json", false, ""),
    ("/assets/%2E./%2e/x", "x", false, ""),
    ("/../../../etc/passwd", "etc/passwd", false, ""),
    // Letters like any other.
    ("/assets/..\\..\\x", "assets/..\\..\\x", false, ""),
    ("/assets/%5c..%5cx", "assets/\\..\\x", false, ""),
    ("/assets/..;/x", "assets/..;/x", false, ""),
    ("/assets/%252e%252e/x", "assets/%2e%2e/x", false, ""),
    ("/assets/%EF%BC%8E%EF%BC%8E/x", "assets/\u{FF0E}\u{FF0E}/x", false, ""),
    // The absolute form
    ("http://10.0.0.1:8080/assets/k?q", "assets/k", false, "q"),
    ("HTTPS://host/", ".", true, ""),
    ("http://host", ".", true, ""),
    ("http://host?q", ".", true, "q"),
]

@Test(arguments: served)
func targetIsCleaned(_ target: String, _ path: String, _ endsInSlash: Bool, _ query: String) throws {
    let result = try RequestTarget(target)
    #expect(result.path.relative == path)
    #expect(result.path.endsInSlash == endsInSlash)
    #expect(result.query == query)
}

private let refused: [(target: String, refusal: TargetRefusal)] = [
    ("", .notAPath),
    ("*", .notAPath),
    ("ipxe", .notAPath),
    ("host:80", .notAPath),
    ("ftp://host/x", .notAPath),
    (":http://host/x", .notAPath),
    ("http:/x", .notAPath),
    ("http:///x", .notAPath),
    ("/assets/%00", .controlCharacter),
    ("/assets/k%00.txt", .controlCharacter),
    ("/assets/a%0d%0aX-Header:%201", .controlCharacter),
    ("/assets/a%7f", .controlCharacter),
    ("/a b", .controlCharacter),
    ("/a\u{0}", .controlCharacter),
    ("/a?b\r\nc", .controlCharacter),
    ("/assets/a%2fb", .encodedSlash),
    ("/assets/..%2f..%2fetc%2fpasswd", .encodedSlash),
    ("/assets/%2F", .encodedSlash),
    ("/assets/%", .badEscape),
    ("/assets/%4", .badEscape),
    ("/assets/%zz", .badEscape),
    ("/assets/%+1", .badEscape),
    // Two dots and a slash written in too many octets, and a surrogate.
    ("/assets/%c0%ae%c0%ae/x", .notUTF8),
    ("/assets/%e0%80%ae/x", .notUTF8),
    ("/assets/%c0%af", .notUTF8),
    ("/assets/%ed%a0%80", .notUTF8),
    ("/assets/%ff", .notUTF8),
]

@Test(arguments: refused)
func targetIsRefused(_ target: String, _ refusal: TargetRefusal) {
    #expect(throws: refusal) { try RequestTarget(target) }
}

@Test func targetIsBounded() throws {
    let longest = "/" + String(repeating: "a", count: RequestTarget.maximumLength - 1)
    #expect(try RequestTarget(longest).path.segments.count == 1)
    #expect(throws: TargetRefusal.tooLong) { try RequestTarget(longest + "a") }
}

@Test(arguments: served.map(\.target) + refused.map(\.target))
func everyPrefixIsReadOrRefused(_ target: String) {
    for length in 0...target.utf8.count {
        guard let prefix = String(target.utf8.prefix(length)), let result = try? RequestTarget(prefix) else { continue }
        #expect(!result.path.segments.contains { ["", ".", ".."].contains($0) || $0.utf8.contains(UInt8(ascii: "/")) })
    }
}

private let routes: [(path: String, route: Route)] = [
    ("/", .home),
    ("//", .home),
    ("/boot.ipxe", .bootScript),
    ("/boot.ipxe.0", .bootScript),
    ("/boot.ipxe?foo=bar", .bootScript),
    ("/ipxe", .ipxe),
    ("//ipxe", .ipxe),
    ("/ignition?uuid=a", .ignition),
    ("/boot.ipxe/", .notFound),
    ("/ipxe/", .notFound),
    ("/ipxe/.", .notFound),
    ("/IPXE", .notFound),
    ("/ipxe/x", .notFound),
    ("/x", .notFound),
    ("/assetsx", .notFound),
    ("/assets/../groups/default.json", .notFound),
]

@Test(arguments: routes)
func pathsAreMatchedExactly(_ path: String, _ route: Route) throws {
    #expect(try Route(RequestTarget(path).path) == route)
}

@Test(arguments: [
    ("/assets", ".", false), ("/assets/", ".", true), ("/assets/a/b", "a/b", false), ("/x/../assets/a/", "a", true),
])
func assetsAreATree(_ path: String, _ relative: String, _ endsInSlash: Bool) throws {
    guard case .assets(let asset) = try Route(RequestTarget(path).path) else {
        Issue.record("\(path) is no asset")
        return
    }
    #expect(asset.relative == relative)
    #expect(asset.endsInSlash == endsInSlash)
}
