import Contract
import JSON
import LinuxIO
import Systemd
import Testing
import Trails

@testable import bootd

@Suite struct ConnectionTests {
    private let server: TestServer

    init() throws { server = try TestServer() }

    // MARK: What is no call

    @Test(arguments: [
        "", "hello", "{", "[]", "{}", #"{"method": 5}"#, #"{"method": "a.B", "parameters": []}"#,
        #"{"method": "a.B", "more": 1}"#,
        #"{"method": "a.B", "method": "a.B"}"#, #"{"method": "a.B", "more": true, "oneway": true}"#,
    ])
    func isAnsweredClearlyAndHungUpOn(message: String) throws {
        let client = try server.control()
        try client.send(text: message)
        #expect(try client.receive()?.error == "org.varlink.service.InvalidParameter")
        #expect(try client.receive() == nil)
    }

    @Test func aCallThatIsTooLongIsHungUpOnBeforeItsEnd() throws {
        let client = try server.control()
        // It hangs up while we speak.
        try? client.send(Array(repeating: UInt8(ascii: " "), count: Connection.callLimit + 1))
        let answer = try client.receive()
        #expect(answer?.parameters == ["parameter": "a message of more than 1048576 octets"])
        #expect(try client.receive() == nil)
    }

    @Test func aCallThatIsTooDeepIsHungUpOn() throws {
        let client = try server.control()
        let depth = 100_000
        let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        try client.send(text: #"{"method": "a.B", "parameters": {"a": "# + nested + "}}")
        #expect(try client.receive()?.parameters["parameter"]?.stringValue?.contains("deep") == true)
        #expect(try client.receive() == nil)
    }

    @Test func whatWasAskedBeforeIsAnsweredFirst() throws {
        let client = try server.control()
        try client.send(Array((#"{"method": "org.varlink.service.GetInfo"}"# + "\0nonsense\0").utf8))
        #expect(try client.receive()?.parameters["product"] == "bootd")
        #expect(try client.receive()?.error == "org.varlink.service.InvalidParameter")
        #expect(try client.receive() == nil)
    }

    // MARK: Methods

    @Test(arguments: [
        ("io.bootd.Control.Nothing", "MethodNotFound", "io.bootd.Control.Nothing"),
        ("io.bootd.Nothing.Info", "InterfaceNotFound", "io.bootd.Nothing"),
        ("Info", "InterfaceNotFound", ""),
        ("", "InterfaceNotFound", ""),
        // The other socket's interface is not served here.
        ("io.bootd.Worker.Render", "InterfaceNotFound", "io.bootd.Worker"),
    ])
    func thatDoNotExistAreNamed(method: String, error: String, name: String) throws {
        let client = try server.control()
        let answer = try client.call(method)
        #expect(answer.error == "org.varlink.service.\(error)")
        #expect(answer.parameters == [error == "MethodNotFound" ? "method" : "interface": .string(name)])
        #expect(try client.call("org.varlink.service.GetInfo").error == nil)
    }

    @Test func eachSocketServesItsInterfaceAlone() throws {
        let control = try server.control().call("org.varlink.service.GetInfo")
        #expect(control.parameters["interfaces"] == ["org.varlink.service", "io.bootd.Control"])
        let worker = try server.worker()
        let info = try worker.call("org.varlink.service.GetInfo")
        #expect(info.parameters["interfaces"] == ["org.varlink.service", "io.bootd.Worker"])
        #expect(try worker.call("io.bootd.Control.Reload").error == "org.varlink.service.InterfaceNotFound")
        let description = try worker.call("org.varlink.service.GetInterfaceDescription", ["interface": "io.bootd.Worker"])
        #expect(description.parameters["description"]?.stringValue?.contains("method AnswerDHCP(") == true)
    }

    @Test func parametersThatAreWrongAreNamed() throws {
        let answer = try server.control().call("io.bootd.Control.Leases", ["network": 5])
        #expect(answer.error == "org.varlink.service.InvalidParameter")
        #expect(answer.parameters == ["parameter": "network"])
    }

    /// Nobody waits for the reply of a oneway call, whatever it is.
    @Test(arguments: [
        "org.varlink.service.GetInfo", "io.bootd.Control.Info", "io.bootd.Control.Hosts", "io.bootd.Control.Nothing",
        "io.bootd.Control.Leases",
    ])
    func aOnewayCallIsNotAnswered(method: String) throws {
        let client = try server.control()
        try client.send(method, ["network": "nowhere"], oneway: true)
        #expect(try client.call("org.varlink.service.GetInfo").parameters["product"] == "bootd")
    }

    // MARK: Peers that are slow, silent or gone

    /// It is answered by some thirty times its size.
    private static let call =
        Array(
            #"{"method": "org.varlink.service.GetInterfaceDescription", "parameters": {"interface": "io.bootd.Control"}}"#.utf8)
        + [0]

    @Test func whoDoesNotReadIsNotReadFrom() throws {
        let client = try server.control()
        let taken = try client.sendWithoutReading(Array(repeating: Self.call, count: 50_000).flatMap { $0 })
        #expect(taken < 2 << 20)
        #expect(try server.control().call("io.bootd.Control.Info").error == nil)
        // And when it reads at last, nothing is missing.
        for _ in 0..<taken / Self.call.count { #expect(try client.receive()?.error == nil) }
    }

    @Test func whoHangsUpIsForgotten() throws {
        let worker = try server.worker()
        #expect(try worker.attach(.tftp).continues)
        let control = try server.control()
        #expect(try control.call("io.bootd.Control.Info").rows("workers").count == 1)
        worker.hangUp()
        #expect(try eventually { try control.call("io.bootd.Control.Info").rows("workers").isEmpty })
    }

    /// The server does not read on while a stream answers the last call, so it must hear of the end otherwise.
    @Test func whoHangsUpWhileItIsNotReadFromIsForgotten() throws {
        let server = try TestServer(limits: ConnectionLimits(total: 1))
        let client = try server.control()
        try client.send("io.bootd.Control.Trail", ["follow": true], more: true)
        #expect(try client.receive()?.continues == true)
        try client.send("io.bootd.Control.Info")
        #expect(try server.control().receive() == nil)
        client.hangUp()
        #expect(try eventually { try server.control().answersInfo() })
    }

    /// Its calls wait for the end of the stream, which never comes.
    @Test func whoAsksOnDuringAStreamIsNotReadFrom() throws {
        let client = try server.control()
        try client.send("io.bootd.Control.Trail", ["follow": true], more: true)
        #expect(try client.receive()?.continues == true)
        #expect(try client.sendWithoutReading(Array(repeating: Self.call, count: 50_000).flatMap { $0 }) < 2 << 20)
        // News does not make it read on either.
        server.thread.perform { $0.supervisor.record(mac(1), .tftp, "sent", "") }
        #expect(try client.receive()?.continues == true)
        #expect(try client.sendWithoutReading(Self.call) == 0)
    }

    @Test func aListenerThatDoesNotReadIsDropped() throws {
        let server = try TestServer(limits: ConnectionLimits(total: 2))
        let listener = try server.control()
        try listener.send("io.bootd.Control.Trail", ["follow": true], more: true)
        #expect(try listener.receive()?.continues == true)
        let text = String(repeating: "x", count: 10_000)
        server.thread.perform { service in
            for _ in 0..<2000 { service.supervisor.record(mac(1), .tftp, "sent", text) }
        }
        let others = try [server.control(), server.control()]
        for other in others { #expect(try other.answersInfo()) }
    }

    @Test func aSlowReaderOfAListIsWaitedForInPeace() throws {
        let hosts = (1...1200).map { "  n\($0): {mac: \(mac($0)), metadata: {x: \(String(repeating: "x", count: 3000))}}" }
        let server = try TestServer("networks: {lab: {subnet: 10.75.0.0/16}}\nhosts:\n" + hosts.joined(separator: "\n"))
        let client = try server.control()
        try client.send("io.bootd.Control.Hosts", more: true)
        #expect(try server.control().answersInfo())
        let before = server.thread.rounds
        BackgroundThread.sleep(microseconds: 300_000)
        #expect(server.thread.rounds - before < 50)
        var rows = 0
        var answer = try client.receive()
        while let page = answer {
            rows += page.rows("hosts").count
            answer = page.continues ? try client.receive() : nil
        }
        #expect(rows == 1200)
    }

    // MARK: Limits

    @Test(
        arguments: [
            (0, [], true), (0, [0, 0], true), (7, [7], true), (7, [7, 7], false), (0, [7, 7], true), (8, [7, 7], true),
            (0, [0, 0, 0, 0], false), (8, [0, 0, 7, 7], false),
        ] as [(UInt32, [UInt32], Bool)])
    func noUserShutsOutTheOthers(user: UInt32, users: [UInt32], isAdmitted: Bool) {
        #expect(ConnectionLimits(total: 4, perUser: 2).admits(user, beside: users) == isAdmitted)
    }

    @Test func oneTooManyIsTurnedAwayUntilAnotherGoes() throws {
        let server = try TestServer(limits: ConnectionLimits(total: 2))
        let clients = try [server.control(), server.control()]
        for client in clients { #expect(try client.call("org.varlink.service.GetInfo").error == nil) }
        #expect(try server.control().receive() == nil)
        // Each socket has its own places.
        #expect(try server.worker().call("org.varlink.service.GetInfo").error == nil)
        #expect(server.log.entries("too many connections, one is turned away").count == 1)
        clients[1].hangUp()
        #expect(try eventually { try server.control().answersInfo() })
    }

    @Test func aCallThatStaysIncompleteIsHungUpOn() throws {
        let server = try TestServer(limits: ConnectionLimits(callTimeout: 20_000))
        let client = try server.control()
        try client.send(Array("{".utf8))
        #expect(try client.receive() == nil)
    }

    @Test func aConnectionThatIsQuietBetweenCallsStays() throws {
        let server = try TestServer(limits: ConnectionLimits(callTimeout: 20_000))
        let client = try server.control()
        #expect(try client.answersInfo())
        BackgroundThread.sleep(microseconds: 200_000)
        #expect(try client.answersInfo())
    }

    /// A listener that gives no connection is always readable; the loop must not run for it alone.
    @Test func aListenerThatFailsIsLeftAloneForAWhile() throws {
        let server = try TestServer()
        let failing = try EventCounter()
        failing.signal()
        let isServed = server.thread.perform { service in
            // It must stay open as long as the loop looks at it.
            service.onChange = { _ = failing }
            return (try? service.server.serve(failing.raw, .control)) != nil
        }
        #expect(isServed)
        #expect(eventually { !server.log.entries("a connection cannot be taken").isEmpty })
        let before = server.thread.rounds
        BackgroundThread.sleep(microseconds: 300_000)
        #expect(server.thread.rounds - before < 50)
        // The others come back with it.
        #expect(try server.control().answersInfo())
    }
}

extension Client {
    /// Whether the server answers, and does not hang up.
    fileprivate func answersInfo() throws -> Bool {
        try? send("io.bootd.Control.Info")
        return try receive().map { $0.error == nil } ?? false
    }
}
