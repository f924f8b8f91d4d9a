internal import Contract
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Systemd

/// Without systemd: opens the sockets that the units would, starts the workers, and starts again those that end.
final class Standalone {
    private let runtime: String
    private let user: UserIdentity?
    private let loop: EventLoop
    private let log: Logger
    private var workers: [WorkerProcess] = []
    private var source: EventSource?
    private var isStopping = false
    /// Until when an address in use is waited for.
    private let patience = BootTime.now().advanced(byMicroseconds: 5_000_000)

    init(runtime: String, user: UserIdentity?, loop: EventLoop, log: Logger) throws(SystemError) {
        self.runtime = runtime
        self.user = user
        self.loop = loop
        self.log = log
        source = try loop.addSignal(Signals.childEnded) { [weak self] in self?.reap() }
    }

    /// Opens the workers' sockets and starts them. An address that stays in use is an error: two
    /// servers on one port answer by chance.
    func start(httpPort: UInt16) throws(SystemError) {
        let any4 = IPAddress.v4(.any)
        let dhcp = try whenFree { () throws(SystemError) in try DatagramSocket(boundTo: Endpoint(any4, port: 67)) }
        dhcp.requestReceiveBuffer(8 << 20)
        let pxe = try whenFree { () throws(SystemError) in try DatagramSocket(boundTo: Endpoint(any4, port: 4011)) }
        let tftp = try onBothFamilies { address throws(SystemError) in
            try DatagramSocket(boundTo: Endpoint(address, port: 69)).takeDescriptor()
        }
        let http = try onBothFamilies { address throws(SystemError) in
            try StreamSocket.listen(on: Endpoint(address, port: httpPort)).release()
        }
        try start(.dhcp, [(dhcp.takeDescriptor(), "dhcp"), (pxe.takeDescriptor(), "pxe")])
        try start(.tftp, [(tftp, "tftp")])
        try start(.http, [(http, "http")])
    }

    /// Listens on IPv6, which takes IPv4 too, or on IPv4 alone where the kernel has no IPv6.
    private func onBothFamilies(_ listen: (IPAddress) throws(SystemError) -> Int32) throws(SystemError) -> Int32 {
        do throws(SystemError) {
            return try whenFree { () throws(SystemError) in try listen(.v6(IPv6Address(high: 0, low: 0))) }
        } catch {
            guard error.isUnsupportedFamily else { throw error }
            return try whenFree { () throws(SystemError) in try listen(.v4(.any)) }
        }
    }

    /// Waits for an address in use: the workers of a bootd that was killed first finish what they have promised.
    private func whenFree<Socket: ~Copyable>(_ open: () throws(SystemError) -> Socket) throws(SystemError) -> Socket {
        while true {
            do throws(SystemError) {
                return try open()
            } catch {
                guard error.isAddressInUse, BootTime.now() < patience else { throw error }
                BackgroundThread.sleep(microseconds: 50_000)
            }
        }
    }

    /// Asks the workers to stop; `isStopped` tells when they have.
    func stop() {
        isStopping = true
        for worker in workers { worker.stop() }
    }

    var isStopped: Bool { workers.allSatisfy { $0.process == nil } }

    private func start(_ role: Role, _ sockets: [(descriptor: Int32, name: String)]) throws(SystemError) {
        let name = "bootd-\(role.rawValue)"
        guard let path = Self.path(of: name) else {
            throw SystemError.notFound("find \(name), beside bootd or in ../libexec/bootd")
        }
        let request = SpawnRequest(path: path, arguments: [name, "--runtime", runtime], sockets: sockets, user: user)
        let worker = WorkerProcess(request, loop: loop, log: log)
        workers.append(worker)
        worker.start()
    }

    private func reap() {
        for worker in workers { worker.reap(restart: !isStopping) }
    }

    /// The worker's program, beside this one or in `../libexec/bootd`.
    private static func path(of name: String) -> String? {
        guard let own = Processes.executablePath else { return nil }
        let directory = own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        return ["\(directory)/\(name)", "\(directory)/../libexec/bootd/\(name)"].first(where: Files.isExecutable)
    }
}
