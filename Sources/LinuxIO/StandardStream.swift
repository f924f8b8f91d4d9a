internal import Glibc

/// Where a program writes for whoever started it.
public enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    public var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Writes all of the text at once, past no buffer of ours.
    public func write(_ text: String) throws(SystemError) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let size = unsafe rest.withUnsafeBytes { unsafe Glibc.write(rawValue, $0.baseAddress, $0.count) }
            if size >= 0 {
                rest = rest.dropFirst(size)
                continue
            }
            let failure = SystemError(errno, "write")
            guard failure.isTransient else { throw failure }
            _ = try wait(for: rawValue, POLLOUT, milliseconds: nil)
        }
    }
}
