import NetworkValues
import Testing

@Suite struct ByteReaderTests {
    private let octets: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]

    @Test func numbersAreReadInNetworkOrder() throws {
        var reader = ByteReader(octets.span)
        #expect(try reader.readUInt8() == 0x01)
        #expect(try reader.readUInt16() == 0x0203)
        #expect(try reader.readUInt32() == 0x0405_0607)
        #expect(try reader.readIPv4Address() == IPv4Address(8, 9, 10, 11))
        let isAtEnd = reader.isAtEnd
        #expect(isAtEnd)
        #expect(reader.offset == 11)
        #expect(reader.remaining == 0)
    }

    @Test func octetsAreReadAndSkipped() throws {
        var reader = ByteReader(octets.span)
        #expect(try reader.readOctets(2) == [1, 2])
        try reader.skip(3)
        var read: [UInt8] = [0]
        try reader.readOctets(2, appendingTo: &read)
        #expect(read == [0, 6, 7])
        #expect(try reader.readOctets(0) == [])
        #expect(reader.remaining == 4)
    }

    @Test func aReadBeyondTheEndReadsNothing() throws {
        var reader = ByteReader(octets.span)
        try reader.skip(10)
        var untouched: [UInt8] = []
        #expect(refusal { () throws(TruncatedInput) in _ = try reader.readUInt16() } == [10, 2])
        #expect(refusal { () throws(TruncatedInput) in _ = try reader.readUInt32() } == [10, 4])
        #expect(refusal { () throws(TruncatedInput) in _ = try reader.readIPv4Address() } == [10, 4])
        #expect(refusal { () throws(TruncatedInput) in _ = try reader.readOctets(2) } == [10, 2])
        #expect(refusal { () throws(TruncatedInput) in try reader.readOctets(2, appendingTo: &untouched) } == [10, 2])
        #expect(refusal { () throws(TruncatedInput) in try reader.skip(.max) } == [10, .max])
        #expect(untouched.isEmpty)
        #expect(reader.offset == 10)
        #expect(try reader.readUInt8() == 11)
        #expect(refusal { () throws(TruncatedInput) in _ = try reader.readUInt8() } == [11, 1])
    }

    @Test func aNegativeCountIsRefused() {
        var reader = ByteReader(octets.span)
        #expect(refusal { () throws(TruncatedInput) in _ = try reader.readOctets(-1) } == [0, -1])
        #expect(refusal { () throws(TruncatedInput) in try reader.skip(.min) } == [0, .min])
    }

    @Test func readingUpToAnOctetStepsOverIt() {
        let text = Array("octet\0\0rest".utf8)
        var reader = ByteReader(text.span)
        #expect(reader.readOctets(upTo: 0) == Array("octet".utf8))
        #expect(reader.readOctets(upTo: 0) == [])
        #expect(reader.readOctets(upTo: 0) == nil)
        #expect(reader.remaining == 4)
    }

    @Test func emptyInputIsAtItsEnd() {
        let nothing: [UInt8] = []
        var reader = ByteReader(nothing.span)
        let isAtEnd = reader.isAtEnd
        #expect(isAtEnd)
        #expect(refusal { () throws(TruncatedInput) in _ = try reader.readUInt8() } == [0, 1])
    }

    /// Where the read was refused and how much it wanted; nothing when it was not.
    private func refusal(_ read: () throws(TruncatedInput) -> Void) -> [Int] {
        do {
            try read()
            return []
        } catch {
            return [error.offset, error.wanted]
        }
    }
}

@Suite struct ByteWriterTests {
    @Test func numbersAreWrittenInNetworkOrder() {
        var writer = ByteWriter(capacity: 4)
        writer.write(0x01 as UInt8)
        writer.write(0x0203 as UInt16)
        writer.write(0x0405_0607 as UInt32)
        writer.write(IPv4Address(8, 9, 10, 11))
        writer.write([12, 13])
        #expect(writer.octets == Array(1...13))
        #expect(writer.count == 13)
    }

    @Test func aFieldIsCutOrFilledUp() {
        var writer = ByteWriter()
        writer.write([1, 2, 3], width: 2)
        writer.write([4], width: 3)
        writer.write([5], width: 0)
        writer.write([6], width: -1)
        #expect(writer.octets == [1, 2, 4, 0, 0])
    }

    @Test func paddingNeverTakesAnythingAway() {
        var writer = ByteWriter()
        writer.write([1, 2, 3])
        writer.pad(to: 2)
        #expect(writer.octets == [1, 2, 3])
        writer.pad(to: 5)
        #expect(writer.octets == [1, 2, 3, 0, 0])
    }
}
