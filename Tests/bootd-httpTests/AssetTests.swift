import Contract
import Testing

@testable import bootd_http

struct AssetTests {
    @Test func aFileHasAllThatFirmwareNeeds() throws {
        let fixture = try Fixture()
        fixture.scratch.write("assets/ipxe.efi", "MZ firmware")
        let response = try fixture.ask("GET /assets/ipxe.efi")
        #expect(response?.statusLine == "HTTP/1.1 200 OK")
        #expect(response?.text == "MZ firmware")
        #expect(response?["Content-Type"] == "application/efi")
        #expect(response?["Content-Length"] == "11")
        #expect(response?["Accept-Ranges"] == "bytes")
        #expect(response?["Last-Modified"]?.hasSuffix(" GMT") == true)
        #expect(response?["ETag"]?.hasPrefix("\"") == true)
        #expect(response?.fields.allSatisfy { !$0.value.isEmpty } == true)
        let sent = fixture.supervisor.transfers(1).first
        #expect(sent?.name == "/assets/ipxe.efi")
        #expect(sent?.client == "127.0.0.1")
        #expect(sent?.outcome == .complete)
        #expect(sent?.octets == 11)
        #expect(fixture.supervisor.queries.isEmpty)
    }

    @Test func headThenGetOnOneConnectionIsHowFirmwareAsks() throws {
        let fixture = try Fixture()
        fixture.scratch.write("assets/vmlinuz", "kernel")
        var client = try fixture.client()
        let head = client.ask("HEAD /assets/vmlinuz")
        #expect(head?.status == 200)
        #expect(head?["Content-Length"] == "6")
        #expect(client.ask("GET /assets/vmlinuz")?.text == "kernel")
        #expect(fixture.supervisor.transfers(2).map(\.outcome) == [.sizeProbe, .complete])
    }

    @Test(arguments: [
        ("bytes=0-3", 206, "0123", "bytes 0-3/10"), ("bytes=4-", 206, "456789", "bytes 4-9/10"),
        ("bytes=-2", 206, "89", "bytes 8-9/10"), ("bytes=9-99", 206, "9", "bytes 9-9/10"),
        ("bytes=0-0,2-3", 200, "0123456789", nil), ("lines=1-2", 200, "0123456789", nil),
        ("bytes=10-", 416, "416 range not satisfiable\n", "bytes */10"),
    ])
    func rangesAreServed(range: String, status: Int, body: String, contentRange: String?) throws {
        let fixture = try Fixture()
        fixture.scratch.write("assets/digits", "0123456789")
        let response = try fixture.ask("GET /assets/digits", "Range: \(range)")
        #expect(response?.status == status)
        #expect(response?.text == body)
        #expect(response?["Content-Range"] == contentRange)
        #expect(response?["Content-Length"] == "\(body.utf8.count)")
        let sent = fixture.supervisor.transfers(1).first
        #expect(sent?.outcome == (status == 416 ? .refused : .complete))
        #expect(sent?.detail == (status == 206 ? contentRange : sent?.detail))
        #expect(status == 416 || sent?.octets == body.utf8.count)
    }

    @Test func conditionsAreHonoured() throws {
        let fixture = try Fixture()
        fixture.scratch.write("assets/initrd.img", "initrd")
        var client = try fixture.client()
        let file = client.ask("GET /assets/initrd.img")
        let (tag, date) = (file?["ETag"] ?? "none", file?["Last-Modified"] ?? "never")
        #expect(client.ask("GET /assets/initrd.img", "If-None-Match: \(tag)")?.status == 304)
        #expect(client.ask("GET /assets/initrd.img", "If-None-Match: \"other\"")?.status == 200)
        #expect(client.ask("GET /assets/initrd.img", "If-Modified-Since: \(date)")?.status == 304)
        #expect(client.ask("GET /assets/initrd.img", "If-Match: \"other\"")?.status == 412)
        #expect(client.ask("GET /assets/initrd.img", "If-Match: \(tag)", "Range: bytes=1-2")?.text == "ni")
        #expect(client.ask("GET /assets/initrd.img", "If-Range: \"other\"", "Range: bytes=1-2")?.text == "initrd")
        let dayBefore = "If-Unmodified-Since: Sat, 05 Nov 1994 08:49:37 GMT"
        #expect(client.ask("GET /assets/initrd.img", dayBefore)?.status == 412)
    }

    @Test func aFileThatIsReplacedHasAnotherTag() throws {
        let fixture = try Fixture()
        fixture.scratch.write("assets/vmlinuz", "old")
        let old = try fixture.ask("GET /assets/vmlinuz")
        fixture.scratch.write("assets/vmlinuz", "new")
        let new = try fixture.ask("GET /assets/vmlinuz", "If-None-Match: \(old?["ETag"] ?? "")")
        #expect(new?.status == 200)
        #expect(new?.text == "new")
    }

    @Test func aLargeFileArrivesOctetForOctet() throws {
        let fixture = try Fixture()
        let octets = pattern(3 << 20 | 12345)
        fixture.scratch.write("assets/large", octets)
        var client = try fixture.client()
        #expect(client.ask("GET /assets/large")?.body == octets)
        let part = client.ask("GET /assets/large", "Range: bytes=1048575-2097153")
        #expect(part?.body == Array(octets[1_048_575...2_097_153]))
        #expect(fixture.supervisor.transfers(2).map(\.octets) == [octets.count, 1_048_579])
    }

