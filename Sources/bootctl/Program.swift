internal import ArgumentParser
internal import Contract
internal import LinuxIO

/// What every command line goes through: reading it, doing it, telling how it went.
enum Program {
    /// What we were called as: the Debian package has us in everybody's PATH by another name than `bootctl`.
    @TaskLocal static var name = "bootctl"

    /// Does `body` under the name that the first word of a command line has.
    static func called<Value>(_ path: String?, _ body: () throws -> Value) rethrows -> Value {
        let last = path?.split(separator: "/").last.map { String($0) } ?? name
        return try $name.withValue(last, operation: body)
    }

    /// Where the supervisor listens that the units start.
    static let standardSocket = "\(DefaultPaths.runtime)/\(DefaultPaths.controlSocket)"

    /// Does it and answers the exit status; `socket` is for command lines that name none.
    static func run(_ arguments: [String], socket: String, console: Console) -> Int32 {
        do {
            var command = try BootctlCommand.parseAsRoot(arguments)
            if let verb = command as? any Verb { return perform(verb, socket, console) }
            if let check = command as? CheckVerb { return perform(check, socket, console) }
            try command.run()
            return 0
        } catch {
            return tell(error, console)
        }
    }

    /// Ends the process.
    static func exit(_ status: Int32) -> Never {
        BootctlCommand.exit(withError: ExitCode(status))
    }

    private static func perform(_ verb: some Verb, _ socket: String, _ console: Console) -> Int32 {
        do throws(Failure) {
            var supervisor = try ControlConnection(socket: verb.options.socket ?? socket)
            try verb.perform(with: &supervisor, on: console)
            return 0
        } catch {
            if verb.options.json, let json = error.json { try? console.print(json: json) }
            console.complain(error.lines(notFound: verb.notFound))
            return error.status
        }
    }

    private static func perform(_ check: CheckVerb, _ socket: String, _ console: Console) -> Int32 {
        do throws(Failure) {
            return try check.perform(socket: check.options.socket ?? socket, on: console)
        } catch {
            console.complain(error.lines())
            return error.status
        }
    }

    /// Help and versions are asked for; all else that the parser throws is wrong usage.
    private static func tell(_ error: any Error, _ console: Console) -> Int32 {
        let message = BootctlCommand.fullMessage(for: error)
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        guard BootctlCommand.exitCode(for: error).isSuccess else {
            console.complain(lines)
            return 2
        }
        do throws(Failure) {
            try console.print(lines)
            return 0
        } catch {
            console.complain(error.lines())
            return error.status
        }
    }
}
