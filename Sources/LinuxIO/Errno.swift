internal import Glibc

/// What the kernel said, and of what.
public struct SystemError: Error, Hashable, Sendable {
    /// An errno value.
    public let code: Int32
    /// What was being done, for people: `open /etc/bootd/bootd.yaml`.
    public let operation: String

    public init(_ code: Int32, _ operation: String) {
        self.code = code
        self.operation = operation
    }

    /// What was looked for is not there.
    public static func notFound(_ operation: String) -> Self { Self(ENOENT, operation) }

    /// Nothing there now; come back later.
    public var isTransient: Bool { code == EAGAIN || code == EINTR }
    public var isNotFound: Bool { code == ENOENT || code == ENOTDIR }
    public var isPermission: Bool { code == EACCES || code == EPERM }
    public var isAddressInUse: Bool { code == EADDRINUSE }
    /// Sockets of this kind are not to be had (RestrictAddressFamilies=).
    public var isUnsupportedFamily: Bool { code == EAFNOSUPPORT }
}

extension SystemError: CustomStringConvertible {
    public var description: String { "\(operation): \(reason)" }

    /// What the kernel said, without what was being done.
    public var reason: String { unsafe String(cString: strerror(code)) }
}

/// Takes a result of CLinux: 0 or more, or a negative errno.
func checked(_ result: Int32, _ operation: @autoclosure () -> String) throws(SystemError) -> Int32 {
    guard result < 0 else { return result }
    throw SystemError(-result, operation())
}
