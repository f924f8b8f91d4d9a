import Glibc
import LinuxIO
import NetworkValues
import Testing

@testable import Systemd

/// A channel, what it received, and the other end of its connection.
private final class Conversation {
    let test: TestLoop
    let peer: Descriptor
    private(set) var channel: StreamChannel?
    private(set) var received: [UInt8] = []
    private(set) var closings: [SystemError?] = []
    var output: [UInt8] = []

    init() throws {
        test = try TestLoop()
        let ends = try socketPair()
        peer = Descriptor(owning: ends.1)
        let channel = try StreamChannel(adopting: Descriptor(owning: ends.0), on: test.loop)
        channel.onBytes = { [unowned self] in received.append(copying: $0) }
        channel.onClose = { [unowned self] in closings.append($0) }
        channel.output = { [unowned self] in Array(output.prefix(1 << 16)) }
        channel.didSend = { [unowned self] in output.removeFirst($0) }
        self.channel = channel
    }

    deinit { channel?.close() }

    /// Takes one step after the other, each when nothing is left to happen after the one before.
    func run(_ steps: (() throws -> Void)...) throws {
        var rest = steps[...]
        var failure: (any Error)?
        var timer: EventSource?
        timer = try test.loop.addTimer(at: .now()) { [test] in
            guard let step = rest.popFirst() else { return test.loop.stop() }
            do { try step() } catch { failure = error }
            timer?.arm(at: .now(plus: 5000))
        }
        timer?.setPriority(100)
        try test.run()
        timer?.remove()
        if let failure { throw failure }
    }

    func drop() { channel = nil }
}

@Test func octetsArriveInOrder() throws {
    let conversation = try Conversation()
    try conversation.run(
        { _ = try conversation.peer.write(Array("one ".utf8)) },
        { #expect(conversation.received == Array("one ".utf8)) },
        { _ = try conversation.peer.write(Array("two".utf8)) })
    #expect(conversation.received == Array("one two".utf8))
    #expect(conversation.closings == [])
    #expect(conversation.channel?.isOpen == true)
}

/// Far more than the kernel takes at once, to a peer that reads a little at a time.
@Test func whatTheKernelDoesNotTakeGoesWhenItCan() throws {
    let conversation = try Conversation()
    let octets = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    conversation.output = octets
    conversation.channel?.flush()
    #expect(!conversation.output.isEmpty)
    #expect(conversation.output.count < octets.count)
    var taken: [UInt8] = []
    let reader = try conversation.test.loop.add(conversation.peer.raw, [.readable]) { _ in
        taken += (try? conversation.peer.read(upTo: 50_000)) ?? []
        if taken.count == octets.count { conversation.test.loop.stop() }
    }
    try conversation.test.run()
    reader.remove()
    #expect(taken == octets)
    #expect(conversation.output.isEmpty)
}

@Test func aFlushWithNothingToSendSendsNothing() throws {
    let conversation = try Conversation()
    try conversation.run({ conversation.channel?.flush() })
    #expect(throws: SystemError(EAGAIN, "read")) { _ = try conversation.peer.read(upTo: 1) }
}

@Test func theEndOfTheOtherSideIsToldOnceAfterWhatItSaid() throws {
    let conversation = try Conversation()
    try conversation.run(
        {
            _ = try conversation.peer.write(Array("last words".utf8))
            conversation.peer.shutdown()
        },
        {
            #expect(conversation.received == Array("last words".utf8))
            #expect(conversation.closings == [nil])
            #expect(conversation.channel?.isOpen == false)
            conversation.output = [1]
            conversation.channel?.flush()
        })
    #expect(conversation.closings == [nil])
}

@Test func aWriteToAPeerThatIsGoneClosesTheChannelWithTheReason() throws {
    let conversation = try Conversation()
    conversation.peer.shutdown()
    conversation.output = [1]
    conversation.channel?.flush()
    #expect(conversation.closings == [SystemError(EPIPE, "write")])
}

@Test func aChannelThatWeCloseSaysNothing() throws {
    let conversation = try Conversation()
    _ = try conversation.peer.write([1])
    try conversation.run({ conversation.channel?.close() }, { conversation.channel?.close() })
    #expect(conversation.closings == [])
    #expect(try conversation.peer.read(upTo: 1) == [])
}

@Test func aPausedChannelTakesNothingUntilItGoesOn() throws {
    let conversation = try Conversation()
    try conversation.run(
        {
            conversation.channel?.pause()
            _ = try conversation.peer.write(Array("later".utf8))
        },
        {
            #expect(conversation.received == [])
            conversation.channel?.resume()
        })
    #expect(conversation.received == Array("later".utf8))
}

@Test func aPausedChannelThatNobodyListensToIsClosed() throws {
    let conversation = try Conversation()
    try conversation.run(
        {
            conversation.channel?.pause()
            _ = try conversation.peer.write(Array("never read".utf8))
            conversation.peer.shutdown()
        })
    #expect(conversation.closings == [nil])
    #expect(conversation.received == [])
}

@Test func aHandlerMayPauseAndCloseTheChannel() throws {
    let conversation = try Conversation()
    var calls = 0
    try conversation.run(
        {
            conversation.channel?.onBytes = { _ in
                calls += 1
                conversation.channel?.pause()
            }
            _ = try conversation.peer.write([UInt8](repeating: 1, count: 100_000))
        },
        {
            #expect(calls == 1)
            conversation.channel?.onBytes = { _ in
                calls += 1
                conversation.channel?.close()
            }
            conversation.channel?.resume()
        })
    #expect(calls == 2)
    #expect(conversation.closings == [])
}

@Test func aFastSenderDoesNotStarveTheOthers() throws {
    let conversation = try Conversation()
    var ticks = 0
    var ticker: EventSource?
    ticker = try conversation.test.loop.addTimer(at: .now()) {
        ticks += 1
        if ticks == 20 { conversation.test.loop.stop() } else { ticker?.arm(at: .now()) }
    }
    let sender = try conversation.test.loop.add(conversation.peer.raw, [.writable]) { _ in
        _ = try? conversation.peer.write([UInt8](repeating: 1, count: 1 << 18))
    }
    try conversation.test.run()
    sender.remove()
    #expect(ticks == 20)
    #expect(!conversation.received.isEmpty)
}

@Test func aChannelThatIsLetGoIsClosedAndLeavesTheLoop() throws {
    let conversation = try Conversation()
    weak let source = conversation.channel?.source
    #expect(source != nil)
    try conversation.run({ conversation.drop() }, { #expect(source == nil) })
    #expect(try conversation.peer.read(upTo: 1) == [])
    #expect(conversation.closings == [])
}
