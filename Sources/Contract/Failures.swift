import JSON
public import Varlink

/// The errors of `io.bootd.Worker`.
public enum WorkerFailure: Error, Hashable, Sendable {
    /// Nothing matches this machine, or what it gets has no such document.
    case nothingToServe(reason: String, machine: String?, host: String?)
    /// A document that should be there cannot be made.
    case cannotRender(reason: String, machine: String?, host: String?)
    /// The lease could not be written to disk.
    case stateNotWritable(reason: String)

    /// The form that travels.
    public var failure: VarlinkFailure {
        switch self {
        case .nothingToServe(let reason, let machine, let host):
            VarlinkFailure("io.bootd.Worker.NothingToServe", Self.parameters(reason, machine, host))
        case .cannotRender(let reason, let machine, let host):
            VarlinkFailure("io.bootd.Worker.CannotRender", Self.parameters(reason, machine, host))
        case .stateNotWritable(let reason):
            VarlinkFailure("io.bootd.Worker.StateNotWritable", Self.parameters(reason, nil, nil))
        }
    }

    /// Reads the form that travels; nil for an error of another interface.
    public init?(_ failure: VarlinkFailure) {
        let reason = failure.parameters["reason"]?.stringValue ?? ""
        let machine = failure.parameters["machine"]?.stringValue
        let host = failure.parameters["host"]?.stringValue
        switch failure.name {
        case "io.bootd.Worker.NothingToServe": self = .nothingToServe(reason: reason, machine: machine, host: host)
        case "io.bootd.Worker.CannotRender": self = .cannotRender(reason: reason, machine: machine, host: host)
        case "io.bootd.Worker.StateNotWritable": self = .stateNotWritable(reason: reason)
        default: return nil
        }
    }

    private static func parameters(_ reason: String, _ machine: String?, _ host: String?) -> JSONValue {
        var object = JSONObject()
        object["reason"] = .string(reason)
        object["machine"] = machine.map { .string($0) }
        object["host"] = host.map { .string($0) }
        return .object(object)
    }
}

/// The errors of `io.bootd.Control`.
public enum ControlFailure: Error, Hashable, Sendable {
    case configurationInvalid([ProblemRow])
    case notFound(String)
    /// The change could not be written to disk.
    case stateNotWritable(reason: String)

    /// The form that travels.
    public var failure: VarlinkFailure {
        switch self {
        case .configurationInvalid(let problems):
            VarlinkFailure(
                "io.bootd.Control.ConfigurationInvalid",
                [
                    "problems": .array(
                        problems.map {
                            [
                                "file": .string($0.file), "line": .integer(Int64($0.line)), "column": .integer(Int64($0.column)),
                                "message": .string($0.message),
                            ]
                        })
                ])
        case .notFound(let name):
            VarlinkFailure("io.bootd.Control.NotFound", ["name": .string(name)])
        case .stateNotWritable(let reason):
            VarlinkFailure("io.bootd.Control.StateNotWritable", ["reason": .string(reason)])
        }
    }

    /// Reads the form that travels; nil for an error of another interface.
    public init?(_ failure: VarlinkFailure) {
        switch failure.name {
        case "io.bootd.Control.ConfigurationInvalid":
            self = .configurationInvalid(
                (failure.parameters["problems"]?.arrayValue ?? []).map { problem in
                    ProblemRow(
                        file: problem["file"]?.stringValue ?? "",
                        line: Int(problem["line"]?.integerValue ?? 0),
                        column: Int(problem["column"]?.integerValue ?? 0),
                        message: problem["message"]?.stringValue ?? "")
                })
        case "io.bootd.Control.NotFound":
            self = .notFound(failure.parameters["name"]?.stringValue ?? "")
        case "io.bootd.Control.StateNotWritable":
            self = .stateNotWritable(reason: failure.parameters["reason"]?.stringValue ?? "")
        default:
            return nil
        }
    }
}
