import Contract
import LinuxIO
import NIOCore
import NetworkValues
import Synchronization
import Testing

@testable import bootd_http

struct ConnectionTests {
    @Test func pipelinedRequestsAreAnsweredInOrder() throws {
        let fixture = try Fixture()
        fixture.scratch.write("assets/vmlinuz", "kernel")
        var client = try fixture.client()
        client.send(
            "GET /ipxe HTTP/1.1\r\nHost: boot\r\n\r\nGET /assets/vmlinuz HTTP/1.1\r\nHost: boot\r\n\r\n"
                + "HEAD / HTTP/1.1\r\nHost: boot\r\nConnection: close\r\n\r\n")
        #expect(client.response()?.text == "ipxe\n")
        #expect(client.response()?.text == "kernel")
        let last = client.response(toHead: true)
        #expect(last?["Content-Length"] == "5")
        #expect(last?["Connection"] == "close")
        #expect(client.receiveAll().isEmpty)
    }

    @Test func aRequestMayComeOctetByOctet() throws {
        let fixture = try Fixture()
        var client = try fixture.client()
        for octet in "GET /ipxe HTTP/1.1\r\nHost: boot\r\n\r\n".utf8 { client.send([octet]) }
        #expect(client.response()?.text == "ipxe\n")
    }

    @Test(arguments: [("", "close"), ("Connection: keep-alive\r\n", "keep-alive")])
    func oldClientsAreServed(header: String, connection: String) throws {
        let fixture = try Fixture()
        var client = try fixture.client()
        client.send("GET /ipxe HTTP/1.0\r\n\(header)\r\n")
        let response = client.response()
        #expect(response?.statusLine == "HTTP/1.1 200 OK")
        #expect(response?.text == "ipxe\n")
        #expect(response?["Connection"] == connection)
        client.send("GET /ignition HTTP/1.0\r\n\r\n")
        #expect((client.response() == nil) == (connection == "close"))
    }

    @Test func aClientThatSaysItIsDoneStillGetsItsAnswers() throws {
        let fixture = try Fixture()
        var client = try fixture.client()
        client.send("GET /ipxe HTTP/1.1\r\nHost: boot\r\n\r\nGET / HTTP/1.1\r\nHost: boot\r\n\r\n")
        client.endOutput()
        #expect(client.response()?.text == "ipxe\n")
        let last = client.response()
        #expect(last?.text == "home\n")
        #expect(last?["Connection"] == "close")
        #expect(client.receiveAll().isEmpty)
    }

