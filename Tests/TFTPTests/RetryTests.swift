import NetworkValues
import TFTP
import Testing

struct RetryTests {
    private func transfer(
        _ asked: TFTPRequest = request(), size: UInt64 = 5000, policy: RetryPolicy = RetryPolicy(),
    ) throws -> ReadTransfer {
        let options = try Negotiation().answer(asked, fileSize: size)
        return ReadTransfer(options: options, fileSize: size, policy: policy)
    }

    /// Runs until the end with a client that says nothing more; the times of what was sent, and the end.
    private func silence(_ transfer: inout ReadTransfer) -> (sent: [Double], end: Double, outcome: TransferOutcome?) {
        var sent: [Double] = []
        while let deadline = transfer.deadline {
            let time = Double(deadline.microseconds) / 1_000_000
            switch transfer.timeout(now: deadline) {
            case .end(let outcome, sending: nil): return (sent, time, outcome)
            case .sendBlocks, .sendOptionAcknowledgement: sent.append(time)
            default: return (sent, time, nil)
            }
        }
        return (sent, 0, nil)
    }

    @Test func silentClientIsTriedSixTimesWithGrowingWaits() throws {
        var transfer = try transfer()
        _ = transfer.start(now: seconds(0))
        let run = silence(&transfer)
        #expect(run.sent == [1, 3, 7, 15, 23])
        #expect(run.end == 31)
        #expect(run.outcome == .timedOut)
        #expect(transfer.counters == TransferCounters(blocks: 0, octets: 0, retransmissions: 5))
    }

    @Test func clientsOwnTimeoutHoldsForEveryWait() throws {
        var transfer = try transfer(request(("timeout", "3")))
        #expect(transfer.start(now: seconds(10)) == .sendOptionAcknowledgement)
        let run = silence(&transfer)
        #expect(run.sent == [13, 16, 19, 22, 25])
        #expect(run.end == 28)
    }

    @Test func longTimeoutDoesNotHoldAHalfOpenTransferForHours() throws {
        var transfer = try transfer(request(("timeout", "255")))
        _ = transfer.start(now: seconds(0))
        let run = silence(&transfer)
        #expect(run.sent.isEmpty)
        #expect(run.end == 60)
        #expect(run.outcome == .timedOut)
    }

    @Test func transferWithoutProgressEndsAtTheIdleLimit() throws {
        var transfer = try transfer(request(("timeout", "200")))
        _ = transfer.start(now: seconds(0))
        _ = transfer.receive(.acknowledgement(block: 0), now: seconds(1))
        let run = silence(&transfer)
        #expect(run.sent == [201])
        #expect(run.end == 301)
    }

    @Test func everyProgressBeginsTheTriesAfresh() throws {
        var transfer = try transfer()
        _ = transfer.start(now: seconds(0))
        for _ in 0..<3 {
            let deadline = try #require(transfer.deadline)
            #expect(transfer.timeout(now: deadline) == .sendBlocks(1...1))
        }
        #expect(transfer.receive(.acknowledgement(block: 1), now: seconds(8)) == .sendBlocks(2...2))
        #expect(transfer.deadline == seconds(9))
        #expect(silence(&transfer).sent == [9, 11, 15, 23, 31])
    }

    @Test func earlyTimerDoesNothing() throws {
        var transfer = try transfer()
        #expect(transfer.timeout(now: seconds(0)) == .none)
        _ = transfer.start(now: seconds(0))
        #expect(transfer.timeout(now: seconds(0.999)) == .none)
        #expect(transfer.timeout(now: seconds(1.5)) == .sendBlocks(1...1))
        #expect(transfer.deadline == seconds(3.5))
    }

    @Test func lastACKThatNeverComesIsNoFailureOfTheFile() throws {
        var transfer = try transfer(size: 600)
        _ = transfer.start(now: seconds(0))
        _ = transfer.receive(.acknowledgement(block: 1), now: seconds(0))
        #expect(silence(&transfer).outcome == .unconfirmed)
    }

    @Test func policyIsKept() throws {
        var policy = RetryPolicy()
        policy.firstWait = 500_000
        policy.longestWait = 500_000
        policy.tries = 2
        var transfer = try transfer(policy: policy)
        _ = transfer.start(now: seconds(0))
        let run = silence(&transfer)
        #expect(run.sent == [0.5])
        #expect(run.end == 1)
    }
}
