internal import Glibc

/// An open file descriptor with one owner; closed when that goes.
public struct Descriptor: ~Copyable, Sendable {
    /// The number, for calls that borrow it.
    public let raw: Int32

    /// Takes over a descriptor that is open and has no other owner.
    public init(owning raw: Int32) {
        self.raw = raw
    }

    deinit {
        Glibc.close(raw)
    }

    /// Gives up the ownership: the caller closes.
    public consuming func release() -> Int32 {
        let raw = raw
        discard self
        return raw
    }

    /// Ends a stream in both directions; the number stays ours until the owner goes.
    public borrowing func shutdown() {
        _ = Glibc.shutdown(raw, Int32(SHUT_RDWR))
    }

    /// Reads up to `count` octets, none at the end of a stream.
    public borrowing func read(upTo count: Int) throws(SystemError) -> [UInt8] {
        var failure: Int32 = 0
        let octets = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let size = unsafe Glibc.read(raw, buffer.baseAddress, count)
            failure = size < 0 ? errno : 0
            filled = max(0, size)
        }
        if failure != 0 { throw SystemError(failure, "read") }
        return octets
    }

    /// Reads what there is into `buffer` and answers how much that was: nothing at the end of a stream.
    public borrowing func read(into buffer: inout [UInt8]) throws(SystemError) -> Int {
        let size = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(raw, $0.baseAddress, $0.count) }
        if size < 0 { throw SystemError(errno, "read") }
        return size
    }

    /// Reads `buffer.count` octets from `offset`; fewer at the end of the file.
    public borrowing func read(into buffer: inout [UInt8], at bufferOffset: Int, count: Int, from offset: Int64)
        throws(SystemError) -> Int
    {
        guard bufferOffset >= 0, count >= 0, bufferOffset <= buffer.count, count <= buffer.count - bufferOffset else { return 0 }
        let size = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe pread(raw, bytes.baseAddress.map { unsafe $0 + bufferOffset }, count, off_t(offset))
        }
        if size < 0 { throw SystemError(errno, "read") }
        return size
    }

    /// Writes what the kernel takes now and answers how much that was.
    public borrowing func write(_ octets: [UInt8], from start: Int = 0) throws(SystemError) -> Int {
        guard start >= 0, start < octets.count else { return 0 }
        let size = unsafe octets.withUnsafeBytes { bytes in
            unsafe send(raw, bytes.baseAddress.map { unsafe $0 + start }, bytes.count - start, Int32(MSG_NOSIGNAL))
        }
        if size < 0 { throw SystemError(errno, "write") }
        return size
    }
}
