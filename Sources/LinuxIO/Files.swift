internal import Glibc

/// Whole files of the administrator's, read as they are.
public enum Files {
    /// Reads at most `limit` octets; a longer file is refused (EFBIG).
    public static func read(_ path: String, limit: Int = 16 << 20) throws(SystemError) -> [UInt8] {
        let fd = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard fd >= 0 else { throw SystemError(errno, "read \(path)") }
        let file = Descriptor(owning: fd)
        var octets: [UInt8] = []
        while true {
            let part: [UInt8]
            do throws(SystemError) { part = try file.read(upTo: 1 << 16) } catch { throw SystemError(error.code, "read \(path)") }
            if part.isEmpty { return octets }
            octets += part
            if octets.count > limit { throw SystemError(EFBIG, "read \(path)") }
        }
    }

    /// The names in a directory, sorted; directories end in `/`.
    public static func names(in path: String) throws(SystemError) -> [String] {
        let fd = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard fd >= 0 else { throw SystemError(errno, "list \(path)") }
        return try Descriptor(owning: fd).directoryNames()
    }

    public static func isExecutable(_ path: String) -> Bool {
        unsafe access(path, X_OK) == 0
    }

    /// Gives the file to a group; its owner stays.
    public static func setGroup(_ path: String, _ group: UInt32) throws(SystemError) {
        guard unsafe chown(path, uid_t.max, group) == 0 else { throw SystemError(errno, "give \(path) to group \(group)") }
    }

    /// Makes the directory, with its parents, unless it is there.
    public static func makeDirectory(_ path: String, mode: UInt32) throws(SystemError) {
        if unsafe mkdir(path, mode) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw SystemError(errno, "make the directory \(path)")
        }
        try makeDirectory(String(path[..<slash]), mode: mode)
        guard unsafe mkdir(path, mode) == 0 || errno == EEXIST else { throw SystemError(errno, "make the directory \(path)") }
    }
}
