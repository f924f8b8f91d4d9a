internal import Glibc

/// Keeps other processes from a directory until it goes, however the process ends (flock(2)).
public final class DirectoryLock: Sendable {
    private let directory: Descriptor

    /// Nil when somebody else has it.
    public init?(_ path: String) throws(SystemError) {
        let fd = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard fd >= 0 else { throw SystemError(errno, "open \(path)") }
        let directory = Descriptor(owning: fd)
        if flock(directory.raw, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK else { throw SystemError(errno, "lock \(path)") }
            return nil
        }
        self.directory = directory
    }
}
