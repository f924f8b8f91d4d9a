internal import ArgumentParser
internal import Catalog
internal import LinuxIO
internal import Logging
internal import Systemd

/// Why bootd does not start: what only an administrator can mend.
struct StartFailure {
    /// Sentences for people, each with its place where there is one.
    let reasons: [String]

    init(_ error: any Error) {
        switch error {
        case let error as ConfigurationInvalid: reasons = error.problems.map(\.description)
        case let error as SystemError: reasons = ["bootd: cannot \(error)\(Self.advice(error))"]
        default: reasons = ["bootd: \(error)"]
        }
    }

    /// What to do, where the error leaves one to guess.
    private static func advice(_ error: SystemError) -> String {
        if error.isAddressInUse { return "; bootctl check says who has it" }
        return error.isPermission ? "; run it as root, or give it the capability or the directory that it lacks" : ""
    }

    /// Says so where it is looked for: in the journal and in `systemctl status`, or at the terminal. Answers the exit status.
    func tell(_ log: Logger) -> ExitCode {
        for reason in reasons {
            if JournalField.isStandardError {
                log.event(.cannotRun, .error, "bootd cannot start", ["reason": "\(reason)"])
            } else {
                Logs.writeError(reason)
            }
        }
        if let first = reasons.first { Notify.status("not started: \(first)") }
        return ExitCode(1)
    }
}
