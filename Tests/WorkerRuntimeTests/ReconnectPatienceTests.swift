import NetworkValues
import Testing

@testable import WorkerRuntime

private func time(_ microseconds: UInt64) -> BootTime { BootTime(microseconds: 1_000_000_000 + microseconds) }

/// How long it is waited for after each of so many connections that end at once.
private func rests(_ count: Int, _ patience: inout ReconnectPatience) -> [UInt64] {
    var now: UInt64 = 0
    return (0..<count).map { _ in
        patience.connected(at: time(now))
        patience.lost("hung up", at: time(now))
        var rest: UInt64 = 0
        while patience.obstacle(at: time(now + rest)) != nil { rest += 50_000 }
        now += rest
        return rest
    }
}

@Test func aSupervisorThatHangsUpIsAskedMoreAndMoreSeldom() {
    var patience = ReconnectPatience()
    #expect(
        rests(9, &patience) == [0, 100_000, 200_000, 400_000, 800_000, 1_600_000, 3_200_000, 5_000_000, 5_000_000])
}

@Test func theObstacleIsWhatEndedTheLastConnection() {
    var patience = ReconnectPatience()
    #expect(patience.obstacle(at: time(0)) == nil)
    for problem in ["first", "second"] {
        patience.connected(at: time(0))
        patience.lost(problem, at: time(0))
    }
    #expect(patience.obstacle(at: time(99_999)) == "second")
    #expect(patience.obstacle(at: time(100_000)) == nil)
}

@Test func anAnswerOrALongConnectionIsForgiven() {
    for isAnswered in [true, false] {
        var patience = ReconnectPatience()
        _ = rests(5, &patience)
        patience.connected(at: time(0))
        if isAnswered { patience.answered() }
        patience.lost("gone", at: time(isAnswered ? 0 : ReconnectPatience.settledTime))
        #expect(rests(2, &patience) == [0, 100_000])
    }
}
