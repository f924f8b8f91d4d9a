internal import Contract
internal import JSON
internal import LinuxIO
internal import Varlink

/// Why a verb could not be done.
enum Failure: Error, Hashable {
    /// Nobody listens, or we may not connect.
    case unreachable(SystemError, socket: String)
    /// The connection ended before the last reply.
    case disconnected(socket: String)
    /// No reply came in time.
    case silent(socket: String, seconds: Int)
    /// What came is no reply, or not the one that belongs to the call.
    case unintelligible(String)
    /// The supervisor answered with an error.
    case refused(VarlinkFailure)
    /// The answer could not be printed.
    case notWritten(SystemError)

    /// Whether it is for others than us to ask.
    var isPermission: Bool {
        guard case .unreachable(let error, _) = self else { return false }
        return error.isPermission
    }

    /// Whether somebody took the connection.
    var isReached: Bool {
        switch self {
        case .unreachable, .notWritten: false
        case .disconnected, .silent, .unintelligible, .refused: true
        }
    }

    var status: Int32 {
        switch self {
        case .refused, .notWritten: 1
        case .unreachable, .disconnected, .silent, .unintelligible: 3
        }
    }

    /// What happened, and on the last line what to do.
    func lines(notFound: (String) -> [String] = { ["bootd knows no '\($0)'"] }) -> [String] {
        switch self {
        case .unreachable(let error, let socket) where socket != Program.standardSocket:
            [
                "\(Program.name): cannot \(error)",
                error.isPermission
                    ? "Ask as root, or as a member of the socket's group."
                    : "Start bootd there, or say where its socket is (\(Program.name) --socket PATH ...).",
            ]
        case .unreachable(let error, _) where error.isPermission:
            [
                "\(Program.name): cannot \(error): you are not in group bootd",
                "Ask as root (sudo \(Program.name) ...), or let root add you (usermod -aG bootd NAME) and log in again.",
            ]
        case .unreachable(let error, _):
            [
                "\(Program.name): cannot \(error)",
                "Start bootd (systemctl start bootd.target), or say where its socket is (\(Program.name) --socket PATH ...).",
            ]
        case .disconnected(let socket):
            [
                "\(Program.name): bootd, at \(socket), ended the connection",
                "Its log says why: journalctl -u bootd.service",
            ]
        case .silent(let socket, let seconds):
            [
                "\(Program.name): bootd, at \(socket), has not answered for \(seconds) s",
                "See what it does (systemctl status bootd.service), or start it again (systemctl restart bootd.service).",
            ]
        case .unintelligible(let reason):
            ["\(Program.name): the answer is not one of bootd: \(reason)"] + Self.otherVersion
        case .refused(let failure):
            Self.lines(failure, notFound)
        case .notWritten(let error):
            ["\(Program.name): cannot \(error)"]
        }
    }

    private static func lines(_ failure: VarlinkFailure, _ notFound: (String) -> [String]) -> [String] {
        switch ControlFailure(failure) {
        case .configurationInvalid(let problems):
            return problems.map(\.description) + [
                "\(Program.name): the configuration is refused, and the one before stays in force"
            ]
        case .notFound(let name):
            let lines = notFound(name)
            return lines.prefix(1).map { "\(Program.name): \($0)" } + lines.dropFirst()
        case .stateNotWritable(let reason):
            return [
                "\(Program.name): bootd cannot write its leases, so nothing has changed: \(reason)",
                "Mend that, and try again.",
            ]
        case nil:
            let refusal = "\(Program.name): bootd refuses: \(failure)"
            return failure == .permissionDenied ? [refusal] : [refusal] + otherVersion
        }
    }

    private static var otherVersion: [String] {
        [
            "Perhaps bootd is of another version than this \(Program.name) (\(bootdVersion)): systemctl restart bootd.service"
        ]
    }
}

extension Failure {
    /// What programs are told that asked for JSON; nil when nothing can be printed.
    var json: JSONValue? {
        switch self {
        case .refused(let failure): ["error": .string(failure.name), "parameters": failure.parameters]
        case .notWritten: nil
        case .unreachable: own(isPermission ? "PermissionDenied" : "Unreachable")
        case .disconnected: own("Disconnected")
        case .silent: own("Silent")
        case .unintelligible: own("Unintelligible")
        }
    }

    private func own(_ name: String) -> JSONValue {
        ["error": .string("io.bootd.bootctl.\(name)"), "message": .string(message)]
    }

    /// What happened, without our name.
    var message: String {
        let line = lines().first ?? "it does not answer"
        let prefix = "\(Program.name): "
        return line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : line
    }
}
