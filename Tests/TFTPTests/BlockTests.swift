import TFTP
import Testing

struct BlockTests {
    struct Row: Sendable {
        let size: UInt64
        let blockSize: Int
        let last: UInt64
        let lastCount: Int
    }

    static let rows: [Row] = [
        Row(size: 0, blockSize: 512, last: 1, lastCount: 0),
        Row(size: 1, blockSize: 512, last: 1, lastCount: 1),
        Row(size: 511, blockSize: 512, last: 1, lastCount: 511),
        Row(size: 512, blockSize: 512, last: 2, lastCount: 0),
        Row(size: 513, blockSize: 512, last: 2, lastCount: 1),
        Row(size: 33_553_920, blockSize: 512, last: 65536, lastCount: 0),
        Row(size: 5_000_000_000, blockSize: 1468, last: 3_405_995, lastCount: 808),
        Row(size: .max, blockSize: 8, last: 0x2000_0000_0000_0000, lastCount: 7),
    ]

    @Test(arguments: rows)
    func lastBlockIsShorterThanTheOthers(_ row: Row) throws {
        let layout = BlockLayout(fileSize: row.size, blockSize: row.blockSize)
        #expect(layout.last == row.last)
        let last = try #require(layout[row.last])
        #expect(last.count == row.lastCount)
        #expect(last.offset == row.size - UInt64(row.lastCount))
        #expect(layout[row.last + 1] == nil)
        #expect(layout[0] == nil)
        #expect(layout.octets(through: row.last) == row.size)
    }

    @Test func blockNumbersRollOverToZero() {
        let layout = BlockLayout(fileSize: 1 << 33, blockSize: 512)
        #expect([1, 65535, 65536, 65537, 131072].map { layout[$0]?.wireNumber } == [1, 65535, 0, 1, 0])
        #expect(layout[65536]?.offset == 65535 * 512)
        #expect(layout[16_000_000]?.offset == 15_999_999 * 512)
    }

    @Test(arguments: [(0, 8), (-5, 8), (70_000, 65464)])
    func blockSizeOutsideTheRFCIsBroughtInside(_ asked: Int, _ used: Int) {
        #expect(BlockLayout(fileSize: 1, blockSize: asked).blockSize == used)
    }

    @Test func headerIsWrittenWhereTheBlockBegins() {
        var buffer = [UInt8](repeating: 0xEE, count: 12)
        var span = buffer.mutableSpan
        #expect(DataHeader.write(block: 0x1234, at: 6, in: &span))
        #expect(buffer == hex("ee ee ee ee ee ee", "00 03", "12 34", "ee ee"))
    }

    @Test(arguments: [-1, 1, 5, Int.max, Int.min])
    func headerIsNotWrittenWhereThereIsNoRoom(_ offset: Int) {
        var buffer = [UInt8](repeating: 0xEE, count: 4)
        var span = buffer.mutableSpan
        #expect(!DataHeader.write(block: 1, at: offset, in: &span))
        #expect(buffer == hex("ee ee ee ee"))
    }
}
