internal import Contract
internal import JSON
internal import LinuxIO
internal import NetworkValues

/// Looks at this machine for the doctor. It changes nothing, and starts no more than a caller of our sockets does.
struct Collector {
    var facts: Facts
    /// Whether the supervisor is the one that the units start.
    let isStandard: Bool

    init(_ supervisor: SupervisorFact, isStandard: Bool) {
        facts = Facts(supervisor: supervisor)
        self.isStandard = isStandard
    }

    mutating func look() {
        lookAtInterfaces()
        lookAtUnits()
        lookAtSockets()
        lookAtFiles()
        lookAtOwnFiles()
        lookAtDisk()
        lookAtFirewall()
        // Last, because it starts the HTTP worker.
        visitWeb()
    }

    mutating func note(unseen: String) {
        if !facts.unseen.contains(unseen) { facts.unseen.append(unseen) }
    }

    /// Runs a program; nil when it is not installed, or does not end.
    static func run(_ program: String, _ arguments: String...) -> ProgramOutput? {
        try? Processes.output(of: program, arguments, milliseconds: 10_000)
    }

    static func text(_ path: String) -> String? {
        (try? Files.read(path)).map { String(decoding: $0, as: UTF8.self) }
    }

    // MARK: Interfaces

    private mutating func lookAtInterfaces() {
        let addresses = (try? NetworkInterface.all()) ?? []
        let states = (try? LinkState.all()) ?? []
        let names = states.map(\.name) + addresses.map(\.name).filter { name in !states.contains { $0.name == name } }
        facts.interfaces = names.map { name in
            let (state, known) = (states.first { $0.name == name }, addresses.first { $0.name == name })
            return InterfaceFact(
                name: name, index: known?.index ?? 0, addresses: known?.addresses ?? [], isUp: state?.isUp ?? true,
                hasCarrier: state?.hasCarrier ?? true)
        }
    }

    // MARK: Units

    private mutating func lookAtUnits() {
        let properties = "--property=\(UnitFact.properties.joined(separator: ","))"
        let arguments = ["show", properties] + Doctor.unitNames
        let shown = try? Processes.output(of: "systemctl", arguments, milliseconds: 10_000)
        guard let shown, shown.isSuccess else { return }
        let units = UnitFact.parse(shown.output)
        guard !units.isEmpty else { return note(unseen: "the units (systemctl show tells nothing of them)") }
        facts.units = units
    }

    // MARK: Disk

    private mutating func lookAtDisk() {
        let path = facts.report?.state ?? DefaultPaths.state
        do throws(SystemError) {
            facts.disk = DiskFact(path: path, status: try FileSystemStatus(at: path))
        } catch {
            if error.isNotFound, facts.report != nil { return facts.missingState = path }
            note(unseen: "the disk of \(path) (\(error.reason))")
        }
    }

    // MARK: HTTP

    private mutating func visitWeb() {
        guard let report = facts.report else { return }
        let doctor = Doctor(facts: facts)
        let addresses = report.server.map { [$0] } ?? doctor.servedAddresses.sorted()
        for address in addresses {
            facts.visits.append(WebVisit.visit(address, port: UInt16(clamping: report.httpPort)))
        }
    }
}

extension WebVisit {
    /// How long a server may take to connect, and then to answer.
    private static let milliseconds: Int32 = 2000

    /// Asks for a directory that there is always: no machine asks for it, so it is on no trail.
    static func visit(_ address: IPv4Address, port: UInt16) -> WebVisit {
        let url = "http://\(address):\(port)"
        do throws(SystemError) {
            let connection = try StreamSocket.connect(to: Endpoint(.v4(address), port: port), milliseconds: milliseconds)
            let request = "GET /assets/ HTTP/1.1\r\nHost: \(address):\(port)\r\nUser-Agent: bootctl\r\nConnection: close\r\n\r\n"
            _ = try connection.write(Array(request.utf8))
            guard try connection.waitToRead(milliseconds: milliseconds) else {
                return WebVisit(url: url, failure: "it takes the connection, and says nothing for \(milliseconds / 1000) s")
            }
            let answer = try connection.read(upTo: 64)
            return WebVisit(url: url, failure: failure(String(decoding: answer, as: UTF8.self)))
        } catch {
            return WebVisit(url: url, failure: error.reason)
        }
    }

    /// What is wrong with the first line of an answer.
    static func failure(_ answer: String) -> String? {
        guard let match = answer.firstMatch(of: #/^HTTP/1\.[01] (\d\d\d)/#) else {
            return answer.isEmpty ? "it hangs up without an answer" : "what answers there does not speak HTTP"
        }
        return match.1.first == "5" ? "it answers with status \(match.1)" : nil
    }
}
