public import Contract
internal import Glibc
public import LinuxIO
internal import Logging
internal import Systemd

/// A socket that the activator passed, to be taken over by the worker.
public struct WorkerSocket: Sendable {
    public let name: String
    public let descriptor: Int32
}

/// The frame of every worker: options, sockets, signals, the loop, the supervisor, readiness, idle exit.
public enum WorkerMain {
    /// Runs the worker until it is told to stop, or has been idle, and answers the exit status.
    ///
    /// `start` takes over the sockets. It is called once, before the supervisor has answered.
    public static func run(
        _ role: Role, arguments: [String], start: (WorkerContext, [WorkerSocket]) throws(SystemError) -> Void
    ) -> Int32 {
        let name = "bootd-\(role.rawValue)"
        let options: WorkerOptions
        do throws(WorkerOptions.Exit) { options = try WorkerOptions(arguments) } catch { return explain(error, name) }

        Signals.block([Signals.terminate, Signals.interrupt])
        let log = Logs.logger(identifier: name)
        do throws(SystemError) {
            let sockets = try Activation.takeSockets().map { WorkerSocket(name: $0.name, descriptor: $0.descriptor) }
            guard !sockets.isEmpty else {
                return cannotRun(
                    "no socket was passed: start it by systemd, `bootd --standalone` or systemd-socket-activate", log)
            }
            let loop = try EventLoop()
            let context = WorkerContext(
                role: role, loop: loop, log: log, supervisorPath: options.workerSocket,
                interfaces: try InterfaceTable(loop: loop, log: log))
            let life = try WorkerLife(context, sockets: sockets.map(describe).sorted { $0.name < $1.name })
            try start(context, sockets)
            try life.serveWatchdog()
            try withExtendedLifetime(life) { () throws(SystemError) in try loop.run() }
            Notify.stopping(status: life.farewell)
            return 0
        } catch {
            return cannotRun("\(error)", log)
        }
    }

    private static func cannotRun(_ reason: String, _ log: Logger) -> Int32 {
        log.event(.cannotRun, .error, "cannot go on", ["reason": "\(reason)"])
        Notify.status("not running: \(reason)")
        return 1
    }

    private static func explain(_ exit: WorkerOptions.Exit, _ name: String) -> Int32 {
        switch exit {
        case .help: print(WorkerOptions.help(name))
        case .version: print("\(name) \(bootdVersion)")
        case .usage(let problem):
            Logs.writeError("\(name): \(problem)\n\(WorkerOptions.help(name))")
            return 2
        }
        return 0
    }

    private static func describe(_ socket: WorkerSocket) -> ServedSocket {
        ServedSocket(name: socket.name, address: LocalEndpoint.of(socket.descriptor).map { "\($0)" } ?? "unknown")
    }
}
