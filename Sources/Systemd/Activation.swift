internal import CSystemd
internal import Glibc
public import LinuxIO

/// The sockets that systemd, `bootd --standalone` or systemd-socket-activate opened for this process.
public enum Activation {
    /// Takes them all, by name, and the variables with them. To be called once, before any thread starts.
    public static func takeSockets() throws(SystemError) -> [(name: String, descriptor: Int32)] {
        var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let count = unsafe sd_listen_fds_with_names(1, &names)
        if count < 0 { throw SystemError(-count, "take the sockets that were passed") }
        defer { unsafe freeNames(names) }
        return (0..<Int(count)).map { index in
            let fd = Int32(3 + index)
            _ = fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK)
            let name = unsafe names?[index].map { unsafe String(cString: $0) }
            return (name ?? "unknown", fd)
        }
    }

    private static func freeNames(_ names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) {
        guard let names = unsafe names else { return }
        var index = 0
        while let name = unsafe names[index] {
            unsafe free(name)
            index += 1
        }
        unsafe free(names)
    }
}
