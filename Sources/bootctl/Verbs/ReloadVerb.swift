internal import ArgumentParser
internal import Contract
internal import JSON

/// `bootctl reload`: the configuration is read again.
struct ReloadVerb: Verb {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "reload", abstract: "Read the configuration again; one with a mistake changes nothing.")
    }

    @OptionGroup var options: GlobalOptions

    func perform(with supervisor: inout ControlConnection, on console: Console) throws(Failure) {
        let call = ControlCall(method: ControlInterface.reload)
        if options.json { return try console.print(json: supervisor.call(call) { JSONValue($0) }) }
        try console.print([Self.line(supervisor.call(call, ReloadResult.init(reading:)))])
    }

    static func line(_ result: ReloadResult) -> String {
        let counts = [(result.networks, "network"), (result.hosts, "host"), (result.profiles, "profile")]
        let parts = counts.map { count, name in "\(count) \(name)\(count == 1 ? "" : "s")" }
        return "Generation \(result.generation) is in force: \(parts.joined(separator: ", "))"
    }
}
