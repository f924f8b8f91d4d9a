internal import ArgumentParser
internal import Contract

/// The command line as a whole.
struct BootctlCommand: ParsableCommand {
    static let verbs: [any ParsableCommand.Type] = [
        HostsVerb.self, LeasesVerb.self, ReleaseVerb.self, TrailVerb.self, InfoVerb.self, ReloadVerb.self, CheckVerb.self,
    ]

    /// All first words that are ours.
    static var verbNames: Set<String> { Set(verbs.compactMap { $0.configuration.commandName } + ["help"]) }

    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Program.name,
            abstract: "Asks and steers bootd, which boots machines over the network.",
            discussion: """
                Exit status: 0 done, 1 refused or not found, 2 wrong usage, 3 bootd cannot be reached.

                systemd-boot has a tool of this name too. Its verbs and options (status, install, --print-esp-path, ...) are \
                handed to it unchanged; for its help, type: bootctl status --help
                """,
            version: "bootctl (bootd) \(bootdVersion)",
            subcommands: verbs)
    }

    @OptionGroup var options: GlobalOptions

    func run() throws {
        guard options.socket == nil, !options.json else { throw ValidationError("A verb is missing.") }
        throw CleanExit.helpRequest(self)
    }
}

/// What every verb takes, before it or after it.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The control socket of bootd. (default: $BOOTD_SOCKET, else \(DefaultPaths.runtime)/\(DefaultPaths.controlSocket))",
            valueName: "path"))
    var socket: String?

    @Flag(help: "Print one JSON object in place of a table.")
    var json = false
}
