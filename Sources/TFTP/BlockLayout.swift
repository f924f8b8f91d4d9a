/// How a file is cut into blocks: all of one size but the last, which is shorter and may be empty (RFC 1350 section 6).
public struct BlockLayout: Hashable, Sendable {
    /// Octets in the file.
    public let fileSize: UInt64
    /// Octets in every block but the last, 8 to 65464.
    public let blockSize: Int

    public init(fileSize: UInt64, blockSize: Int) {
        self.fileSize = fileSize
        self.blockSize = TransferOptions.blockSizes.nearest(to: blockSize)
    }

    /// The number of the last block; the first is 1.
    public var last: UInt64 { fileSize / UInt64(blockSize) + 1 }

    /// The block with this number, counted from 1 without rolling over; nil when the file has none.
    public subscript(number: UInt64) -> Block? {
        guard number >= 1, number <= last else { return nil }
        let offset = (number - 1) * UInt64(blockSize)
        return Block(number: number, offset: offset, count: Int(min(UInt64(blockSize), fileSize - offset)))
    }

    /// How many octets the blocks up to and with this number hold.
    public func octets(through number: UInt64) -> UInt64 {
        number >= last ? fileSize : number * UInt64(blockSize)
    }
}

/// A run of the file's octets, sent as one DATA packet.
public struct Block: Hashable, Sendable {
    /// Counted from 1, never rolling over.
    public let number: UInt64
    /// Where it begins in the file.
    public let offset: UInt64
    /// How many octets it has; 0 for the last block of a file that the block size divides.
    public let count: Int

    /// The number on the wire: after 65535 comes 0.
    public var wireNumber: UInt16 { UInt16(truncatingIfNeeded: number) }
}
