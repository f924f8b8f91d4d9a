internal import ArgumentParser
internal import Catalog
internal import Contract
internal import LinuxIO
internal import Logging
internal import Systemd

/// The command line of the supervisor.
struct BootdCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "bootd",
            abstract: "Boots machines over the network: the supervisor, which knows and decides.",
            version: "bootd \(bootdVersion)")
    }

    @Option(help: "The configuration file; conf.d/*.yaml beside it is read too.")
    var config = DefaultPaths.configuration

    @Option(help: "The directory that keeps leases.")
    var state = DefaultPaths.state

    @Option(help: "The directory of the control sockets.")
    var runtime = DefaultPaths.runtime

    @Flag(help: "Open the sockets and run the workers too, without systemd.")
    var standalone = false

    @Option(help: "With --standalone as root: run the workers as this user; DHCP then broadcasts to clients without an address.")
    var user: String?

    @Flag(help: "Check the configuration and exit: 0 when it is valid, 1 with the problems when it is not.")
    var check = false

    @Flag(help: "Set a damaged or newer database aside and begin an empty one; renewals are honoured.")
    var recover = false

    func validate() throws {
        if user != nil, !standalone { throw ValidationError("--user goes with --standalone") }
    }

    func run() throws {
        Signals.block([Signals.terminate, Signals.interrupt, Signals.hangUp, Signals.childEnded])
        let log = Logs.logger(identifier: "bootd")
        do {
            let source = ConfigurationSource(path: config)
            let catalog = try source.read(generation: 1)
            if check { return print("\(config): valid: \(Self.summary(of: catalog))") }
            try SupervisorProcess(self, source, catalog, log).run()
        } catch {
            throw StartFailure(error).tell(log)
        }
    }

    /// Says what is wrong with the command line, and how it goes.
    static func complain(_ error: any Error) {
        Logs.writeError(fullMessage(for: error))
    }

    private static func summary(of catalog: Catalog) -> String {
        guard !catalog.networks.isEmpty else { return "no network, so that nobody is answered" }
        return "networks \(catalog.networks.count), hosts \(catalog.hosts.count), profiles \(catalog.profiles.count)"
    }
}
