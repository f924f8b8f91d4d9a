internal import ArgumentParser
internal import Contract
internal import JSON

/// `bootctl trail`: what happened when machines booted, step by step.
struct TrailVerb: Verb {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "trail", abstract: "Tell how machines booted, step by step.")
    }

    @Argument(help: ArgumentHelp("A MAC address or a host's name; else all machines.", valueName: "machine|host"))
    var machine: String?

    @Flag(help: "Go on, step by step as it happens. With --json: one object a line.")
    var follow = false

    @OptionGroup var options: GlobalOptions

    func perform(with supervisor: inout ControlConnection, on console: Console) throws(Failure) {
        let call = ControlCall(method: ControlInterface.trail) { [machine, follow] in
            $0.set("machine", machine)
            if follow { $0.set("follow", true) }
        }
        switch (follow, options.json) {
        case (false, false):
            let events = try supervisor.list(call, "events", EventRow.init(reading:))
            var text = TrailText(calendar: console.calendar)
            try console.print(
                events.isEmpty ? ["Nothing has been seen\(machine.map { " of \($0)" } ?? "")."] : text.lines(events))
        case (false, true):
            let rows = try supervisor.list(call, "events") { JSONValue($0) }
            try console.print(json: ["events": .array(rows)])
        case (true, false):
            var text = TrailText(calendar: console.calendar)
            try supervisor.follow(call, "events", EventRow.init(reading:)) { events throws(Failure) in
                try console.print(text.lines(events))
            }
        case (true, true):
            try supervisor.follow(call, "events", { JSONValue($0) }) { rows throws(Failure) in
                for row in rows { try console.print(jsonLine: row) }
            }
        }
    }

    func notFound(_ name: String) -> [String] {
        ["there is no host '\(name)'", "Those that are: \(Program.name) hosts. Other machines go by their MAC address."]
    }
}
