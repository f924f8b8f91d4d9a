internal import ArgumentParser
internal import Contract
internal import JSON
internal import NetworkValues

/// `bootctl leases`: the addresses that machines hold.
struct LeasesVerb: Verb {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "leases", abstract: "List the addresses that machines hold, and until when.")
    }

    @Option(help: "Only those of this network.")
    var network: String?

    @Flag(help: "Print comma-separated values, times in UTC, for spreadsheets and scripts.")
    var csv = false

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if csv, options.json { throw ValidationError("--csv and --json exclude each other.") }
    }

    func perform(with supervisor: inout ControlConnection, on console: Console) throws(Failure) {
        let call = ControlCall(method: ControlInterface.leases) { [network] in $0.set("network", network) }
        if options.json {
            let rows = try supervisor.list(call, "leases") { JSONValue($0) }
            return try console.print(json: ["leases": .array(rows)])
        }
        let leases = try supervisor.list(call, "leases", LeaseRow.init(reading:))
        if csv { return try console.print(csv: Self.records(leases)) }
        try console.print(Self.lines(leases, now: console.now()))
    }

    func notFound(_ name: String) -> [String] { ["there is no network '\(name)'", "Those that are: \(Program.name) info"] }

    static func records(_ leases: [LeaseRow]) -> CSV {
        var csv = CSV("address", "machine", "host", "hostname", "network", "state", "start", "expires", "client_id_hex")
        for lease in leases {
            csv.append(
                lease.address.description, lease.hardware.description, lease.host, lease.hostname, lease.network,
                lease.state.rawValue, TimeText.utc(lease.start), TimeText.utc(lease.expires), lease.clientID.map(Hex.text))
        }
        return csv
    }

    static func lines(_ leases: [LeaseRow], now: WallTime) -> [String] {
        guard !leases.isEmpty else { return ["No leases."] }
        var table = Table("ADDRESS", "MACHINE", "HOST", "HOSTNAME", "NETWORK", "STATE", "EXPIRES")
        for lease in leases {
            table.append(
                lease.address.description, lease.hardware.description, lease.host, lease.hostname, lease.network,
                lease.state.rawValue, TimeText.relative(lease.expires, to: now))
        }
        return table.lines
    }
}
