import NetworkValues
import TFTP
import Testing

/// Windows of four blocks (RFC 7440); the OACK was answered after 100 ms.
struct WindowTests {
    private func transfer(blocks: UInt64 = 100) throws -> ReadTransfer {
        let size = blocks * 512 - 1
        let options = try Negotiation().answer(request(("windowsize", "4")), fileSize: size)
        var transfer = ReadTransfer(options: options, fileSize: size)
        #expect(transfer.start(now: seconds(0)) == .sendOptionAcknowledgement)
        #expect(transfer.receive(ack(0), now: seconds(0.1)) == .sendBlocks(1...4))
        return transfer
    }

    private func ack(_ block: UInt16) -> TFTPPacket { .acknowledgement(block: block) }

    @Test func oneACKForAWindowAndTheLastWindowIsShort() throws {
        var transfer = try transfer(blocks: 10)
        #expect(transfer.receive(ack(4), now: seconds(0.2)) == .sendBlocks(5...8))
        #expect(transfer.receive(ack(8), now: seconds(0.3)) == .sendBlocks(9...10))
        #expect(transfer.receive(ack(10), now: seconds(0.4)) == .end(.completed, sending: nil))
        #expect(transfer.counters.retransmissions == 0)
    }

    /// The answers took 100 ms so far, so that of the whole window is late 250 ms after it was sent.
    @Test func windowGoesOnBehindAnACKInsideItWhenTheRestIsLate() throws {
        var transfer = try transfer()
        #expect(transfer.receive(ack(2), now: seconds(0.2)) == .none)
        #expect(transfer.deadline == seconds(0.35))
        #expect(transfer.timeout(now: seconds(0.35)) == .sendBlocks(3...6))
        #expect(transfer.counters == TransferCounters(blocks: 2, octets: 1024, retransmissions: 2))
        #expect(transfer.deadline == seconds(1.35))
        #expect(transfer.receive(ack(6), now: seconds(0.45)) == .sendBlocks(7...10))
    }

    @Test func acksOfSingleBlocksOfAWindowThatArrivesCauseNothing() throws {
        var transfer = try transfer()
        for block: UInt16 in [1, 1, 2, 3, 3] {
            #expect(transfer.receive(ack(block), now: seconds(0.2)) == .none, "ACK \(block)")
        }
        #expect(transfer.receive(ack(4), now: seconds(0.21)) == .sendBlocks(5...8))
        #expect(transfer.deadline == seconds(1.21))
        #expect(transfer.counters.retransmissions == 0)
    }

    @Test func repeatedACKIsOneHintThatTheFirstBlockIsLost() throws {
        var transfer = try transfer()
        #expect(transfer.receive(ack(4), now: seconds(0.2)) == .sendBlocks(5...8))
        #expect(transfer.deadline == seconds(1.2))
        #expect(transfer.receive(ack(4), now: seconds(0.25)) == .none)
        #expect(transfer.deadline == seconds(0.45))
        #expect(transfer.receive(ack(4), now: seconds(0.3)) == .none)
        #expect(transfer.timeout(now: seconds(0.45)) == .sendBlocks(5...8))
        #expect(transfer.deadline == seconds(1.45))
        #expect(transfer.receive(ack(4), now: seconds(0.5)) == .none)
        #expect(transfer.deadline == seconds(1.45))
        #expect(transfer.timeout(now: seconds(1.45)) == .sendBlocks(5...8))
    }

    @Test func hintThatComesLateIsActedOnAtOnce() throws {
        var transfer = try transfer()
        _ = transfer.receive(ack(4), now: seconds(0.2))
        #expect(transfer.receive(ack(4), now: seconds(0.9)) == .none)
        #expect(transfer.deadline == seconds(0.9))
        #expect(transfer.timeout(now: seconds(0.9)) == .sendBlocks(5...8))
    }

    @Test func repeatedACKOfAWindowThatArrivesCausesNothing() throws {
        var transfer = try transfer()
        #expect(transfer.receive(ack(4), now: seconds(0.2)) == .sendBlocks(5...8))
        #expect(transfer.receive(ack(4), now: seconds(0.201)) == .none)
        #expect(transfer.receive(ack(8), now: seconds(0.3)) == .sendBlocks(9...12))
        #expect(transfer.deadline == seconds(1.3))
        #expect(transfer.counters.retransmissions == 0)
    }

    @Test func timeoutSendsTheWindowAgain() throws {
        var transfer = try transfer()
        #expect(transfer.timeout(now: seconds(1.1)) == .sendBlocks(1...4))
        #expect(transfer.receive(ack(4), now: seconds(1.2)) == .sendBlocks(5...8))
        #expect(transfer.counters == TransferCounters(blocks: 4, octets: 2048, retransmissions: 4))
    }

    @Test func windowPassesTheRollOver() throws {
        var transfer = try transfer(blocks: 140_000)
        var block: UInt64 = 0
        var action = transfer.receive(ack(4), now: seconds(0.2))
        while case .sendBlocks(let blocks) = action {
            #expect(blocks.lowerBound == block + 5)
            block += 4
            action = transfer.receive(ack(UInt16(truncatingIfNeeded: blocks.upperBound)), now: seconds(0.2))
        }
        #expect(action == .end(.completed, sending: nil))
        #expect(transfer.counters.blocks == 140_000)
    }

    @Test func noWindowIsSentToAnAddressThatHasNotAnswered() {
        var options = TransferOptions()
        options.windowSize = 4
        var transfer = ReadTransfer(options: options, fileSize: 10_000)
        #expect(transfer.start(now: seconds(0)) == .sendBlocks(1...1))
        #expect(transfer.timeout(now: seconds(1)) == .sendBlocks(1...1))
        #expect(transfer.receive(ack(1), now: seconds(2)) == .sendBlocks(2...5))
    }

    @Test func ackOfAnOlderWindowIsPassedOver() throws {
        var transfer = try transfer()
        _ = transfer.receive(ack(4), now: seconds(0.2))
        _ = transfer.receive(ack(8), now: seconds(0.3))
        for block: UInt16 in [0, 3, 4, 7, 13, 65535] {
            #expect(transfer.receive(ack(block), now: seconds(0.35)) == .none, "ACK \(block)")
        }
        #expect(transfer.deadline == seconds(1.3))
    }
}
