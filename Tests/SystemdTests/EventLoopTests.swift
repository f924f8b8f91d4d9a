import Glibc
import LinuxIO
import NetworkValues
import Systemd
import Testing

@Test func everyTimerFiresOnce() throws {
    let test = try TestLoop()
    var fired: [Int] = []
    for number in 1...3 { _ = try test.loop.addTimer(at: .now(plus: UInt64(number) * 1000)) { fired.append(number) } }
    try test.stop(after: 10_000)
    try test.run()
    #expect(fired.sorted() == [1, 2, 3])
}

@Test func aTimerDoesNotFireBeforeItsTime() throws {
    let test = try TestLoop()
    let time = BootTime.now(plus: 20_000)
    var fired: BootTime?
    _ = try test.loop.addTimer(at: time) {
        fired = .now()
        test.loop.stop()
    }
    try test.run()
    #expect(try #require(fired) >= time)
}

@Test func aTimerIsArmedAgainAndDisarmed() throws {
    let test = try TestLoop()
    var (ticks, mistakes) = (0, 0)
    let disarmed = try test.loop.addTimer(at: .now()) { mistakes += 1 }
    disarmed.disarm()
    _ = try test.loop.addTimer(at: nil) { mistakes += 1 }
    var ticker: EventSource?
    ticker = try test.loop.addTimer(at: nil) {
        ticks += 1
        if ticks == 3 { test.loop.stop() } else { ticker?.arm(at: .now(plus: 1000)) }
    }
    ticker?.arm(at: .now())
    try test.run()
    #expect((ticks, mistakes) == (3, 0))
}

@Test func aDescriptorIsReadWhenItIsReady() throws {
    let test = try TestLoop()
    let ends = try socketPair()
    let reader = Descriptor(owning: ends.0)
    let writer = Descriptor(owning: ends.1)
    var received: [[UInt8]] = []
    let source = try test.loop.add(reader.raw, [.readable]) { events in
        #expect(events == [.readable])
        received.append((try? reader.read(upTo: 10)) ?? [])
        if received.count == 2 { test.loop.stop() } else { _ = try? writer.write([2]) }
    }
    _ = try writer.write([1])
    try test.run()
    source.remove()
    #expect(received == [[1], [2]])
}

@Test func aSourceWaitsForOtherEventsWhenItIsTold() throws {
    let test = try TestLoop()
    let ends = try socketPair()
    let one = Descriptor(owning: ends.0)
    let other = Descriptor(owning: ends.1)
    var seen: [IOEvents] = []
    var source: EventSource?
    source = try test.loop.add(one.raw, [.writable]) { events in
        seen.append(events)
        if events.contains(.hangUp) { return test.loop.stop() }
        source?.wait(for: [])
        // The end of the other side is told without being asked for.
        other.shutdown()
    }
    try test.run()
    source?.remove()
    #expect(seen.count == 2)
    #expect(seen.first == [.writable])
    #expect(seen.last?.contains(.hangUp) == true)
}

@Test func aSourceMayRemoveItselfInItsOwnHandler() throws {
    let test = try TestLoop()
    let ends = try socketPair()
    let reader = Descriptor(owning: ends.0)
    let writer = Descriptor(owning: ends.1)
    _ = try writer.write([1])
    final class Owner {
        var source: EventSource?
        var calls = 0
    }
    let owner = Owner()
    // What the handler holds must live until it is done, though nobody else holds it any more.
    owner.source = try test.loop.add(reader.raw, [.readable]) { [text = String(repeating: "held", count: 100)] _ in
        owner.source?.remove()
        owner.source = nil
        owner.calls += text.count
    }
    try test.stop(after: 10_000)
    try test.run()
    #expect(owner.calls == 400)
}

@Test func aTimerMayRemoveItselfInItsOwnHandler() throws {
    let test = try TestLoop()
    var timer: EventSource?
    var calls = 0
    timer = try test.loop.addTimer(at: .now()) {
        timer?.remove()
        timer = nil
        calls += 1
        test.loop.stop()
    }
    try test.run()
    #expect(calls == 1)
}

