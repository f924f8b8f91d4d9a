internal import LinuxIO
internal import TFTP

/// A file, or a text in its place, that a client is sent.
final class ServedFile {
    let size: UInt64
    private let descriptor: Descriptor?
    private let content: [UInt8]

    /// A file that is open; `size` is what the client is told.
    init(_ descriptor: consuming Descriptor, size: UInt64) {
        self.descriptor = consume descriptor
        self.size = size
        content = []
    }

    init(_ content: [UInt8]) {
        descriptor = nil
        size = UInt64(content.count)
        self.content = content
    }

    /// Puts the DATA packet of a block into `buffer`; answers the packet's length, shorter than agreed if the file has shrunk.
    func read(_ block: Block, into buffer: inout [UInt8]) throws(SystemError) -> Int {
        writeHeader(block, to: &buffer)
        guard descriptor != nil else {
            let part = content.dropFirst(Int(clamping: block.offset)).prefix(block.count)
            buffer.replaceSubrange(DataHeader.length..<DataHeader.length + part.count, with: part)
            return DataHeader.length + part.count
        }
        let count = try descriptor?.read(
            into: &buffer, at: DataHeader.length, count: block.count, from: Int64(clamping: block.offset))
        return DataHeader.length + (count ?? 0)
    }

    private func writeHeader(_ block: Block, to buffer: inout [UInt8]) {
        var span = buffer.mutableSpan
        _ = DataHeader.write(block: block.wireNumber, in: &span)
    }
}
