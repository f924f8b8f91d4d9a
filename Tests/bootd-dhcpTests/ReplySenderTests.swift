import DHCP
import Testing

@testable import bootd_dhcp

@Suite struct ReplySenderTests {
    private static let message = "a reply is longer than its client takes"

    private let client: LoopbackClient
    private let log = LogRecorder()
    private let sender: ReplySender

    init() throws {
        client = try LoopbackClient()
        sender = ReplySender(log: log.logger)
    }

    private func reply(_ codes: [DHCPOptionCode], count: Int) -> DHCPReply {
        var reply = DHCPReply(.ack)
        for code in codes { reply.options.append(code, [UInt8](repeating: 0x61, count: count)) }
        return reply
    }

    @Test func whatIsLeftOutIsSaidOnceAndTheRestIsSent() throws {
        for _ in 0..<3 {
            sender.send(reply([.rootPath], count: 1000), for: client.question(7))
            client.flush()
            let sent = try #require(try client.receive())
            #expect(sent.xid == 7)
            #expect(sent.options[.rootPath] == nil)
        }
        #expect(log.reasons(Self.message) == ["left out: \(DHCPReplyPart.option(.rootPath))"])
        // That others lack something else is another matter.
        sender.send(reply([.rootPath, .hostName], count: 1000), for: client.question(7))
        #expect(log.reasons(Self.message).count == 2)
    }

    @Test func nothingIsSaidOfAReplyThatFits() throws {
        sender.send(reply([.rootPath], count: 20), for: client.question(7))
        client.flush()
        #expect(try client.receive()?.options[.rootPath]?.count == 20)
        #expect(log.reasons(Self.message).isEmpty)
    }
}
