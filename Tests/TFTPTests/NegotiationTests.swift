import TFTP
import Testing

struct NegotiationTests {
    struct Row: Sendable {
        let option: String
        let asked: String
        let answered: String?
    }

    static let rows: [Row] = [
        Row(option: "blksize", asked: "7", answered: nil),
        Row(option: "blksize", asked: "8", answered: "8"),
        Row(option: "blksize", asked: "512", answered: "512"),
        Row(option: "blksize", asked: "1468", answered: "1468"),
        Row(option: "blksize", asked: "1469", answered: "1468"),
        Row(option: "blksize", asked: "65464", answered: "1468"),
        Row(option: "blksize", asked: "65465", answered: "1468"),
        Row(option: "blksize", asked: "18446744073709551615", answered: "1468"),
        Row(option: "blksize", asked: "18446744073709551616", answered: nil),
        Row(option: "blksize", asked: "99999999999999999999999999999999", answered: nil),
        Row(option: "blksize", asked: "", answered: nil),
        Row(option: "blksize", asked: "-1", answered: nil),
        Row(option: "blksize", asked: "+512", answered: nil),
        Row(option: "blksize", asked: " 512", answered: nil),
        Row(option: "blksize", asked: "0x200", answered: nil),
        Row(option: "blksize", asked: "512k", answered: nil),
        Row(option: "blksize", asked: "0001024", answered: "1024"),
        Row(option: "BlkSize", asked: "1024", answered: "1024"),
        Row(option: "tsize", asked: "0", answered: "5000000000"),
        Row(option: "tsize", asked: "17", answered: "5000000000"),
        Row(option: "tsize", asked: "none", answered: nil),
        Row(option: "timeout", asked: "0", answered: nil),
        Row(option: "timeout", asked: "1", answered: "1"),
        Row(option: "timeout", asked: "255", answered: "255"),
        Row(option: "timeout", asked: "256", answered: nil),
        Row(option: "windowsize", asked: "0", answered: nil),
        Row(option: "windowsize", asked: "1", answered: "1"),
        Row(option: "windowsize", asked: "16", answered: "16"),
        Row(option: "windowsize", asked: "65535", answered: "64"),
        Row(option: "windowsize", asked: "100000", answered: "64"),
        Row(option: "msftwindow", asked: "31416", answered: nil),
        Row(option: "multicast", asked: "", answered: nil),
    ]

    @Test(arguments: rows)
    func optionIsAnsweredWithinTheLimitsOrNotAtAll(_ row: Row) throws {
        let options = try Negotiation().answer(request((row.option, row.asked)), fileSize: 5_000_000_000)
        #expect(options.acknowledged == row.answered.map { [TFTPOption(row.option, $0)] } ?? [])
    }

    @Test func nothingAskedIsNothingAnswered() throws {
        #expect(try Negotiation().answer(request(), fileSize: 1) == TransferOptions.standard)
    }

    @Test func agreedValuesAreTheOnesTheTransferUses() throws {
        let asked = request(("windowsize", "8"), ("timeout", "3"), ("blksize", "1024"), ("x", "1"), ("tsize", "0"))
        let options = try Negotiation().answer(asked, fileSize: 77)
        #expect(options.blockSize == 1024)
        #expect(options.windowSize == 8)
        #expect(options.timeout == 3_000_000)
        #expect(options.tellsSize)
        #expect(options.acknowledged.map(\.name) == ["windowsize", "timeout", "blksize", "tsize"])
        #expect(options.acknowledged.map(\.value) == ["8", "3", "1024", "77"])
    }

    @Test func windowIsLimitedInOctetsWhereverTheBlockSizeStands() throws {
        let negotiation = Negotiation(blockSize: 65464, windowSize: 64, windowOctets: 131_072)
        let before = try negotiation.answer(request(("blksize", "8192"), ("windowsize", "64")), fileSize: 1)
        let after = try negotiation.answer(request(("windowsize", "64"), ("blksize", "8192")), fileSize: 1)
        #expect(before.windowSize == 16)
        #expect(after.windowSize == 16)
        let huge = try negotiation.answer(request(("blksize", "65464"), ("windowsize", "64")), fileSize: 1)
        #expect(huge.windowSize == 2)
        let small = Negotiation(blockSize: 65464, windowOctets: 1)
        #expect(try small.answer(request(("windowsize", "64")), fileSize: 1).windowSize == 1)
    }

    @Test(arguments: [TransferMode.netascii, .mail, .other("binary"), .other("")])
    func otherModesAreRefused(_ mode: TransferMode) {
        let refusal = TFTPError(.illegalOperation, "Only transfers in mode octet are served")
        #expect(throws: refusal) { () throws(TFTPError) in
            try Negotiation().answer(request(mode: mode), fileSize: 1)
        }
    }

    @Test(arguments: [(1500, false, 1468), (1500, true, 1448), (9000, false, 8968), (576, false, 544), (0, false, -32)])
    func blockFillsAFrameOfThePath(_ pathMTU: Int, _ isIPv6: Bool, _ expected: Int) {
        #expect(Negotiation.blockSize(pathMTU: pathMTU, isIPv6: isIPv6) == expected)
    }

    @Test(arguments: [(Int.min, 8), (-32, 8), (0, 8), (1468, 1468), (65508, 65464), (Int.max, 65464)])
    func limitOfBlocksStaysWithinTheRFC(_ configured: Int, _ expected: Int) {
        #expect(Negotiation(blockSize: configured).blockSize == expected)
    }
}
