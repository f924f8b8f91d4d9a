import ArgumentParser

do {
    var command = try BootdCommand.parseAsRoot()
    try command.run()
} catch {
    // The parser's own status for wrong usage is another than that of all our programs.
    let isUsage = BootdCommand.exitCode(for: error) == .validationFailure
    if isUsage { BootdCommand.complain(error) }
    BootdCommand.exit(withError: isUsage ? ExitCode(2) : error)
}
