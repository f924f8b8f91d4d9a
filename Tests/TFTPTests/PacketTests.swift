import TFTP
import Testing

struct PacketTests {
    static let packets: [(TFTPPacket, [UInt8])] = [
        (.writeRequest(request()), hex("00 02", "66 69 6c 65 00", "6f 63 74 65 74 00")),
        (.data(block: 0x0102, payload: [7, 8, 9]), hex("00 03", "01 02", "07 08 09")),
        (.data(block: 3, payload: []), hex("00 03", "00 03")),
        (.acknowledgement(block: 65535), hex("00 04", "ff ff")),
        (.error(TFTPError(.fileNotFound, "no")), hex("00 05", "00 01", "6e 6f 00")),
        (.optionAcknowledgement([]), hex("00 06")),
        (.optionAcknowledgement([TFTPOption("tsize", "9")]), hex("00 06", "74 73 69 7a 65 00", "39 00")),
    ]

    @Test(arguments: packets)
    func packetHasItsOctetsAndBack(_ packet: TFTPPacket, _ octets: [UInt8]) throws {
        #expect(packet.encoded == octets)
        #expect(try decode(octets) == packet)
    }

    static let refusals: [([UInt8], TFTPDecodingError)] = [
        ([], .truncated),
        (hex("00"), .truncated),
        (hex("00 03", "00"), .truncated),
        (hex("00 04"), .truncated),
        (hex("00 05", "00"), .truncated),
        (hex("00 00"), .unknownOpcode(0)),
        (hex("00 07"), .unknownOpcode(7)),
        (hex("ff 01", "66 00", "6f 00"), .unknownOpcode(0xFF01)),
        (hex("00 01"), .missing(.fileName)),
        (hex("00 01", "66 69"), .unterminated(.fileName)),
        (hex("00 01", "66 69 00"), .missing(.mode)),
        (hex("00 01", "66 69 00", "6f 63"), .unterminated(.mode)),
        (read("blksize"), .unterminated(.optionName)),
        (read("blksize\0"), .missing(.optionValue)),
        (read("blksize\u{0}512"), .unterminated(.optionValue)),
        (read("blksize\u{0}512\0blksize\u{0}512\0"), .doubledOption("blksize")),
        (read("tsize\u{0}0\0TSize\u{0}0\0"), .doubledOption("TSize")),
        (read("\u{0}0\0"), .missing(.optionName)),
        (read("\0\0x"), .missing(.optionName)),
        (read((0...32).map { "o\($0)\u{0}1\0" }.joined()), .tooManyOptions),
        (hex("00 01") + [UInt8](repeating: 0x61, count: 1025) + hex("00", "6f 00"), .tooLong(.fileName)),
        (hex("00 01") + [UInt8](repeating: 0x61, count: 2049), .tooLong(.request)),
        (hex("00 06") + [UInt8](repeating: 0, count: 2049), .tooLong(.request)),
    ]

    @Test(arguments: refusals)
    func malformedPacketIsRefusedForItsReason(_ octets: [UInt8], _ reason: TFTPDecodingError) {
        #expect(throws: reason) { () throws(TFTPDecodingError) in try decode(octets) }
    }

    @Test(arguments: [
        ([0, 1], true), ([0, 2, 0xFF], true), ([0, 3], false), ([0, 5, 0, 0], false), ([1, 1], false), ([0], false), ([], false),
    ])
    func onlyWhatIsMeantAsARequestIsAnsweredWithAnError(octets: [UInt8], isRequest: Bool) {
        #expect(TFTPPacket.isRequest(octets.span) == isRequest)
    }

    @Test func refusalTellsTheClientWhy() {
        let reply = TFTPDecodingError.doubledOption("blksize").reply
        #expect(reply == TFTPError(.optionsRefused, "Bad request: option blksize is given twice"))
        let unterminated = TFTPDecodingError.unterminated(.fileName).reply
        #expect(unterminated == TFTPError(.illegalOperation, "Bad request: the file name does not end with NUL"))
    }

    @Test func modeAndOptionNamesAreReadInAnyLetterCase() throws {
        let octets = hex("00 01") + Array("f\0OcTeT\0BLKSIZE\u{0}1024\0".utf8)
        guard case .readRequest(let request) = try decode(octets) else { return }
        #expect(request.mode == .octet)
        #expect(request[.blockSize] == TFTPOption("BLKSIZE", "1024"))
        #expect(request[.windowSize] == nil)
    }

    @Test func whatFirmwareAppendsIsPassedOver() throws {
        #expect(try decode(Self.read("tsize\u{0}0\0\0\0\0\0")) == decode(Self.read("tsize\u{0}0\0")))
        #expect(try decode(hex("00 04", "00 05", "de ad be ef")) == .acknowledgement(block: 5))
        #expect(try decode(hex("00 05", "00 00", "6e 6f")) == .error(TFTPError(.notDefined, "no")))
    }

    @Test func errorMessageIsBoundedBothWaysAndFreeOfControls() throws {
        let long = String(repeating: "x", count: 300)
        let packet = TFTPPacket.error(TFTPError(.notDefined, long))
        #expect(packet.encoded.count == 4 + 200 + 1)
        let cut = TFTPPacket.error(TFTPError(.notDefined, String(long.prefix(200))))
        #expect(try decode(hex("00 05 00 00") + Array(long.utf8)) == cut)
        #expect(try decode(hex("00 05 00 00", "61 1b 5b 0a 62 00")) == .error(TFTPError(.notDefined, "a?[?b")))
    }

    @Test func textIsCutAtNULRatherThanSmugglingAnOption() {
        let request = TFTPRequest(fileName: [0x61, 0, 0x62], options: [TFTPOption("tsize", "0\u{0}blksize")])
        let expected = hex("00 01", "61 00", "6f 63 74 65 74 00", "74 73 69 7a 65 00", "30 00")
        #expect(TFTPPacket.readRequest(request).encoded == expected)
    }

    private static func read(_ options: String) -> [UInt8] {
        hex("00 01", "66 00", "6f 63 74 65 74 00") + Array(options.utf8)
    }
}
