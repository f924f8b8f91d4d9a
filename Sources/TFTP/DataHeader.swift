/// The four octets before the file's octets in a DATA packet (RFC 1350 section 5).
///
/// They go straight into the buffer that the file is read into, so that a block is never copied.
public enum DataHeader {
    public static let length = 4

    /// Writes the header of the DATA packet that begins at `offset`; false, and nothing written, when there is no room.
    public static func write(
        block number: UInt16, at offset: Int = 0, in buffer: inout MutableSpan<UInt8>,
    ) -> Bool {
        guard offset >= 0, offset <= buffer.count - length else { return false }
        let opcode = TFTPPacket.Opcode.data.rawValue
        buffer[offset] = UInt8(truncatingIfNeeded: opcode >> 8)
        buffer[offset + 1] = UInt8(truncatingIfNeeded: opcode)
        buffer[offset + 2] = UInt8(truncatingIfNeeded: number >> 8)
        buffer[offset + 3] = UInt8(truncatingIfNeeded: number)
        return true
    }
}
