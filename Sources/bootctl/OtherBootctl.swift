internal import LinuxIO

/// The `bootctl` of systemd-boot, which package scripts call and which may be installed beside ours.
enum OtherBootctl {
    /// Two copies of ours must not call each other for ever: exec keeps the process id.
    private static let marker = "BOOTCTL_HANDED_OVER_BY"

    /// Becomes that program; answers an exit status only when this cannot be done.
    static func takeOver(for word: String, console: Console) -> Int32 {
        let ourPID = "\(Processes.current)"
        let path = Processes.environment(marker) == ourPID ? nil : find(searchPath: Processes.environment("PATH") ?? "")
        guard let path else {
            console.complain(notInstalled(word))
            return 1
        }
        Processes.setEnvironment(marker, ourPID)
        do throws(SystemError) {
            try Processes.becomeProgram(at: path)
        } catch {
            console.complain(["\(Program.name): cannot \(error)"])
            return 1
        }
    }

    /// The first program called `bootctl` that is another file than `ourselves`.
    static func find(
        searchPath: String, ourselves: FileIdentity? = .ourselves,
        identity: (String) -> FileIdentity? = { FileIdentity(program: $0) }
    ) -> String? {
        // What a script means by `bootctl` is in one of these, whatever its PATH is.
        let folders =
            ["/usr/bin", "/bin"] + searchPath.split(separator: ":").filter { $0.hasPrefix("/") }.map { String($0) }
        return folders.lazy.map { "\($0)/bootctl" }.first { path in
            guard let found = identity(path) else { return false }
            return found != ourselves
        }
    }

    static func notInstalled(_ word: String) -> [String] {
        let kind = word.hasPrefix("-") ? "an option" : "a verb"
        return [
            "\(Program.name): '\(word)' is not \(kind) of bootd, and systemd-boot's bootctl, which may know it, is not installed",
            "What bootd's bootctl can do: \(Program.name) --help",
        ]
    }
}
