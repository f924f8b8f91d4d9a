import ArgumentParser
import Contract
import Testing

@testable import bootctl

@Test func helpIsAsDocumented() {
    #expect(
        BootctlCommand.helpMessage(columns: 100) == """
            OVERVIEW: Asks and steers bootd, which boots machines over the network.

            Exit status: 0 done, 1 refused or not found, 2 wrong usage, 3 bootd cannot be reached.

            systemd-boot has a tool of this name too. Its verbs and options (status, install, --print-esp-path,
            ...) are handed to it unchanged; for its help, type: bootctl status --help

            USAGE: bootctl [--socket <path>] [--json] <subcommand>

            OPTIONS:
              --socket <path>         The control socket of bootd. (default: $BOOTD_SOCKET, else
                                      /run/bootd/control.socket)
              --json                  Print one JSON object in place of a table.
              --version               Show the version.
              -h, --help              Show help information.

            SUBCOMMANDS:
              hosts                   List the machines that the configuration names.
              leases                  List the addresses that machines hold, and until when.
              release                 End the lease of an address, so that others may have it.
              trail                   Tell how machines booted, step by step.
              info                    Show what bootd serves, with which workers, and what is wrong.
              reload                  Read the configuration again; one with a mistake changes nothing.
              check                   Look for what keeps machines from being served, and say what to do.

              See 'bootctl help <subcommand>' for detailed help.
            """)
}

@Test(arguments: [[], ["--help"], ["-h"], ["help"]])
func helpIsPrintedForThoseWhoAskForIt(arguments: [String]) {
    let outcome = run(arguments)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.hasPrefix("OVERVIEW: Asks and steers bootd"))
}

@Test func theVersionIsThatOfTheServer() {
    #expect(run(["--version"]) == Outcome(output: "bootctl (bootd) \(bootdVersion)\n"))
}
