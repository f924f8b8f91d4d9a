import Contract
import Testing

@testable import bootd_http

struct HostileTests {
    private static let long = String(repeating: "y", count: 900)

    @Test(arguments: [
        ("GET /ipxe HTTP/1.1\r\n\r\n", 400),
        ("GET /ipxe HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET /ipxe HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        ("GET /ipxe HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        // smuggling
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nhello", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400),
        ("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
        // syntax
        ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX\u{1}Y: b\r\n\r\n", 400),
        ("GET / HTTP/1.1\rHost: a\r\r", 400),
        ("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /\u{0} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /\u{e9} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET ipxe HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("nonsense\r\n\r\n", 400),
        ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}\u{3}\u{3}", 400),
        ("GET /\r\n\r\n", 505),
        ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        ("GET / ICE/1.1\r\nHost: a\r\n\r\n", 400),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        // limits
        ("GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        ("GET /" + String(repeating: "a", count: 40000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: 20000) + "\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: y\r\n", count: 120) + "\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: " + long + "\r\n", count: 50) + "\r\n", 431),
    ])
    func whatCannotBeTrustedIsRefusedAndTheConnectionEnds(request: String, status: Int) throws {
        let fixture = try Fixture()
        var client = try fixture.client()
        client.send(request)
        let response = client.response()
        #expect(response?.status == status)
        if status != 414 {
            #expect(response?["Connection"] == "close")
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(client.receiveAll().isEmpty)
            #expect(fixture.supervisor.queries.isEmpty)
        }
    }

    @Test(arguments: [
        ("/assets/%00", 400), ("/assets/a%00.txt", 400), ("/assets/%0d%0a", 400), ("/assets/a%2fb", 400),
        ("/assets/%", 400), ("/assets/%zz", 400), ("/assets/%c0%ae%c0%ae/x", 400), ("/assets/%ff", 400), ("*", 400),
        ("/..", 200), ("/../../..", 200), ("http://other/", 200), ("http://other", 200), ("ftp://other/", 400),
    ])
    func targetsAreAnsweredAndTheConnectionStays(target: String, status: Int) throws {
        let fixture = try Fixture()
        var client = try fixture.client()
        #expect(client.ask("GET \(target)")?.status == status)
        #expect(client.ask("GET /ipxe")?.status == 200)
    }

    @Test func theRequestBeforeABrokenOneIsAnswered() throws {
        let fixture = try Fixture()
        var client = try fixture.client()
        client.send("GET /ipxe HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(client.response()?.text == "ipxe\n")
        #expect(client.response()?.status == 400)
        #expect(client.receiveAll().isEmpty)
        #expect(fixture.supervisor.queries.count == 1)
    }

    @Test func queriesGoToTheSupervisorAsTheyCame() throws {
        let fixture = try Fixture()
        #expect(try fixture.ask("GET /ipxe?mac=%00&x=<script>&y=%0a&z=%c3%a9")?.status == 200)
        #expect(fixture.supervisor.queries.first?.query == "mac=%00&x=<script>&y=%0a&z=%c3%a9")
    }

    @Test func noMutilatedRequestStopsTheServer() throws {
        let fixture = try Fixture(limits: .quick)
        let samples = [
            "GET /ipxe?uuid=1 HTTP/1.1\r\nHost: boot\r\nRange: bytes=1-2\r\nIf-None-Match: \"a\", W/\"b\"\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: boot\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;x=y\r\nhello\r\n0\r\nTrailer: t\r\n\r\n",
            "HEAD http://boot:8080/assets/%41 HTTP/1.0\r\nConnection: keep-alive, Upgrade\r\nUpgrade: x\r\n"
                + "Content-Length: 3\r\n\r\nabc",
        ].map { Array($0.utf8) }
        var random = SplitMix(state: 42)
        for round in 0..<400 {
            var octets = samples[round % samples.count] + samples[Int(random.next() % 3)]
            for _ in 0..<(1 + random.next() % 4) {
                let place = Int(random.next() % UInt64(octets.count))
                switch random.next() % 4 {
                case 0: octets[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: octets.remove(at: place)
                case 2: octets.insert([0, 10, 13, 32, 58, 255][Int(random.next() % 6)], at: place)
                default: octets = Array(octets[..<max(1, place)])
                }
            }
            let client = try fixture.client()
            client.send(octets)
        }
        #expect(try fixture.ask("GET /ipxe")?.text == "ipxe\n")
    }
}

/// Numbers that look random and are the same each time.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
