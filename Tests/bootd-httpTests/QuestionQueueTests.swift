import NetworkValues
import Testing

@testable import bootd_http

struct QuestionQueueTests {
    private func queue(_ names: String...) -> QuestionQueue<String> {
        var queue = QuestionQueue<String>(limit: 3)
        for (index, name) in names.enumerated() {
            queue.add(Array(name.utf8), deadline: BootTime(microseconds: UInt64(10 * (index + 1))), name)
        }
        return queue
    }

    @Test func answersComeInTheOrderOfTheQuestions() {
        var queue = queue("a", "b")
        #expect(queue.ask() == [Array("a".utf8), Array("b".utf8)])
        #expect(queue.ask().isEmpty)
        #expect(queue.answered()?.context == "a")
        #expect(!queue.isEmpty)
        #expect(queue.answered()?.context == "b")
        #expect(queue.answered() == nil)
        #expect(queue.isEmpty)
    }

    @Test func aQuestionIsAskedTwiceAtMost() {
        var queue = queue("a")
        _ = queue.ask()
        queue.add([], deadline: .init(microseconds: 100), "b")
        #expect(queue.lost().isEmpty)
        #expect(queue.ask() == [Array("a".utf8), []])
        #expect(queue.lost() == ["a"])
        #expect(queue.ask() == [[]])
        #expect(queue.lost() == ["b"])
        #expect(queue.isEmpty)
    }

    @Test func whatWasAnsweredIsNotAskedAgain() {
        var queue = queue("a", "b")
        _ = queue.ask()
        #expect(queue.answered()?.context == "a")
        #expect(queue.lost().isEmpty)
        #expect(queue.ask() == [Array("b".utf8)])
    }

    @Test func aLateAnswerIsNobodysAndShiftsNothing() {
        var queue = queue("a", "b")
        _ = queue.ask()
        #expect(queue.expire(now: BootTime(microseconds: 9)).isEmpty)
        #expect(queue.expire(now: BootTime(microseconds: 10)) == ["a"])
        #expect(queue.expire(now: BootTime(microseconds: 10)).isEmpty)
        #expect(queue.answered().map(\.context) == .some(nil))
        #expect(queue.answered()?.context == "b")
    }

    @Test func whoHasGivenUpIsNotAskedFor() {
        var queue = queue("a", "b")
        #expect(queue.expire(now: BootTime(microseconds: 10)) == ["a"])
        #expect(queue.ask() == [Array("b".utf8)])
        #expect(queue.expire(now: BootTime(microseconds: 20)) == ["b"])
        #expect(queue.lost().isEmpty)
        #expect(queue.ask().isEmpty)
    }

    @Test func onlySoManyWait() {
        var queue = queue("a", "b")
        #expect(!queue.isFull)
        _ = queue.ask()
        queue.add([], deadline: .init(microseconds: 1), "c")
        #expect(queue.isFull)
        _ = queue.answered()
        #expect(!queue.isFull)
    }

    @Test func manyAnswersLeaveNothingBehind() {
        var queue = QuestionQueue<Int>(limit: 10_000)
        for number in 0..<5000 { queue.add([], deadline: .init(microseconds: 1), number) }
        #expect(queue.ask().count == 5000)
        for number in 0..<5000 { #expect(queue.answered()?.context == number) }
        #expect(queue.isEmpty)
    }
}
