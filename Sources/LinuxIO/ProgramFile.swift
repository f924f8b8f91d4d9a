internal import Glibc

/// Which file a path leads to, through all links.
public struct FileIdentity: Hashable, Sendable {
    public let device: UInt64
    public let inode: UInt64

    public init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }

    /// The regular file at the path that we may run; nil when there is none.
    public init?(program path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, Files.isExecutable(path) else {
            return nil
        }
        self.init(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    /// The file of this program; nil where `/proc` is not mounted.
    public static var ourselves: FileIdentity? { FileIdentity(program: "/proc/self/exe") }
}

extension Processes {
    /// Lets the program at `path` take the place of this one, with our arguments as they came, octet by octet.
    public static func becomeProgram(at path: String) throws(SystemError) -> Never {
        unsafe _ = execv(path, CommandLine.unsafeArgv)
        throw SystemError(errno, "run \(path)")
    }

    /// The variable of our environment; nil when it is not set, or empty.
    public static func environment(_ name: String) -> String? {
        guard let value = unsafe getenv(name), unsafe value.pointee != 0 else { return nil }
        return unsafe String(cString: value)
    }

    /// Sets a variable for this program and those that it starts.
    public static func setEnvironment(_ name: String, _ value: String) {
        unsafe _ = setenv(name, value, 1)
    }
}
