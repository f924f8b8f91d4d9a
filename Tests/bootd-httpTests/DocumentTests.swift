import Contract
import Testing

@testable import bootd_http

struct DocumentTests {
    @Test(arguments: [
        ("/", DocumentKind.home), ("/boot.ipxe", .bootScript), ("/boot.ipxe.0", .bootScript), ("/ipxe?uuid=1", .ipxe),
        ("/ignition?mac=52-54-00-00-00-01", .ignition),
    ])
    func eachDocumentIsOneQuestion(path: String, kind: DocumentKind) throws {
        let fixture = try Fixture()
        let response = try fixture.ask("GET \(path)")
        #expect(response?.statusLine == "HTTP/1.1 200 OK")
        #expect(response?.text == "\(kind)\n")
        #expect(response?["Content-Type"] == "text/plain; charset=utf-8")
        #expect(response?["Date"]?.hasSuffix(" GMT") == true)
        let query = path.split(separator: "?").dropFirst().first.map { String($0) } ?? ""
        let question = DocumentQuery(document: kind, query: query, client: "127.0.0.1", local: "127.0.0.1")
        #expect(fixture.supervisor.queries == [question])
    }

    @Test func theMediaTypeIsTheSupervisors() throws {
        let fixture = try Fixture { _, _ in .document("{}", mediaType: "application/json") }
        #expect(try fixture.ask("GET /ignition")?["Content-Type"] == "application/json")
    }

    @Test func aHeadGetsTheHeadOfTheDocument() throws {
        let fixture = try Fixture()
        var client = try fixture.client()
        let response = client.ask("HEAD /ipxe")
        #expect(response?.status == 200)
        #expect(response?["Content-Length"] == "5")
        #expect(client.ask("GET /")?.text == "home\n")
    }

    @Test(arguments: [
        WorkerFailure.nothingToServe(reason: "no group", machine: nil, host: nil),
        .cannotRender(reason: "no variable", machine: nil, host: nil),
    ])
    func whatCannotBeMadeIsNotFound(failure: WorkerFailure) throws {
        let fixture = try Fixture { _, _ in .failure(failure) }
        let response = try fixture.ask("GET /ignition")
        #expect(response?.status == 404)
        #expect(response?.text == "404 page not found\n")
        #expect(response?["Content-Type"] == "text/plain; charset=utf-8")
        #expect(response?["X-Content-Type-Options"] == "nosniff")
    }

    @Test(arguments: ["/ipxe/", "/boot.ipxe/", "/unknown", "/IPXE", "/ipxe/../x"])
    func otherPathsAreNotFoundAndNotAsked(path: String) throws {
        let fixture = try Fixture()
        #expect(try fixture.ask("GET \(path)")?.status == 404)
        #expect(fixture.supervisor.queries.isEmpty)
    }

    @Test func aSupervisorThatIsAwayIsAReasonToComeAgain() throws {
        let fixture = try Fixture(limits: .quick)
        fixture.supervisor.stop()
        let response = try fixture.ask("GET /ipxe")
        #expect(response?.status == 503)
        #expect(response?["Retry-After"] == "5")
    }

    @Test func aSupervisorThatIsSilentIsAReasonToComeAgain() throws {
        let fixture = try Fixture(limits: .quick) { _, _ in .silence }
        var client = try fixture.client()
        #expect(client.ask("GET /ipxe")?.status == 503)
        #expect(client.ask("GET /assets/nothing")?.status == 404)
    }

    @Test func aLostQuestionIsAskedOnceMore() throws {
        let fixture = try Fixture { _, count in count == 0 ? .hangUp : .document("back\n") }
        #expect(try fixture.ask("GET /ipxe")?.text == "back\n")
        #expect(fixture.supervisor.queries.count == 2)
    }

    @Test func aQuestionThatEndsTheSupervisorEachTimeIsGivenUp() throws {
        let fixture = try Fixture { query, _ in query.document == .home ? .document("here\n") : .hangUp }
        var client = try fixture.client()
        #expect(client.ask("GET /ipxe")?.status == 503)
        #expect(fixture.supervisor.queries.count == 2)
        #expect(client.ask("GET /")?.text == "here\n")
    }

    @Test func aRequestWaitsForTheSettings() throws {
        let fixture = try Fixture(settings: false)
        var client = try fixture.client()
        client.send("GET / HTTP/1.1\r\nHost: boot\r\n\r\n")
        rest()
        fixture.tellSettings()
        #expect(client.response()?.text == "home\n")
    }

    @Test func withoutSettingsNobodyIsServed() throws {
        let fixture = try Fixture(limits: .quick, settings: false)
        #expect(try fixture.ask("GET /")?.status == 503)
        #expect(fixture.supervisor.queries.isEmpty)
    }
}

extension HTTPLimits {
    /// Limits that a test can wait for.
    static var quick: HTTPLimits {
        var limits = HTTPLimits()
        (limits.requestTime, limits.idleTime, limits.stallTime) = (200_000, 400_000, 300_000)
        (limits.lingerTime, limits.supervisorTime, limits.checkTime) = (100_000, 200_000, 20_000)
        return limits
    }
}
