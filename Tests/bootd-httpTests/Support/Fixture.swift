import Contract
import LinuxIO
import Logging
import NIOCore
import NetworkValues

@testable import bootd_http

/// A server on a port of its own with a supervisor of the test's, and a directory for both.
struct Fixture: ~Copyable {
    let scratch: Scratch
    let supervisor: FakeSupervisor
    let server: HTTPServer
    let port: UInt16

    init(
        limits: HTTPLimits = HTTPLimits(), settings isTold: Bool = true, log: Logger? = nil,
        _ answer: @escaping @Sendable (DocumentQuery, Int) -> FakeSupervisor.Reply = { query, _ in
            .document("\(query.document)\n")
        }
    ) throws {
        let scratch = Scratch()
        let path = "\(scratch.path)/worker.socket"
        let supervisor = try FakeSupervisor(at: path, answer)
        var errors = Logger(label: "bootd-http")
        errors.logLevel = .error
        let server = try HTTPServer(supervisor: path, limits: limits, log: log ?? errors)
        let listener = try StreamSocket.listen(on: Endpoint(.v4(IPv4Address(127, 0, 0, 1)), port: 0))
        let port = LocalEndpoint.of(listener.raw)?.port ?? 0
        try server.listen(on: listener.release())
        (self.supervisor, self.server, self.port) = (supervisor, server, port)
        self.scratch = scratch
        if isTold { tellSettings() }
    }

    deinit {
        supervisor.stop()
        server.stop(within: .milliseconds(1)) {}
    }

    func tellSettings() {
        server.apply(
            WorkerSettings(
                roots: [Root(name: "assets", path: "\(scratch.path)/assets")], served: [], idleSeconds: 0,
                maximumTransfers: 64, maximumTransfersPerClient: 64))
    }

    func client() throws -> Client { try Client(port: port) }

    /// Asks once on a connection of its own.
    func ask(_ line: String, _ headers: String...) throws -> ClientResponse? {
        var client = try client()
        client.send("\(line) HTTP/1.1\r\nHost: boot\r\n\(headers.map { $0 + "\r\n" }.joined())\r\n")
        return client.response(toHead: line.hasPrefix("HEAD"))
    }
}
