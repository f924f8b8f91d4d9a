import Contract
import LinuxIO
import Logging
import NetworkValues
import Store

@testable import bootd

/// The supervisor behind its sockets, in a directory of its own; its network is 10.75.0.0/16.
final class TestServer: Sendable {
    static let configuration = """
        networks:
          lab: {subnet: 10.75.0.0/16, probe: no, range: 10.75.1.0 - 10.75.20.255}
        hosts:
          node1: {mac: 52:54:00:00:00:01, address: 10.75.0.11}
        """

    let scratch: Scratch
    let log = LogRecorder()
    let thread: LoopThread<SupervisorService>

    init(
        _ configuration: String = configuration, store: any LeaseStore = FixedStore(),
        limits: ConnectionLimits = ConnectionLimits()
    ) throws {
        let scratch = try Scratch()
        let logger = log.logger
        try scratch.write(configuration, to: "bootd.yaml")
        let path = scratch.path
        self.scratch = scratch
        thread = try LoopThread { loop in
            let source = ConfigurationSource(path: "\(path)/bootd.yaml")
            let supervisor = Supervisor(
                source: source, catalog: try source.read(generation: 1), leases: try LeaseKeeper(store, loop: loop, log: logger),
                statePath: path, isStandalone: false, log: logger)
            let service = try SupervisorService(supervisor, loop: loop, log: logger, limits: limits)
            for (name, side) in [("control", .control), ("worker", .worker)] as [(String, Connection.Side)] {
                try service.server.serve(StreamSocket.listen(path: "\(path)/\(name)", mode: 0o600).release(), side)
            }
            return service
        }
    }

    deinit { thread.stop() }

    func control() throws -> Client { try Client("\(scratch.path)/control", of: self) }

    func worker() throws -> Client { try Client("\(scratch.path)/worker", of: self) }
}
