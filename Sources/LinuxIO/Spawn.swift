internal import CLinux
internal import Glibc

/// A program to start with sockets, by systemd's protocol (sd_listen_fds(3)).
public struct SpawnRequest: Sendable {
    public var path: String
    public var arguments: [String]
    /// Descriptors of the caller's, and the name of each.
    public var sockets: [(descriptor: Int32, name: String)]
    /// Who the program runs as; nil to stay who we are.
    public var user: UserIdentity?

    public init(path: String, arguments: [String], sockets: [(descriptor: Int32, name: String)], user: UserIdentity? = nil) {
        self.path = path
        self.arguments = arguments
        self.sockets = sockets
        self.user = user
    }
}

/// A user as the system's database knows it.
public struct UserIdentity: Hashable, Sendable {
    public let user: UInt32
    public let group: UInt32

    public init?(name: String) {
        guard let entry = unsafe getpwnam(name) else { return nil }
        user = unsafe entry.pointee.pw_uid
        group = unsafe entry.pointee.pw_gid
    }
}

/// How a process ended.
public enum ProcessEnd: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
}

extension ProcessEnd: CustomStringConvertible {
    public var description: String {
        switch self {
        case .exited(let status): "exit status \(status)"
        case .signalled(let signal): "signal \(signal)"
        }
    }
}

public enum Processes {
    /// Starts the program and answers its process id. It is asked to stop (SIGTERM) when the calling thread ends.
    public static func spawn(_ request: SpawnRequest) throws(SystemError) -> Int32 {
        let arguments: [UnsafeMutablePointer<CChar>?] = unsafe request.arguments.map { unsafe strdup($0) } + [nil]
        let sockets = request.sockets.map(\.descriptor)
        let names = request.sockets.map(\.name).joined(separator: ":")
        let identity = request.user.map { [$0.user, $0.group] }
        defer { unsafe arguments.forEach { unsafe free($0) } }
        let pid: Int32 =
            if let identity {
                unsafe clinux_spawn(request.path, arguments, environ, sockets, sockets.count, names, identity, nil, 0)
            } else {
                unsafe clinux_spawn(request.path, arguments, environ, sockets, sockets.count, names, nil, nil, 0)
            }
        return try checked(pid, "start \(request.path)")
    }

    /// How the child ended; nil while it runs.
    public static func end(of pid: Int32) -> ProcessEnd? {
        var status: Int32 = 0
        guard unsafe clinux_wait(pid, &status) == pid else { return nil }
        return status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
    }

    public static func terminate(_ pid: Int32) { kill(pid, SIGTERM) }
    public static func kill(_ pid: Int32) { kill(pid, SIGKILL) }

    private static func kill(_ pid: Int32, _ signal: Int32) {
        guard pid > 0 else { return }
        _ = Glibc.kill(pid, signal)
    }

    public static var current: Int32 { getpid() }
    public static var userID: UInt32 { geteuid() }

    /// The path of this program's own file.
    public static var executablePath: String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return 0 }
            return unsafe readlink("/proc/self/exe", start.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
    }
}