    @Test func tooManyPipelinedRequestsEndTheConnectionCleanly() throws {
        let fixture = try Fixture()
        var client = try fixture.client()
        client.send(String(repeating: "GET /x HTTP/1.1\r\nHost:\r\n\r\n", count: 3 * HTTPLimits.pipelinedRequests))
        var answers = 0
        var isClosing = false
        while let response = client.response() {
            answers += 1
            isClosing = response["Connection"] == "close"
        }
        #expect(answers >= HTTPLimits.pipelinedRequests)
        #expect(isClosing || answers == 3 * HTTPLimits.pipelinedRequests)
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
    func otherMethodsAreNotAllowed(method: String) throws {
        let fixture = try Fixture()
        var client = try fixture.client()
        client.send("\(method) /ipxe HTTP/1.1\r\nHost: boot\r\nContent-Length: 5\r\n\r\nhello")
        let response = client.response()
        #expect(response?.status == 405)
        #expect(response?["Allow"] == "GET, HEAD")
        #expect(client.ask("GET /ipxe")?.text == "ipxe\n")
    }

    @Test func aBodyIsReadAndForgotten() throws {
        let fixture = try Fixture()
        var client = try fixture.client()
        client.send("GET /ipxe HTTP/1.1\r\nHost: boot\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
        #expect(client.response()?.text == "ipxe\n")
        client.send("GET / HTTP/1.1\r\nHost: boot\r\nContent-Length: 33\r\n\r\nGET /ignition HTTP/1.1\r\nHost: x\r\n")
        #expect(client.response()?.text == "home\n")
        #expect(client.ask("GET /ipxe")?.text == "ipxe\n")
        #expect(fixture.supervisor.queries.map(\.document) == [.ipxe, .home, .ipxe])
    }

    @Test func aLongBodyIsRefused() throws {
        let fixture = try Fixture()
        var declared = try fixture.client()
        declared.send("POST /ipxe HTTP/1.1\r\nHost: boot\r\nContent-Length: 65537\r\n\r\n")
        #expect(declared.response()?.status == 413)
        #expect(declared.receiveAll().isEmpty)
        var chunked = try fixture.client()
        chunked.send("GET /ipxe HTTP/1.1\r\nHost: boot\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunked.send("10001\r\n" + String(repeating: "x", count: 0x10001) + "\r\n")
        #expect(chunked.response()?.status == 413)
    }

    @Test func aClientThatWaitsForLeaveToSendIsAnsweredAtOnce() throws {
        let fixture = try Fixture()
        var client = try fixture.client()
        client.send("POST /ipxe HTTP/1.1\r\nHost: boot\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        let response = client.response()
        #expect(response?.status == 405)
        #expect(response?["Connection"] == "close")
    }

    @Test func anUpgradeIsNotMade() throws {
        let fixture = try Fixture()
        var client = try fixture.client()
        let response = client.ask("GET /ipxe", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c")
        #expect(response?.text == "ipxe\n")
        #expect(response?["Connection"] == "close")
        #expect(client.receiveAll().isEmpty)
    }

    @Test func aSlowRequestIsToldSo() throws {
        let fixture = try Fixture(limits: .quick)
        var client = try fixture.client()
        client.send("GET /ipxe HTTP/1.1\r\nHo")
        let response = client.response()
        #expect(response?.status == 408)
        #expect(response?["Connection"] == "close")
        #expect(client.receiveAll().isEmpty)
    }

    @Test func aSilentClientIsClosedWithoutAWord() throws {
        let fixture = try Fixture(limits: .quick)
        var silent = try fixture.client()
        #expect(silent.receiveAll().isEmpty)
        var idle = try fixture.client()
        #expect(idle.ask("GET /")?.status == 200)
        #expect(idle.receiveAll().isEmpty)
    }

    @Test func aClientThatNeverClosesIsClosed() throws {
        let fixture = try Fixture(limits: .quick)
        var client = try fixture.client()
        client.send("nonsense\r\n\r\n")
        #expect(client.response()?.status == 400)
        #expect(client.receiveAll().isEmpty)
    }

    @Test func oneClientHasOnlySoManyConnections() throws {
        var limits = HTTPLimits()
        limits.connectionsPerClient = 2
        let fixture = try Fixture(limits: limits)
        var first = try fixture.client()
        var second = try fixture.client()
        #expect(first.ask("GET /")?.status == 200)
        #expect(second.ask("GET /")?.status == 200)
        let third = try fixture.ask("GET /")
        #expect(third?.status == 429)
        #expect(third?["Retry-After"] == "5")
        #expect(third?["Connection"] == "close")
        #expect(first.ask("GET /", "Connection: close")?.status == 200)
        #expect(first.receiveAll().isEmpty)
    }

    @Test func thereAreOnlySoManyConnections() throws {
        var limits = HTTPLimits()
        (limits.connections, limits.refusedConnections) = (1, 1)
        let fixture = try Fixture(limits: limits)
        var served = try fixture.client()
        #expect(served.ask("GET /")?.status == 200)
        var refused = try fixture.client()
        refused.send("GET")
        for _ in 0..<10 { rest() }
        var dropped = try fixture.client()
        #expect(dropped.receiveAll().isEmpty)
        refused.send(" / HTTP/1.1\r\nHost: boot\r\n\r\n")
        #expect(refused.response()?.status == 503)
        #expect(served.ask("GET /")?.status == 200)
    }

    @Test func aStopLetsARunningTransferFinish() throws {
        let fixture = try Fixture()
        fixture.scratch.write("assets/large", zeros: 48 << 20)
        var busy = try fixture.client()
        busy.send("GET /assets/large HTTP/1.1\r\nHost: boot\r\n\r\nGET / HTTP/1.1\r\nHost: boot\r\n\r\n")
        let first = busy.receive()
        var idle = try fixture.client()
        #expect(idle.ask("GET /")?.status == 200)
        let isDone = Flag()
        fixture.server.stop(within: .seconds(4)) { isDone.set() }
        #expect(idle.receiveAll().isEmpty)
        #expect(!isDone.isSet)
        #expect(first.count + busy.receiveAll().count > 48 << 20)
        for _ in 0..<1000 where !isDone.isSet { rest() }
        #expect(isDone.isSet)
        #expect(fixture.supervisor.transfers(1).first?.outcome == .complete)
        #expect(try fixture.ask("GET /") == nil)
    }

    @Test func aStopDoesNotWaitForEver() throws {
        let fixture = try Fixture()
        fixture.scratch.write("assets/large", zeros: 48 << 20)
        let client = try fixture.client()
        client.send("GET /assets/large HTTP/1.1\r\nHost: boot\r\n\r\n")
        #expect(!client.receive().isEmpty)
        let isDone = Flag()
        fixture.server.stop(within: .milliseconds(50)) { isDone.set() }
        for _ in 0..<1000 where !isDone.isSet { rest() }
        #expect(isDone.isSet)
        let transfer = fixture.supervisor.transfers(1).first
        #expect((transfer?.outcome, transfer?.detail) == (.refused, "the server stops"))
    }

    @Test func aClientThatHasOnlyConnectedIsReasonToStay() throws {
        let fixture = try Fixture()
        let before = BootTime.now()
        let client = try fixture.client()
        for _ in 0..<1000 where fixture.server.activity.lastUse == nil { rest() }
        #expect(try #require(fixture.server.activity.lastUse) >= before)
        #expect(!fixture.server.activity.isBusy)
        client.endOutput()
    }

    @Test func theServerIsBusyWhileItAnswers() throws {
        let fixture = try Fixture { _, _ in .silence }
        #expect(fixture.server.activity.lastUse == nil)
        #expect(try fixture.ask("GET /assets/missing")?.status == 404)
        for _ in 0..<1000 where fixture.server.activity.isBusy { rest() }
        #expect(!fixture.server.activity.isBusy)
        #expect(fixture.server.activity.lastUse != nil)
        let client = try fixture.client()
        client.send("GET / HTTP/1.1\r\nHost: boot\r\n\r\n")
        for _ in 0..<1000 where !fixture.server.activity.isBusy { rest() }
        #expect(fixture.server.activity.isBusy)
    }
}

/// Something that happens once, on another thread.
private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)

    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
}
