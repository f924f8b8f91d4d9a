import HTTPServing
import NetworkValues
import Testing

@testable import bootd_http

struct ConnectionStateTests {
    private let limits = HTTPLimits()
    private let start = BootTime(microseconds: 1_000_000)
    private let kept = Inquiry.refused(Refusal(response: .error(.notFound), reason: "", keepsAlive: true))
    private let last = Inquiry.refused(Refusal(response: .error(.badRequest), reason: ""))

    private func later(_ microseconds: UInt64) -> BootTime { start.advanced(byMicroseconds: microseconds) }

    @Test func requestsAreAnsweredOneAfterTheOther() {
        var state = ConnectionState(limits, now: start)
        #expect(state.next(now: start) == .read)
        state.receive(kept)
        state.receive(last)
        #expect(state.next(now: start) == .answer(kept))
        #expect(state.next(now: start) == .wait)
        #expect(!state.isLastAnswer(to: kept))
        state.answered(kept, now: start)
        #expect(state.next(now: start) == .answer(last))
        #expect(state.isLastAnswer(to: last))
        state.answered(last, now: start)
        #expect(state.next(now: start) == .linger)
        #expect(state.next(now: start) == .read)
        state.inputEnded()
        #expect(state.next(now: start) == .close)
    }

    @Test func nothingIsTakenAfterTheLastRequest() {
        var state = ConnectionState(limits, now: start)
        state.receive(last)
        state.receive(kept)
        state.failed(.tooSlow)
        #expect(state.next(now: start) == .answer(last))
        state.answered(last, now: start)
        #expect(state.next(now: start) == .linger)
    }

    @Test func aRequestIsAnsweredWhenItsBodyHasCome() {
        var state = ConnectionState(limits, now: start)
        state.received(kept)
        state.receivedBody(HTTPLimits.bodyLength)
        #expect(state.next(now: start) == .read)
        state.receivedEnd()
        #expect(state.next(now: start) == .answer(kept))
    }

    @Test func aBodyOverTheLimitIsRefused() {
        var state = ConnectionState(limits, now: start)
        state.received(kept)
        state.receivedBody(HTTPLimits.bodyLength)
        state.receivedBody(1)
        state.receivedBody(HTTPLimits.bodyLength)
        state.receivedEnd()
        #expect(state.next(now: start) == .answer(.refused(.bodyTooLong)))
        state.answered(.refused(.bodyTooLong), now: start)
        #expect(state.next(now: start) == .linger)
    }

    @Test func theLastOfTooManyRequestsSaysSo() {
        var state = ConnectionState(limits, now: start)
        for _ in 0..<1000 { state.receive(kept) }
        for number in 1...HTTPLimits.pipelinedRequests {
            #expect(state.next(now: start) == .answer(kept))
            #expect(state.isLastAnswer(to: kept) == (number == HTTPLimits.pipelinedRequests))
            state.answered(kept, now: start)
        }
        #expect(state.next(now: start) == .linger)
    }

    @Test func theClientsEndIsTheEndAfterItsAnswers() {
        var state = ConnectionState(limits, now: start)
        state.receive(kept)
        state.received(kept)
        state.inputEnded()
        #expect(state.next(now: start) == .answer(kept))
        #expect(state.isLastAnswer(to: kept))
        state.answered(kept, now: start)
        #expect(state.next(now: start) == .close)
    }

    @Test func aStopClosesWhoIsIdle() {
        var state = ConnectionState(limits, now: start)
        state.received(kept)
        state.stop()
        #expect(state.next(now: start) == .close)
    }

    @Test func aStopLetsTheAnswerFinish() {
        var state = ConnectionState(limits, now: start)
        state.receive(kept)
        state.receive(kept)
        #expect(state.next(now: start) == .answer(kept))
        state.stop()
        #expect(state.next(now: start) == .wait)
        #expect(state.isLastAnswer(to: kept))
        state.answered(kept, now: start)
        #expect(state.next(now: start) == .linger)
    }

    @Test func aConnectionWithoutRequestIsClosed() {
        var state = ConnectionState(limits, now: start)
        state.check(now: later(limits.requestTime - 1))
        #expect(state.next(now: start) == .read)
        state.check(now: later(limits.requestTime))
        #expect(state.next(now: start) == .close)
    }

    @Test func aPartOfARequestIsWaitedForUntilItIsLate() {
        var state = ConnectionState(limits, now: start)
        state.readCompleted(now: later(10))
        state.readCompleted(now: later(1000))
        state.check(now: later(limits.requestTime + 9))
        #expect(state.next(now: start) == .read)
        state.check(now: later(limits.requestTime + 10))
        #expect(state.next(now: start) == .answer(.refused(.tooSlow)))
    }

    @Test func anIdleConnectionIsKeptForAWhile() {
        var state = ConnectionState(limits, now: start)
        state.receive(kept)
        #expect(state.next(now: start) == .answer(kept))
        state.check(now: later(10 * limits.idleTime))
        state.answered(kept, now: later(5))
        state.check(now: later(limits.idleTime + 4))
        #expect(state.next(now: start) == .read)
        state.check(now: later(limits.idleTime + 5))
        #expect(state.next(now: start) == .close)
    }

    @Test func lingeringHasAnEnd() {
        var state = ConnectionState(limits, now: start)
        state.receive(last)
        #expect(state.next(now: start) == .answer(last))
        state.answered(last, now: start)
        #expect(state.next(now: start) == .linger)
        state.check(now: later(limits.lingerTime))
        #expect(state.next(now: start) == .close)
    }
}

extension ConnectionState {
    /// A whole request has come.
    fileprivate mutating func receive(_ inquiry: Inquiry) {
        received(inquiry)
        receivedEnd()
    }
}
