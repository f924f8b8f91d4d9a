import DHCP
import LinuxIO
import NetworkValues
import Systemd
import Testing

@testable import bootd_dhcp

@Suite struct ReplyQueueTests {
    private let client: LoopbackClient
    private let loop: EventLoop
    private let queue: ReplyQueue

    init() throws {
        client = try LoopbackClient()
        loop = try EventLoop()
        queue = try ReplyQueue(ReplySender(log: LogRecorder().logger), loop)
    }

    /// The first so many replies that come.
    private func receive(_ count: Int) throws -> [UInt32] {
        var came: [UInt32] = []
        let source = try loop.add(client.descriptor, [.readable]) { [loop, client] _ in
            while let reply = try? client.receive() { came.append(reply.xid) }
            if came.count >= count { loop.stop() }
        }
        client.flush()
        let post = loop.addPost { [client] in client.flush() }
        let guardian = try loop.addTimer(at: BootTime.now().advanced(byMicroseconds: 60_000_000)) { [loop] in loop.stop() }
        try loop.run()
        guardian.remove()
        post.remove()
        source.remove()
        return came
    }

    @Test func aGroupLeavesAtOnce() throws {
        for number in 0..<UInt32(ReplyPace.group) { queue.send(DHCPReply(.ack), for: client.question(number)) }
        #expect(queue.count == 0)
        #expect(try receive(ReplyPace.group) == Array(0..<UInt32(ReplyPace.group)))
    }

    @Test func moreThanAGroupLeaveOnceEachInTheOrderOfTheAnswers() throws {
        for number in 0..<100 as Range<UInt32> { queue.send(DHCPReply(.ack), for: client.question(number)) }
        #expect(try receive(100) == Array(0..<100))
        #expect(queue.count == 0)
    }
}

@Suite struct LineTests {
    @Test func nobodyIsLostServedTwiceOrOvertakenWhateverComesMeanwhile() {
        var (line, next, served) = (Line<Int>(), 0, [Int]())
        for step in 0..<20_000 {
            // It grows to some thousands, and shrinks to none.
            let comes = step < 8000 ? step % 3 != 2 : step % 3 == 0
            if comes {
                line.append(next)
                next += 1
            } else if let first = line.popFirst() {
                served.append(first)
            }
            #expect(line.count == next - served.count)
            #expect(line.size < line.count + Line<Int>.most)
        }
        while let first = line.popFirst() { served.append(first) }
        let isInOrder = served == Array(0..<next)
        #expect(isInOrder)
        #expect(next > 9000)
        #expect(line.size == 0)
        #expect(line.popFirst() == nil)
    }
}
