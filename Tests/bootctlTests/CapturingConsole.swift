import LinuxIO
import NetworkValues
import Synchronization

@testable import bootctl

/// What a command line printed, and its exit status.
struct Outcome: Equatable {
    var status: Int32 = 0
    var output = ""
    var errors = ""
}

/// Runs a command line as bootctl would, at noon.
func run(_ arguments: [String], socket: String = "/nonexistent/control.socket", diskIsFull: Bool = false) -> Outcome {
    let outcome = Mutex(Outcome())
    let console = Console(
        output: { text throws(SystemError) in
            if diskIsFull { throw SystemError.notFound("write") }
            outcome.withLock { $0.output += text }
        },
        errors: { text in outcome.withLock { $0.errors += text } },
        isTerminal: false,
        now: { noon },
        calendar: { _ in "2026-11-23 12:00:01" })
    let status = Program.run(arguments, socket: socket, console: console)
    return outcome.withLock { outcome in
        outcome.status = status
        return outcome
    }
}
