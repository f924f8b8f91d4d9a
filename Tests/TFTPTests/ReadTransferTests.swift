import NetworkValues
import TFTP
import Testing

struct ReadTransferTests {
    private static let abort = TFTPError(.optionsRefused, "User aborted the transfer")

    private func transfer(
        _ asked: TFTPRequest = request(), size: UInt64 = 1300, policy: RetryPolicy = RetryPolicy(),
    ) throws -> ReadTransfer {
        let options = try Negotiation().answer(asked, fileSize: size)
        return ReadTransfer(options: options, fileSize: size, policy: policy)
    }

    private func ack(_ block: UInt16) -> TFTPPacket { .acknowledgement(block: block) }

    @Test func plainTransferGoesBlockByBlock() throws {
        var transfer = try transfer()
        #expect(transfer.deadline == nil)
        #expect(transfer.start(now: seconds(1)) == .sendBlocks(1...1))
        #expect(transfer.isHalfOpen)
        #expect(transfer.receive(ack(1), now: seconds(1.1)) == .sendBlocks(2...2))
        #expect(!transfer.isHalfOpen)
        #expect(transfer.receive(ack(2), now: seconds(1.2)) == .sendBlocks(3...3))
        #expect(transfer.counters == TransferCounters(blocks: 2, octets: 1024, retransmissions: 0))
        #expect(transfer.receive(ack(3), now: seconds(1.3)) == .end(.completed, sending: nil))
        #expect(transfer.counters == TransferCounters(blocks: 3, octets: 1300, retransmissions: 0))
        #expect(transfer.deadline == nil)
    }

    @Test(arguments: [(0, 1), (511, 1), (512, 2), (1024, 3)] as [(UInt64, UInt64)])
    func fileEndsWithAShortBlockThatMayBeEmpty(_ size: UInt64, _ blocks: UInt64) throws {
        var transfer = try transfer(size: size)
        var action = transfer.start(now: seconds(0))
        for block in 1...blocks {
            #expect(action == .sendBlocks(block...block))
            action = transfer.receive(ack(UInt16(block)), now: seconds(0))
        }
        #expect(action == .end(.completed, sending: nil))
    }

    @Test func optionsAreAcknowledgedBeforeTheFirstBlock() throws {
        var transfer = try transfer(request(("blksize", "1000")))
        #expect(transfer.start(now: seconds(0)) == .sendOptionAcknowledgement)
        #expect(transfer.receive(ack(1), now: seconds(0)) == .none)
        #expect(transfer.isHalfOpen)
        #expect(transfer.receive(ack(0), now: seconds(0)) == .sendBlocks(1...1))
        #expect(transfer.receive(ack(0), now: seconds(0)) == .none)
        #expect(transfer.receive(ack(1), now: seconds(0)) == .sendBlocks(2...2))
        #expect(transfer.receive(ack(2), now: seconds(0)) == .end(.completed, sending: nil))
    }

    @Test func repeatedAndForeignACKsCauseNothing() throws {
        var transfer = try transfer(size: 100_000)
        _ = transfer.start(now: seconds(0))
        _ = transfer.receive(ack(1), now: seconds(0))
        #expect(transfer.receive(ack(2), now: seconds(0)) == .sendBlocks(3...3))
        let deadline = transfer.deadline
        for block: UInt16 in [2, 2, 1, 0, 4, 65535, 1000] {
            #expect(transfer.receive(ack(block), now: seconds(0.5)) == .none, "ACK \(block)")
        }
        #expect(transfer.deadline == deadline)
        #expect(transfer.receive(ack(3), now: seconds(0.6)) == .sendBlocks(4...4))
    }

    @Test func otherPacketsAreNoACKs() throws {
        var transfer = try transfer()
        let others: [TFTPPacket] = [
            .readRequest(request()), .writeRequest(request()), .data(block: 1, payload: []), .optionAcknowledgement([]),
        ]
        #expect(transfer.receive(ack(0), now: seconds(0)) == .none)
        _ = transfer.start(now: seconds(0))
        for packet in others { #expect(transfer.receive(packet, now: seconds(0)) == .none) }
        #expect(transfer.start(now: seconds(0)) == .none)
    }

    @Test func errorAfterTheSizeWasToldIsAProbe() throws {
        var probe = try transfer(request(("tsize", "0"), ("blksize", "1468")))
        _ = probe.start(now: seconds(0))
        #expect(probe.receive(.error(Self.abort), now: seconds(0)) == .end(.sizeProbe, sending: nil))
        #expect(probe.deadline == nil)
        #expect(probe.receive(.error(Self.abort), now: seconds(0)) == .none)
    }

    @Test func errorIsOtherwiseTheClientsWishToEnd() throws {
        var withoutSize = try transfer(request(("blksize", "1468")))
        _ = withoutSize.start(now: seconds(0))
        #expect(withoutSize.receive(.error(Self.abort), now: seconds(0)) == .end(.aborted(Self.abort), sending: nil))

        var underWay = try transfer(request(("tsize", "0")))
        _ = underWay.start(now: seconds(0))
        _ = underWay.receive(ack(0), now: seconds(0))
        #expect(underWay.receive(.error(Self.abort), now: seconds(0)) == .end(.aborted(Self.abort), sending: nil))
    }

    @Test func failureIsToldToTheClientOnce() throws {
        let error = TFTPError(.notDefined, "The file could not be read")
        var transfer = try transfer()
        _ = transfer.start(now: seconds(0))
        #expect(transfer.fail(error) == .end(.failed(error), sending: error))
        #expect(transfer.fail(error) == .none)
        #expect(transfer.unreachable() == .none)
        #expect(transfer.timeout(now: seconds(100)) == .none)
    }

    @Test func clientThatLeavesWithoutTheLastACKMayHaveItAll() throws {
        var early = try transfer(request(("blksize", "1000")))
        _ = early.start(now: seconds(0))
        #expect(early.unreachable() == .end(.unreachable, sending: nil))

        var late = try transfer(request(("blksize", "1000")))
        _ = late.start(now: seconds(0))
        _ = late.receive(ack(0), now: seconds(0))
        _ = late.receive(ack(1), now: seconds(0))
        #expect(late.unreachable() == .end(.unconfirmed, sending: nil))
    }

    /// 40 MB in blocks of 512: 81,920 of them, past 65535 and on.
    @Test func blockNumbersRollOver() throws {
        var transfer = try transfer(size: 41_943_040)
        var action = transfer.start(now: seconds(0))
        var steps: UInt64 = 0
        while case .sendBlocks(let blocks) = action, blocks.count == 1, let block = transfer.layout[blocks.lowerBound] {
            steps += 1
            if block.number == 65536 { #expect((block.wireNumber, block.offset) == (0, 33_553_920)) }
            action = transfer.receive(ack(block.wireNumber), now: seconds(0))
        }
        #expect(action == .end(.completed, sending: nil))
        #expect(steps == 81_921)
        #expect(transfer.counters.octets == 41_943_040)
    }
}
