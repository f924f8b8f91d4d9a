import HTTPServing
import NetworkValues
import Testing

private let file = Representation(
    length: 12,
    mediaType: "application/efi",
    tag: EntityTag(inode: 1, length: 12, modifiedNanoseconds: 255),
    modified: WallTime(seconds: 784_111_777)
)

private func lines(_ head: ResponseHead) -> [String] {
    ["\(head.status.rawValue)"] + head.fields.map { "\($0.name.rawValue): \($0.value)" }
}

@Test func aWholeFileHasAllThatFirmwareNeeds() {
    guard case .file(let head, let offset, let length) = FileAnswer(.full, file) else {
        Issue.record("no file")
        return
    }
    #expect(
        lines(head) == [
            "200", "Content-Type: application/efi", "Content-Length: 12", "Accept-Ranges: bytes",
            "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT", "ETag: \"1-c-ff\"",
        ]
    )
    #expect(offset == 0)
    #expect(length == 12)
}

@Test func aPartSaysWhichItIs() {
    let part = Conditions(range: "bytes=2-4").decision(for: file, isHead: false)
    guard case .file(let head, let offset, let length) = FileAnswer(part, file) else {
        Issue.record("no file")
        return
    }
    #expect(head.status == .partialContent)
    #expect(head[.contentRange] == "bytes 2-4/12")
    #expect(head[.contentLength] == "3")
    #expect(offset == 2)
    #expect(length == 3)
}

@Test func whatIsNotSentHasItsValidatorsOrItsReason() {
    guard case .empty(let head) = FileAnswer(.notModified, file) else {
        Issue.record("a body")
        return
    }
    #expect(lines(head) == ["304", "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT", "ETag: \"1-c-ff\""])
    #expect(FileAnswer(.preconditionFailed, file) == .fixed(.error(.preconditionFailed)))
    guard case .fixed(let response) = FileAnswer(.rangeNotSatisfiable, file) else {
        Issue.record("a file")
        return
    }
    #expect(response.head.status == .rangeNotSatisfiable)
    #expect(response.head[.contentRange] == "bytes */12")
}

@Test func headersWithoutValuesAreLeftOut() {
    let plain = Representation(length: 0, mediaType: "")
    guard case .file(let head, _, _) = FileAnswer(.full, plain) else {
        Issue.record("no file")
        return
    }
    #expect(lines(head) == ["200", "Content-Length: 0", "Accept-Ranges: bytes"])
}

@Test func errorsAreGos() {
    let response = Response.error(.notFound)
    #expect(response.body == Array("404 page not found\n".utf8))
    #expect(
        lines(response.head) == [
            "404", "Content-Type: text/plain; charset=utf-8", "Content-Length: 19", "X-Content-Type-Options: nosniff",
        ]
    )
    #expect(Response.methodNotAllowed.head[.allow] == "GET, HEAD")
    #expect(Response.unavailable(retryAfterSeconds: 5).head[.retryAfter] == "5")
    #expect(Response.tooMany(retryAfterSeconds: 5).head.status == .tooManyRequests)
    #expect(Response.tooMany(retryAfterSeconds: -5).head[.retryAfter] == "0")
    #expect(Response.refused(.tooLong).head.status == .uriTooLong)
    #expect(Response.refused(.encodedSlash).head.status == .badRequest)
}

@Test func documentsHaveTypeAndLength() {
    let response = Response.document(Array("#!ipxe\n".utf8), mediaType: MediaType.text)
    #expect(lines(response.head) == ["200", "Content-Type: text/plain; charset=utf-8", "Content-Length: 7"])
}

@Test(arguments: [
    ("/assets", "assets/"),
    ("/assets/dir?a=b&c", "dir/?a=b&c"),
    ("/assets//x/../dir", "dir/"),
    ("/assets/a%20b%3F", "a%20b%3F/"),
    ("/assets/a:b", "a%3Ab/"),
    ("//host/dir", "dir/"),
    ("/assets/d?\u{e9}", "d/?%C3%A9"),
])
func aDirectoryIsRedirectedToItself(_ target: String, _ location: String) throws {
    let head = try Response.directoryMoved(RequestTarget(target)).head
    #expect(head.status == .movedPermanently)
    #expect(head[.location] == location)
}

@Test func listingsAreSortedAndEscaped() {
    let listing = DirectoryListing([
        DirectoryListing.Entry(name: "vmlinuz", isDirectory: false),
        DirectoryListing.Entry(name: "coreos", isDirectory: true),
        DirectoryListing.Entry(name: "<script>\"&'", isDirectory: false),
        DirectoryListing.Entry(name: "a:b c?#%", isDirectory: false),
    ])
    let page = """
        <!doctype html>
        <meta name="viewport" content="width=device-width">
        <pre>
        <a href="%3Cscript%3E%22%26%27">&lt;script&gt;&#34;&amp;&#39;</a>
        <a href="a%3Ab%20c%3F%23%25">a:b c?#%</a>
        <a href="coreos/">coreos/</a>
        <a href="vmlinuz">vmlinuz</a>
        </pre>

        """
    #expect(listing.html == page)
    #expect(listing.response.head[.contentType] == "text/html; charset=utf-8")
}

@Test(arguments: [
    ("ipxe.efi", "application/efi"), ("BOOTX64.EFI", "application/efi"), ("debian.iso", "application/vnd.efi-iso"),
    ("boot.ipxe", "text/plain; charset=utf-8"), ("node.ign", "application/json"), ("x.json", "application/json"),
    ("initrd.img", "application/octet-stream"), ("vmlinuz", "application/octet-stream"),
    ("initrd.gz", "application/gzip"),
    (".efi", "application/efi"), ("efi", "application/octet-stream"), ("a.efi.", "application/octet-stream"),
    ("", "application/octet-stream"),
])
func typeFollowsTheExtension(_ name: String, _ type: String) {
    #expect(MediaType.of(name) == type)
}
