internal import CLinux
internal import Glibc

/// What is known of an open file.
public struct FileStatus: Hashable, Sendable {
    public let isRegular: Bool
    public let isDirectory: Bool
    public let isReadableByOthers: Bool
    /// In octets.
    public let size: Int64
    public let inode: UInt64
    public let modifiedSeconds: Int64
    public let modifiedNanoseconds: Int64
}

/// A directory that paths from the network are opened beneath, and never outside.
public struct RootDirectory: ~Copyable, Sendable {
    public let path: String
    private let descriptor: Descriptor

    public init(_ path: String) throws(SystemError) {
        self.path = path
        descriptor = try Descriptor(owning: checked(unsafe clinux_open_directory(path), "open the directory \(path)"))
    }

    /// Opens a file or directory to read; links are followed as if this directory were `/` (openat2, RESOLVE_IN_ROOT).
    public func open(_ relativePath: String) throws(SystemError) -> Descriptor {
        guard !relativePath.utf8.contains(0) else { throw SystemError(EINVAL, "open below \(path)") }
        let name = relativePath.isEmpty ? "." : relativePath
        return try Descriptor(owning: checked(unsafe clinux_open_below(descriptor.raw, name), "open \(path)/\(relativePath)"))
    }
}

extension Descriptor {
    /// The status of the open file, whatever has become of its name since.
    public borrowing func status() throws(SystemError) -> FileStatus {
        var found = stat()
        guard unsafe fstat(raw, &found) == 0 else { throw SystemError(errno, "stat") }
        return FileStatus(
            isRegular: found.st_mode & S_IFMT == S_IFREG,
            isDirectory: found.st_mode & S_IFMT == S_IFDIR,
            isReadableByOthers: found.st_mode & S_IROTH != 0,
            size: Int64(found.st_size),
            inode: UInt64(found.st_ino),
            modifiedSeconds: Int64(found.st_mtim.tv_sec),
            modifiedNanoseconds: Int64(found.st_mtim.tv_nsec))
    }

    /// The names in an open directory, sorted; directories end in `/`.
    public borrowing func directoryNames() throws(SystemError) -> [String] {
        let copy = fcntl(raw, F_DUPFD_CLOEXEC, 0)
        guard let stream = unsafe fdopendir(copy) else {
            let error = SystemError(errno, "list the directory")
            if copy >= 0 { Glibc.close(copy) }
            throw error
        }
        defer { unsafe _ = closedir(stream) }
        // The copy shares its place in the directory with those that were listed before it.
        unsafe rewinddir(stream)
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let isDirectory = unsafe entry.pointee.d_type == UInt8(DT_DIR)
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
                unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(isDirectory ? name + "/" : name) }
        }
        return names.sorted()
    }
}
