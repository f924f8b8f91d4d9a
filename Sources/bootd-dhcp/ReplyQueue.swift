internal import DHCP
internal import LinuxIO
internal import NetworkValues
internal import Systemd

/// The replies that are on their way out, in the order of their answers, at a pace that their receivers can follow.
final class ReplyQueue {
    private struct Pending {
        let reply: DHCPReply
        let question: Question
    }

    private let sender: ReplySender
    private var pace = ReplyPace()
    private var waiting = Line<Pending>()
    private var timer: EventSource?

    init(_ sender: ReplySender, _ loop: EventLoop) throws(SystemError) {
        self.sender = sender
        timer = try loop.addTimer(at: nil, slack: 50) { [weak self] in self?.sendOn() }
    }

    /// How many replies have not left.
    var count: Int { waiting.count }

    func send(_ reply: DHCPReply, for question: Question) {
        if count == 0, pace.admits(at: .now()) { return sender.send(reply, for: question) }
        waiting.append(Pending(reply: reply, question: question))
        if count == 1 { timer?.arm(at: pace.next) }
    }

    private func sendOn() {
        let now = BootTime.now()
        while count > 0, pace.admits(at: now), let next = waiting.popFirst() { sender.send(next.reply, for: next.question) }
        if count > 0 { timer?.arm(at: pace.next) }
    }
}
