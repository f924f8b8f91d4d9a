import LinuxIO
import NetworkValues
import Systemd
import Testing

@testable import WorkerRuntime

/// A watchdog over another loop, in place of which the test answers.
private final class Watched {
    let loop: EventLoop
    private(set) var questions = 0
    private(set) var meals = 0
    /// Called at each question, and with it.
    var onQuestion: (EventCounter) -> Void = { _ in }
    private var watchdog: Watchdog?

    init() throws {
        loop = try EventLoop()
        watchdog = try Watchdog(
            loop, period: 3000,
            ask: { [unowned self] counter in
                questions += 1
                onQuestion(counter)
            },
            feed: { [unowned self] in
                meals += 1
                if meals == 3 { loop.stop() }
            })
    }
}

@Test func eachAnswerOfTheOtherLoopFeedsTheWatchdogOnce() throws {
    let watched = try Watched()
    watched.onQuestion = { $0.signal() }
    try watched.loop.run()
    #expect((watched.questions, watched.meals) == (3, 3))
}

@Test func aLoopThatDoesNotAnswerFeedsNothingAndIsAskedOnce() throws {
    let watched = try Watched()
    // Later than several more questions would be.
    let end = try watched.loop.addTimer(at: BootTime.now().advanced(byMicroseconds: 30_000)) { watched.loop.stop() }
    try watched.loop.run()
    end.remove()
    #expect((watched.questions, watched.meals) == (1, 0))
}

@Test func aLoopThatWasBlockedFeedsAgainWhenItGoesOn() throws {
    let watched = try Watched()
    var counter: EventCounter?
    watched.onQuestion = { if watched.questions == 1 { counter = $0 } else { $0.signal() } }
    let release = try watched.loop.addTimer(at: BootTime.now().advanced(byMicroseconds: 10_000)) { counter?.signal() }
    try watched.loop.run()
    release.remove()
    #expect((watched.questions, watched.meals) == (3, 3))
}
