internal import LinuxIO
internal import NetworkValues
internal import Systemd

/// Feeds systemd's watchdog by the answers of another loop, which does the work: it goes hungry when either of the two stands.
final class Watchdog {
    private let answered: EventCounter
    private var isWaiting = false
    private var timer: EventSource?
    private var answers: EventSource?

    /// `ask` has the counter signalled in the other loop. It is called three times in each `period` (in microseconds), unless
    /// the answer to the last call is still out.
    init(
        _ loop: EventLoop, period: UInt64, ask: @escaping (EventCounter) -> Void, feed: @escaping () -> Void
    ) throws(SystemError) {
        answered = try EventCounter()
        timer = try loop.addTimer(at: .now()) { [weak self] in self?.fire(period / 3, ask) }
        answers = try loop.add(answered.raw, [.readable]) { [weak self] _ in
            guard let self else { return }
            answered.clear()
            isWaiting = false
            feed()
        }
    }

    deinit {
        timer?.remove()
        answers?.remove()
    }

    private func fire(_ pause: UInt64, _ ask: (EventCounter) -> Void) {
        timer?.arm(at: BootTime.now().advanced(byMicroseconds: pause))
        guard !isWaiting else { return }
        isWaiting = true
        ask(answered)
    }
}
