internal import Contract
internal import NetworkValues

// Whether machines find us where their URLs point.

extension Doctor {
    var web: [Finding] {
        if let mismatch = portMismatch { return [mismatch] }
        // What is said of the socket need not be said of the port.
        if let socket = unit("bootd-http.socket"), !socket.isActive { return [] }
        return facts.visits.compactMap { visit in
            visit.failure.map {
                .problem(
                    "HTTP", "\(visit.url), where machines are sent, does not answer: \($0)",
                    do: log(of: "bootd-http.service"),
                    at: facts.report?.httpPortSource)
            }
        }
    }

    private var portMismatch: Finding? {
        guard let report = facts.report else { return nil }
        let workers = report.workers.filter { $0.role == .http }.flatMap(\.addresses)
        let listens = workers.isEmpty ? unit("bootd-http.socket")?.listens ?? [] : workers
        let ports = listens.compactMap { Endpoint(listen: $0)?.port }
        guard let port = ports.first, !ports.contains(where: { Int($0) == report.httpPort }) else { return nil }
        return .problem(
            "HTTP", "URLs carry port \(report.httpPort), but bootd-http listens on \(listens.joined(separator: ", "))",
            do: "set http: {port: \(port)} in \(report.configuration), then: \(Program.name) reload; "
                + "or move the socket: systemctl edit bootd-http.socket",
            at: report.httpPortSource)
    }
}
