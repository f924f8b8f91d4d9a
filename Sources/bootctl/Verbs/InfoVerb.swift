internal import ArgumentParser
internal import Contract
internal import JSON

/// `bootctl info`: the server as it is now.
struct InfoVerb: Verb {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "info", abstract: "Show what bootd serves, with which workers, and what is wrong.")
    }

    @OptionGroup var options: GlobalOptions

    func perform(with supervisor: inout ControlConnection, on console: Console) throws(Failure) {
        let call = ControlCall(method: ControlInterface.info)
        if options.json { return try console.print(json: supervisor.call(call) { JSONValue($0) }) }
        let info = try supervisor.call(call, ServerInfo.init(reading:))
        try console.print(InfoText(info: info, now: console.now(), calendar: console.calendar).lines)
    }
}
