import Dispatch
import LinuxIO
import Synchronization
import Systemd

/// An event loop and what belongs to it, on a thread of their own, as in the process.
final class LoopThread<State>: Sendable {
    typealias Job = @Sendable (State, EventLoop) -> Void

    private let jobs: Mutex<[Job]> = Mutex([])
    private let wake: EventCounter
    private let ended = DispatchSemaphore(value: 0)
    private let roundCount = Atomic(0)

    /// How many rounds the loop has made.
    var rounds: Int { roundCount.load(ordering: .relaxed) }

    /// Makes `State` on the thread.
    init(_ make: @escaping @Sendable (EventLoop) throws -> State) throws {
        wake = try EventCounter()
        let started = DispatchSemaphore(value: 0)
        let failure = Failure()
        try BackgroundThread.start {
            do {
                let loop = try EventLoop()
                let state = try make(loop)
                let source = try loop.add(self.wake.raw, [.readable]) { _ in self.runJobs(state, loop) }
                let counter = loop.addPost { self.roundCount.add(1, ordering: .relaxed) }
                started.signal()
                try loop.run()
                source.remove()
                counter.remove()
            } catch {
                failure.error.withLock { $0 = error }
                started.signal()
            }
            self.ended.signal()
        }
        started.wait()
        if let error = failure.error.withLock({ $0 }) { throw error }
    }

    /// Runs `body` on the thread and answers what it answers.
    func perform<Value: Sendable>(_ body: @escaping @Sendable (State) -> Value) -> Value {
        let done = Done<Value>()
        enqueue { state, _ in
            done.value.withLock { $0 = body(state) }
            done.semaphore.signal()
        }
        done.semaphore.wait()
        guard let value = done.value.withLock({ $0 }) else { preconditionFailure("the job has run") }
        return value
    }

    /// Waits until `condition` holds; false when it does not within a minute.
    func wait(until condition: @escaping @Sendable (State) -> Bool) -> Bool {
        for _ in 0..<12_000 {
            if perform(condition) { return true }
            BackgroundThread.sleep(microseconds: 5000)
        }
        return false
    }

    /// Ends the loop and waits for the thread.
    func stop() {
        enqueue { _, loop in loop.stop() }
        ended.wait()
    }

    private func enqueue(_ job: @escaping Job) {
        jobs.withLock { $0.append(job) }
        wake.signal()
    }

    private func runJobs(_ state: State, _ loop: EventLoop) {
        wake.clear()
        let jobs = jobs.withLock { jobs in
            defer { jobs = [] }
            return jobs
        }
        for job in jobs { job(state, loop) }
    }
}

private final class Failure: Sendable {
    let error: Mutex<(any Error)?> = Mutex(nil)
}

private final class Done<Value: Sendable>: Sendable {
    let value: Mutex<Value?> = Mutex(nil)
    let semaphore = DispatchSemaphore(value: 0)
}

/// Waits until `condition` holds; false when it does not within a minute.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<6000 {
        if try condition() { return true }
        BackgroundThread.sleep(microseconds: 10_000)
    }
    return false
}
