internal import Glibc

/// What a path leads to, its last link not followed.
public struct PathStatus: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case file, directory, link, other
    }

    public let kind: Kind
    /// The permission bits.
    public let mode: UInt32
    public let user: UInt32
    public let group: UInt32

    public init(kind: Kind, mode: UInt32, user: UInt32, group: UInt32) {
        self.kind = kind
        self.mode = mode
        self.user = user
        self.group = group
    }

    public init(_ path: String) throws(SystemError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { throw SystemError(errno, "look at \(path)") }
        let kind: Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            case S_IFLNK: .link
            default: .other
            }
        self.init(kind: kind, mode: status.st_mode & 0o7777, user: status.st_uid, group: status.st_gid)
    }
}

extension PathStatus {
    /// Its user and group by name, as far as they have one: `root:bootd`.
    public var owner: String {
        let name = unsafe getpwuid(user).map { unsafe String(cString: $0.pointee.pw_name) } ?? "\(user)"
        let groupName = unsafe getgrgid(group).map { unsafe String(cString: $0.pointee.gr_name) } ?? "\(group)"
        return "\(name):\(groupName)"
    }
}

extension Files {
    /// Where a symbolic link leads.
    public static func link(_ path: String) throws(SystemError) -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return 0 }
            return unsafe readlink(path, start.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        guard count >= 0 else { throw SystemError(errno, "read the link \(path)") }
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}

/// How full a file system is.
public struct FileSystemStatus: Hashable, Sendable {
    /// In octets.
    public let size: UInt64
    /// What is left for users other than root, in octets.
    public let available: UInt64
    /// How many files it may hold; 0 where it does not count them.
    public let files: UInt64
    public let availableFiles: UInt64
    public let isReadOnly: Bool

    public init(size: UInt64, available: UInt64, files: UInt64, availableFiles: UInt64, isReadOnly: Bool) {
        self.size = size
        self.available = available
        self.files = files
        self.availableFiles = availableFiles
        self.isReadOnly = isReadOnly
    }

    /// Of the file system that `path` is on.
    public init(at path: String) throws(SystemError) {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { throw SystemError(errno, "look at the disk of \(path)") }
        let block = UInt64(status.f_frsize)
        self.init(
            size: UInt64(status.f_blocks) &* block, available: UInt64(status.f_bavail) &* block, files: UInt64(status.f_files),
            availableFiles: UInt64(status.f_favail), isReadOnly: status.f_flag & UInt(ST_RDONLY) != 0)
    }
}
