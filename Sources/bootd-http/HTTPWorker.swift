import Contract
import LinuxIO
import NIOCore
import Systemd
import WorkerRuntime

/// The HTTP worker: libsystemd's loop for the process, NIO's for its clients.
enum HTTPWorker {
    static func start(_ context: WorkerContext, _ sockets: [WorkerSocket]) throws(SystemError) {
        let server = try HTTPServer(supervisor: context.supervisorPath, log: context.log)
        let stopped = try EventCounter()
        _ = try context.loop.add(stopped.raw, [.readable]) { [unowned context] _ in
            stopped.clear()
            context.finish()
        }
        for socket in sockets { try server.listen(on: socket.descriptor) }
        context.onSettings = { server.apply($0) }
        context.isBusy = { server.activity.isBusy }
        context.lastUseElsewhere = { server.activity.lastUse }
        context.askWorkLoop = { server.signal($0) }
        context.onStop = { _ in server.stop(within: .microseconds(Int64(WorkerContext.stopTime))) { stopped.signal() } }
    }
}
