import Testing
@testable import Varlink

private let stream = Array("first\0\0second message\0third\0".utf8)
private let messages = ["first", "", "second message", "third"]

private func drain(_ buffer: inout FrameBuffer) throws(FrameBuffer.TooLong) -> [String] {
    var found: [String] = []
    while let message = try buffer.next() { found.append(text(message)) }
    return found
}

@Test func everySplitOfAStreamGivesTheSameMessages() throws {
    for first in 0...stream.count {
        for second in first...stream.count {
            var buffer = FrameBuffer(limit: 14)
            var found: [String] = []
            for part in [stream[..<first], stream[first..<second], stream[second...]] {
                buffer.append(Array(part))
                found += try drain(&buffer)
            }
            #expect(found == messages, "split at \(first) and \(second)")
            #expect(buffer.isEmpty)
        }
    }
}

@Test func aStreamMayComeOctetByOctet() throws {
    var buffer = FrameBuffer(limit: 14)
    var found: [String] = []
    for octet in stream {
        buffer.append([octet])
        found += try drain(&buffer)
    }
    #expect(found == messages)
}

@Test func aMessageWithoutItsEndStaysInTheBuffer() throws {
    var buffer = FrameBuffer(limit: 100)
    #expect(buffer.isEmpty)
    buffer.append(Array("whole\0par".utf8))
    #expect(try drain(&buffer) == ["whole"])
    #expect(!buffer.isEmpty)
    buffer.append(Array("t\0".utf8))
    #expect(!buffer.isEmpty)
    #expect(try drain(&buffer) == ["part"])
    #expect(buffer.isEmpty)
}

@Test func aMessageMayBeAsLongAsTheLimitAndNoLonger() throws {
    var buffer = FrameBuffer(limit: 4)
    buffer.append(Array("1234\0".utf8))
    #expect(try drain(&buffer) == ["1234"])
    buffer.append(Array("12345\0".utf8))
    #expect(throws: FrameBuffer.TooLong(limit: 4)) { try buffer.next() }
}

@Test func aMessageThatGrowsTooLongIsRefusedBeforeItsEndComes() throws {
    var buffer = FrameBuffer(limit: 4)
    buffer.append(Array("1234".utf8))
    #expect(try buffer.next() == nil)
    buffer.append(Array("5".utf8))
    #expect(throws: FrameBuffer.TooLong(limit: 4)) { try buffer.next() }
}

@Test func whatFollowsATooLongMessageIsNotReadAsAMessage() {
    var buffer = FrameBuffer(limit: 4)
    buffer.append(Array("12345\0good\0".utf8))
    for _ in 0..<3 { #expect(throws: FrameBuffer.TooLong.self) { try buffer.next() } }
}

@Test func messagesBeforeATooLongOneAreStillRead() throws {
    var buffer = FrameBuffer(limit: 4)
    buffer.append(Array("a\0b\0toolong".utf8))
    #expect(try buffer.next().map(text) == "a")
    #expect(try buffer.next().map(text) == "b")
    #expect(throws: FrameBuffer.TooLong.self) { try buffer.next() }
}
