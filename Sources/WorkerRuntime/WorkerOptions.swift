internal import Contract

/// The command line of a worker: `[--runtime DIR]`.
struct WorkerOptions: Equatable {
    var runtime = DefaultPaths.runtime

    /// What to do instead of serving.
    enum Exit: Error, Equatable {
        case help
        case version
        /// The command line is wrong: why.
        case usage(String)
    }

    init(_ arguments: some Collection<String>) throws(Exit) {
        var rest = arguments.dropFirst()[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--help", "-h": throw .help
            case "--version": throw .version
            case "--runtime":
                runtime = try Self.directory(rest.popFirst())
            default:
                guard argument.hasPrefix("--runtime=") else { throw .usage("unknown argument '\(argument)'") }
                runtime = try Self.directory(String(argument.dropFirst("--runtime=".count)))
            }
        }
    }

    private static func directory(_ value: String?) throws(Exit) -> String {
        guard let value, !value.isEmpty else { throw .usage("--runtime needs a directory") }
        return value
    }

    var workerSocket: String { "\(runtime)/\(DefaultPaths.workerSocket)" }

    static func help(_ name: String) -> String {
        """
        usage: \(name) [--runtime DIR]

        A worker of bootd. It serves the sockets that systemd, `bootd --standalone` or systemd-socket-activate passes
        to it, and asks the supervisor at DIR/\(DefaultPaths.workerSocket) (default: \(DefaultPaths.runtime)).
        Set BOOTD_LOG=debug to see every question of a client.
        """
    }
}
