internal import LinuxIO

let arguments = Array(CommandLine.arguments.dropFirst())
let status: Int32 = Program.called(CommandLine.arguments.first) {
    switch Invocation(arguments, verbs: BootctlCommand.verbNames) {
    case .ours:
        Program.run(
            arguments,
            socket: Processes.environment("BOOTD_SOCKET") ?? Program.standardSocket,
            console: .standard)
    case .foreign(let word):
        OtherBootctl.takeOver(for: word, console: .standard)
    }
}
Program.exit(status)