    @Test func anEmptyFileIsServed() throws {
        let fixture = try Fixture()
        fixture.scratch.write("assets/empty", "")
        var client = try fixture.client()
        #expect(client.ask("GET /assets/empty")?["Content-Length"] == "0")
        #expect(client.ask("GET /assets/empty", "Range: bytes=0-")?.status == 200)
    }

    @Test func directoriesAreListed() throws {
        let fixture = try Fixture()
        fixture.scratch.directory("assets/coreos")
        fixture.scratch.write("assets/a file", "")
        var client = try fixture.client()
        let listing = client.ask("GET /assets/")
        #expect(listing?["Content-Type"] == "text/html; charset=utf-8")
        #expect(listing?.text.contains("<a href=\"a%20file\">a file</a>\n<a href=\"coreos/\">coreos/</a>\n") == true)
        let moved = client.ask("GET /assets/coreos")
        #expect(moved?.status == 301)
        #expect(moved?["Location"] == "coreos/")
        #expect(client.ask("GET /assets")?["Location"] == "assets/")
        fixture.scratch.write("assets/coreos/index.html", "<p>CoreOS")
        #expect(client.ask("GET /assets/coreos/")?.text == "<p>CoreOS")
    }

    @Test func whatIsNoFileIsNotFoundAndSaidSo() throws {
        let fixture = try Fixture()
        fixture.scratch.pipe("assets/pipe")
        fixture.scratch.write("assets/file", "x")
        for path in ["missing", "pipe", "file/", "file/below"] {
            #expect(try fixture.ask("GET /assets/\(path)")?.status == 404, "\(path)")
        }
        let refused = fixture.supervisor.transfers(4)
        #expect(refused.map(\.outcome) == [.refused, .refused, .refused, .refused])
        #expect(refused.first?.detail?.hasSuffix("assets/missing: No such file or directory") == true)
        #expect(refused.first?.octets == 0)
    }

    @Test(arguments: [
        "/assets/absolute", "/assets/relative", "/assets/up/secret", "/assets/../secret", "/assets/%2e%2e/secret",
        "/assets/.%2E/secret", "/assets/sub/../../secret", "/assets/..;/secret", "/assets/..\\secret", "//secret",
        "/assets//../secret", "/assets/%252e%252e/secret", "/assets/proc",
    ])
    func nothingOutsideTheRootIsServed(path: String) throws {
        let fixture = try Fixture()
        fixture.scratch.write("secret", "secret")
        fixture.scratch.directory("assets/sub")
        fixture.scratch.link("assets/absolute", to: "\(fixture.scratch.path)/secret")
        fixture.scratch.link("assets/relative", to: "../secret")
        fixture.scratch.link("assets/up", to: "..")
        fixture.scratch.link("assets/proc", to: "/proc/self/root\(fixture.scratch.path)/secret")
        let response = try fixture.ask("GET \(path)")
        #expect(response?.status == 404)
        #expect(response?.text == "404 page not found\n")
    }

    @Test func linksInsideTheRootAreFollowed() throws {
        let fixture = try Fixture()
        fixture.scratch.directory("assets/sub")
        fixture.scratch.write("assets/vmlinuz-6.1", "kernel")
        fixture.scratch.link("assets/vmlinuz", to: "vmlinuz-6.1")
        fixture.scratch.link("assets/sub/vmlinuz", to: "../../../vmlinuz-6.1")
        #expect(try fixture.ask("GET /assets/vmlinuz")?.text == "kernel")
        #expect(try fixture.ask("GET /assets/sub/vmlinuz")?.text == "kernel")
        #expect(try fixture.ask("GET /assets/./sub//%2e%2e/vmlinuz")?.text == "kernel")
    }

    @Test func aFileThatBecomesShorterEndsTheConnection() throws {
        let fixture = try Fixture(limits: .quick)
        fixture.scratch.write("assets/large", zeros: 48 << 20)
        var client = try fixture.client()
        client.send("GET /assets/large HTTP/1.1\r\nHost: boot\r\n\r\n")
        let first = client.receive()
        fixture.scratch.truncate("assets/large", to: 1000)
        #expect(first.count + client.receiveAll().count < 48 << 20)
        let transfer = fixture.supervisor.transfers(1).first
        #expect(transfer?.outcome == .aborted)
        #expect(transfer?.detail == "the file became shorter while it was sent")
    }

    @Test func aClientThatTakesNothingIsGivenUp() throws {
        let fixture = try Fixture(limits: .quick)
        fixture.scratch.write("assets/large", zeros: 48 << 20)
        let client = try fixture.client()
        client.send("GET /assets/large HTTP/1.1\r\nHost: boot\r\n\r\n")
        let transfer = fixture.supervisor.transfers(1).first
        #expect(transfer?.outcome == .timedOut)
        #expect(transfer.map { $0.octets > 0 && $0.octets < 48 << 20 } == true)
    }

    @Test func aClientThatLeavesIsReported() throws {
        let fixture = try Fixture()
        fixture.scratch.write("assets/large", zeros: 48 << 20)
        do {
            let client = try fixture.client()
            client.send("GET /assets/large HTTP/1.1\r\nHost: boot\r\n\r\n")
            #expect(!client.receive().isEmpty)
        }
        #expect(fixture.supervisor.transfers(1).first?.outcome == .aborted)
    }
}
