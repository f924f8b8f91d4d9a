internal import ArgumentParser
internal import Contract
internal import JSON
internal import LinuxIO

/// `bootctl check`: the doctor, who also looks at what the supervisor cannot see from its sandbox.
struct CheckVerb: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check",
            abstract: "Look for what keeps machines from being served, and say what to do.",
            discussion: """
                Looks at the configuration, interfaces, ports, units, the files that machines load and who may read them, \
                the HTTP server, the disk and the firewall. It changes nothing. Root sees most; it says what it could not \
                look at.

                Exit status: 0 no problem (there may be warnings), 1 problems.
                """)
    }

    @OptionGroup var options: GlobalOptions

    /// Looks at everything and tells what was found; answers the exit status.
    func perform(socket: String, on console: Console) throws(Failure) -> Int32 {
        // What the programs that we ask say is for us to read.
        Processes.setEnvironment("LC_ALL", "C")
        // Whoever is not root may lack the folders of what we ask.
        Processes.setEnvironment("PATH", (Processes.environment("PATH") ?? "/usr/bin:/bin") + ":/usr/sbin:/sbin")
        var collector = Collector(Self.ask(socket), isStandard: socket == Program.standardSocket)
        collector.look()
        let text = CheckText(doctor: Doctor(facts: collector.facts))
        if options.json {
            try console.print(json: text.json)
        } else {
            try console.print(text.lines)
        }
        return text.status
    }

    /// Asks the supervisor; when it is silent, the configuration is looked at without it.
    private static func ask(_ socket: String) -> SupervisorFact {
        do throws(Failure) {
            var supervisor = try ControlConnection(socket: socket, patience: 10)
            return .answers(try supervisor.call(ControlCall(method: ControlInterface.check), CheckReport.init(reading:)))
        } catch {
            return .isSilent(
                why: error.message, remedy: error.lines().dropFirst().joined(separator: " "),
                refusals: error.isPermission || socket != Program.standardSocket ? [] : refusals(),
                isReached: error.isReached)
        }
    }

    /// What `bootd --check` says of the configuration.
    private static func refusals() -> [String] {
        let own = Processes.executablePath.map { $0.prefix(upTo: $0.lastIndex(of: "/") ?? $0.startIndex) }
        let places = [own.map { String($0) }, "/usr/local/bin", "/usr/local/sbin", "/usr/bin", "/usr/sbin"].compactMap { $0 }
        guard let program = places.map({ "\($0)/bootd" }).first(where: Files.isExecutable),
            let result = try? Processes.output(of: program, ["--check"], milliseconds: 10_000), !result.isSuccess
        else { return [] }
        return result.errors.split(separator: "\n").map { String($0) }
    }
}
