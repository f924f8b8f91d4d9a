internal import ArgumentParser

/// A question to the supervisor, and how its answer is shown.
protocol Verb: ParsableCommand {
    var options: GlobalOptions { get }

    func perform(with supervisor: inout ControlConnection, on console: Console) throws(Failure)

    /// What to say when the supervisor knows nothing of this name, and what to type then.
    func notFound(_ name: String) -> [String]
}

extension Verb {
    func notFound(_ name: String) -> [String] { ["bootd knows no '\(name)'"] }
}
