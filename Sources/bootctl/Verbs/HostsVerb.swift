internal import ArgumentParser
internal import Contract
internal import JSON
internal import NetworkValues

/// `bootctl hosts`: the machines that the administrator has named.
struct HostsVerb: Verb {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "hosts", abstract: "List the machines that the configuration names.")
    }

    @OptionGroup var options: GlobalOptions

    func perform(with supervisor: inout ControlConnection, on console: Console) throws(Failure) {
        let call = ControlCall(method: ControlInterface.hosts)
        if options.json {
            let rows = try supervisor.list(call, "hosts") { JSONValue($0) }
            return try console.print(json: ["hosts": .array(rows)])
        }
        try console.print(Self.lines(supervisor.list(call, "hosts", HostRow.init(reading:))))
    }

    static func lines(_ hosts: [HostRow]) -> [String] {
        guard !hosts.isEmpty else {
            return ["No hosts. Name machines under 'hosts:' in the configuration, then: \(Program.name) reload"]
        }
        var table = Table("HOST", "MACHINE", "ADDRESS", "NETWORK", "PROFILE", "LEASE", "SOURCE")
        for host in hosts {
            let addresses = host.addresses.map(\.description).joined(separator: ", ")
            table.append(
                host.name, machine(host), addresses.isEmpty ? nil : addresses, host.network, host.profile, host.lease,
                host.source)
        }
        return table.lines
    }

    /// The first thing that the host is known by, in the order in which it is looked for.
    private static func machine(_ host: HostRow) -> String? {
        if let mac = host.mac { return mac.description }
        if let uuid = host.uuid { return uuid.description }
        if let clientID = host.clientID { return "client \(Identifier(octets: clientID))" }
        let port = [host.circuitID, host.remoteID].compactMap { $0.map { "\(Identifier(octets: $0))" } }
        return port.isEmpty ? nil : "port \(port.joined(separator: " at "))"
    }
}
