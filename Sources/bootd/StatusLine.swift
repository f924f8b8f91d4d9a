internal import Catalog
internal import Leases
internal import NetworkValues
internal import Store

/// How the supervisor does, in the one line that `systemctl status` shows: what calls for somebody comes first.
struct StatusLine {
    let networks: Int
    let hosts: Int
    let leases: Int
    let generation: Int
    /// What is wrong with the configuration on disk.
    let refused: [Problem]
    /// Why leases cannot be written; nil when they can.
    let failure: StoreError?

    var text: String {
        let trouble = failure.map { "no lease is given, for none can be written: \($0)" }
        return [trouble, served, configuration].compactMap(\.self).joined(separator: "; ")
    }

    private var served: String {
        guard networks > 0 else { return "no network is configured, nobody is answered" }
        return [(networks, "network"), (hosts, "host"), (leases, "lease")]
            .map { count, name in "\(count) \(name)\(count == 1 ? "" : "s")" }.joined(separator: ", ")
    }

    private var configuration: String {
        guard let first = refused.first else { return "configuration \(generation)" }
        let more = refused.count > 1 ? " (and \(refused.count - 1) more)" : ""
        return "configuration \(generation) goes on, for the one on disk is refused: \(first)\(more)"
    }
}

extension StatusLine {
    init(_ supervisor: Supervisor) {
        self.init(
            networks: supervisor.catalog.networks.count, hosts: supervisor.catalog.hosts.count,
            leases: supervisor.leases.book.leasedCount(at: supervisor.leases.now()), generation: supervisor.catalog.generation,
            refused: supervisor.refused,
            failure: supervisor.leases.failure)
    }
}
