internal import ArgumentParser
internal import Contract
internal import JSON
internal import NetworkValues

/// `bootctl release`: the lease of an address is over.
struct ReleaseVerb: Verb {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "release", abstract: "End the lease of an address, so that others may have it.",
            discussion: """
                A lease that holds is given back, as if its machine had done so; an address that is set aside, on offer, or whose \
                lease has ended already is forgotten. The machine is not told: see to it that it is gone.
                """)
    }

    @Argument(help: "The address, as 'leases' lists it.", transform: Self.address)
    var address: IPv4Address

    @OptionGroup var options: GlobalOptions

    func perform(with supervisor: inout ControlConnection, on console: Console) throws(Failure) {
        let call = ControlCall(method: ControlInterface.release, parameters: ReleaseRequest(address: address).write)
        if options.json { return try console.print(json: supervisor.call(call) { JSONValue($0) }) }
        try console.print([Self.line(supervisor.call(call, ReleaseResult.init(reading:)).lease)])
    }

    func notFound(_ name: String) -> [String] {
        ["there is no lease of '\(name)'", "Those that are: \(Program.name) leases"]
    }

    /// What was there before, and that it is no more.
    static func line(_ lease: LeaseRow) -> String {
        let name = (lease.host ?? lease.hostname).map { " (\($0))" } ?? ""
        let machine = "\(lease.hardware)\(name)"
        return switch lease.state {
        case .bound: "\(lease.address), which \(machine) had on network \(lease.network), is free"
        case .offered, .probing: "\(lease.address), which was held for \(machine), is free"
        case .declined, .inUse: "\(lease.address) is set aside no longer"
        case .released, .expired: "\(lease.address), which \(machine) had before, is forgotten"
        }
    }

    private static func address(_ text: String) throws -> IPv4Address {
        guard let address = IPv4Address(text) else { throw ValidationError("'\(text)' is no IPv4 address.") }
        return address
    }
}
