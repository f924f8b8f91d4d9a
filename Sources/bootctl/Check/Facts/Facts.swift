internal import Contract
internal import LinuxIO
internal import NetworkValues

/// What the doctor has seen. What he could not look at is nil, or empty and named in `unseen`.
struct Facts {
    var supervisor: SupervisorFact
    var interfaces: [InterfaceFact] = []
    /// The listeners on the ports that are ours.
    var listeners: [Listener] = []
    var packetSockets: [PacketSocket] = []
    /// The units of bootd; nil where there is no systemd.
    var units: [UnitFact]?
    var files: [FileFact] = []
    /// What the supervisor reads and writes.
    var ownFiles: [OwnFile] = []
    var visits: [WebVisit] = []
    var disk: DiskFact?
    /// The directory that leases are kept in, when it is not there although the supervisor runs.
    var missingState: String?
    var firewall = Firewall.unseen
    /// What we may not look at, in words.
    var unseen: [String] = []

    /// What the supervisor says; nil when it cannot be asked.
    var report: CheckReport? {
        guard case .answers(let report) = supervisor else { return nil }
        return report
    }

    var httpPort: Int { report?.httpPort ?? 8080 }
}

enum SupervisorFact {
    case answers(CheckReport)
    /// Why it does not, what to do, what `bootd --check` says of the configuration, and whether somebody took our call.
    case isSilent(why: String, remedy: String, refusals: [String], isReached: Bool = false)
}

/// An interface of this machine.
struct InterfaceFact: Hashable {
    let name: String
    var index: UInt32 = 0
    var addresses: [IPv4Address] = []
    var isUp = true
    var hasCarrier = true
}

/// A file that machines are told to fetch, and the way to it.
struct FileFact: Hashable {
    let file: CheckedFile
    /// The directory that is served, as it is configured.
    let root: String
    let walk: PathWalk
    /// Who reads it; nil when that is not known.
    let reader: Account?
    /// What we call the reader.
    let readerName: String
}

/// What came of asking our HTTP server for something.
struct WebVisit: Hashable {
    let url: String
    /// Why it failed; nil when it answered.
    let failure: String?
}

struct DiskFact: Hashable {
    let path: String
    let status: FileSystemStatus
}