@Test func aSourceThatWasRemovedIsNotCalledThoughItWasReady() throws {
    let test = try TestLoop()
    let now = BootTime.now()
    var calls: [Int] = []
    var timers: [EventSource] = []
    // Both are due at once; whichever is first removes the other.
    for number in 0..<2 {
        timers.append(
            try test.loop.addTimer(at: now) {
                calls.append(number)
                timers[1 - number].remove()
            })
    }
    try test.stop(after: 10_000)
    try test.run()
    #expect(calls.count == 1)
}

@Test func aRemovedSourceTakesEveryOrderQuietly() throws {
    let test = try TestLoop()
    let timer = try test.loop.addTimer(at: nil) {}
    for _ in 0..<2 { timer.remove() }
    timer.arm(at: .now())
    timer.disarm()
    timer.wait(for: [.readable])
    timer.setPriority(1)
}

@Test func aRemovedSourceLetsGoOfWhatItsHandlerHeld() throws {
    final class Held {}
    let test = try TestLoop()
    weak var held: Held?
    let timer: EventSource
    do {
        let object = Held()
        held = object
        timer = try test.loop.addTimer(at: nil) { _ = object }
    }
    #expect(held != nil)
    timer.remove()
    #expect(held == nil)
}

@Test func whatIsReadyGoesByPriority() throws {
    let test = try TestLoop()
    let now = BootTime.now()
    var order: [Int64] = []
    for priority in [5, -5, 0] as [Int64] {
        try test.loop.addTimer(at: now) { order.append(priority) }.setPriority(priority)
    }
    try test.stop(after: 10_000)
    try test.run()
    #expect(order == [-5, 0, 5])
}

@Test func aPostRunsAfterEachRoundOfHandlers() throws {
    let test = try TestLoop()
    var order: [String] = []
    let second = try test.loop.addTimer(at: nil) { order.append("second") }
    let post = test.loop.addPost {
        if order.last == "second" { test.loop.stop() } else { second.arm(at: .now()) }
        order.append("post")
    }
    _ = try test.loop.addTimer(at: .now()) { order.append("first") }
    try test.run()
    post.remove()
    #expect(order == ["first", "post", "second", "post"])
}

@Test func whatIsToBeDoneAtTheEndIsDoneThenAndOnce() throws {
    let test = try TestLoop()
    var order: [String] = []
    _ = try test.loop.addExit { order.append("exit") }
    _ = try test.loop.addTimer(at: .now()) { order.append("timer") }
    try test.loop.addTimer(at: .now(plus: 5000)) {
        order.append("last")
        test.loop.stop()
    }.setPriority(100)
    try test.run()
    #expect(order == ["timer", "last", "exit"])
}

@Test func aSignalIsAHandlersCall() throws {
    let test = try TestLoop()
    // Blocked for this thread, and sent to it alone: the other tests' threads know nothing of it.
    var (blocked, before) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&blocked)
    unsafe sigaddset(&blocked, SIGHUP)
    unsafe pthread_sigmask(SIG_BLOCK, &blocked, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    var calls = 0
    let source = try test.loop.addSignal(Signals.hangUp) {
        calls += 1
        test.loop.stop()
    }
    pthread_kill(pthread_self(), SIGHUP)
    try test.run()
    source.remove()
    #expect(calls == 1)
}

@Test func aSignalThatIsNotBlockedIsRefused() throws {
    let test = try TestLoop()
    var (open, before) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&open)
    unsafe sigaddset(&open, SIGUSR2)
    unsafe pthread_sigmask(SIG_UNBLOCK, &open, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    #expect(throws: SystemError(EBUSY, "add to the event loop")) { _ = try test.loop.addSignal(SIGUSR2) {} }
}

@Test func aDescriptorThatCannotBeWaitedForIsRefused() throws {
    let test = try TestLoop()
    #expect(throws: SystemError(EBADF, "add to the event loop")) { _ = try test.loop.add(-1, [.readable]) { _ in } }
    let file = try RootDirectory("/proc/self").open("status")
    #expect(throws: SystemError(EPERM, "add to the event loop")) { _ = try test.loop.add(file.raw, [.readable]) { _ in } }
}
