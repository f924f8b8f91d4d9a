import Glibc
import LinuxIO
import Testing

@Test func aDescriptorIsClosedWhenItsOwnerGoes() throws {
    let ends = try socketPair()
    let reader = Descriptor(owning: ends.0)
    func write() throws {
        let writer = Descriptor(owning: ends.1)
        _ = try writer.write(Array("last words".utf8))
    }
    try write()
    #expect(try readAll(reader) == "last words")
}

@Test func aDescriptorThatIsReleasedStaysOpen() throws {
    let ends = try socketPair()
    let reader = Descriptor(owning: ends.0)
    let writer = Descriptor(owning: Descriptor(owning: ends.1).release())
    #expect(try writer.write([1, 2, 3]) == 3)
    #expect(try reader.read(upTo: 10) == [1, 2, 3])
}

@Test func aWriteGoesOnFromWhereTheLastOneEnded() throws {
    let pair = try SocketPair()
    let octets = Array("0123456789".utf8)
    #expect(try pair.writer.write(octets, from: 7) == 3)
    #expect(try pair.reader.read(upTo: 10) == Array("789".utf8))
    for start in [10, 11, -1, .max, .min] { #expect(try pair.writer.write(octets, from: start) == 0) }
}

@Test func aWriteTellsHowMuchTheKernelTook() throws {
    let pair = try SocketPair()
    StreamSocket.setNonBlocking(pair.writer)
    let octets = [UInt8](repeating: 7, count: 4 << 20)
    let first = try pair.writer.write(octets)
    #expect(first > 0)
    #expect(first < octets.count)
    let refusal = #expect(throws: SystemError.self) { while true { _ = try pair.writer.write(octets) } }
    #expect(refusal?.isTransient == true)
    #expect(try pair.reader.read(upTo: 10).count == 10)
}

@Test func aWriteToNobodyIsAnErrorAndNoSignal() throws {
    let pair = try SocketPair()
    pair.reader.shutdown()
    #expect(throws: SystemError(EPIPE, "write")) { _ = try pair.writer.write([1]) }
}

@Test func anEmptyStreamThatDoesNotBlockIsTransient() throws {
    let pair = try SocketPair()
    StreamSocket.setNonBlocking(pair.reader)
    #expect(throws: SystemError(EAGAIN, "read")) { _ = try pair.reader.read(upTo: 1) }
    pair.writer.shutdown()
    #expect(try pair.reader.read(upTo: 1) == [])
}

@Test func aFileIsReadInPartsIntoPartsOfABuffer() throws {
    try withScratch { path in
        try write("0123456789", to: path + "/file")
        let file = try RootDirectory(path).open("file")
        var buffer = Array("..........".utf8)
        #expect(try file.read(into: &buffer, at: 2, count: 3, from: 4) == 3)
        #expect(text(buffer) == "..456.....")
        #expect(try file.read(into: &buffer, at: 0, count: 10, from: 8) == 2)
        #expect(try file.read(into: &buffer, at: 0, count: 10, from: 10) == 0)
        for offset in [-1, .min, .max] as [Int64] {
            #expect(throws: SystemError(EINVAL, "read")) { _ = try file.read(into: &buffer, at: 0, count: 10, from: offset) }
        }
    }
}

@Test(arguments: [(-1, 1), (0, -1), (0, 11), (10, 1), (11, 0), (5, 6), (.max, 1), (1, .max), (.min, 1)])
func aReadOutsideTheBufferReadsNothing(offset: Int, count: Int) throws {
    try withScratch { path in
        try write("0123456789", to: path + "/file")
        let file = try RootDirectory(path).open("file")
        var buffer = Array("..........".utf8)
        #expect(try file.read(into: &buffer, at: offset, count: count, from: 0) == 0)
        #expect(text(buffer) == "..........")
    }
}

@Test func waitingEndsWhenThereIsSomethingOrNobodyAnyMore() throws {
    let pair = try SocketPair()
    #expect(try !pair.reader.waitToRead(milliseconds: 0))
    _ = try pair.writer.write([1])
    #expect(try pair.reader.waitToRead(milliseconds: nil))
    _ = try pair.reader.read(upTo: 1)
    pair.writer.shutdown()
    #expect(try pair.reader.waitToRead(milliseconds: nil))
}
