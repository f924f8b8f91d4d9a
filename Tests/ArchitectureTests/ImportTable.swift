/// The layers from the bottom up. A target uses its own layer's earlier targets, and those of the layers below.
enum Layer: Int, CaseIterable {
    case c, values, platform, protocols, domain, contract, processes

    /// Value types without I/O, clock or randomness.
    var isPure: Bool { [.values, .protocols, .domain].contains(self) }
}

/// One target: one folder under Sources, and all that its files may import.
struct TargetRow {
    let name: String
    let layer: Layer
    let imports: Set<String>

    init(_ layer: Layer, _ name: String, _ imports: Set<String> = []) {
        self.name = name
        self.layer = layer
        self.imports = imports
    }
}

let importTable: [TargetRow] = [
    TargetRow(.c, "CSystemd"),
    TargetRow(.c, "CJSONC"),
    TargetRow(.c, "CLinux"),

    TargetRow(.values, "NetworkValues"),

    TargetRow(.platform, "JSON", ["CJSONC"]),
    TargetRow(.platform, "LinuxIO", ["CLinux", "Glibc", "NetworkValues"]),
    TargetRow(.platform, "Systemd", ["CSystemd", "Glibc", "LinuxIO", "Logging", "NetworkValues"]),
    TargetRow(.platform, "Store", ["Foundation", "GRDB", "NetworkValues", "Synchronization"]),

    TargetRow(.protocols, "DHCP", ["NetworkValues"]),
    TargetRow(.protocols, "TFTP", ["NetworkValues"]),
    TargetRow(.protocols, "HTTPServing", ["NetworkValues"]),
    TargetRow(.protocols, "Varlink", ["JSON", "NetworkValues"]),

    TargetRow(.domain, "Templates", ["JSON"]),
    TargetRow(.domain, "Catalog", ["DHCP", "JSON", "NetworkValues", "Templates", "Yams"]),
    TargetRow(.domain, "Leases", ["NetworkValues"]),
    TargetRow(.domain, "Plan", ["Catalog", "DHCP", "JSON", "Leases", "NetworkValues", "TFTP", "Templates"]),
    TargetRow(.domain, "Trails", ["NetworkValues"]),

    TargetRow(.contract, "Contract", ["JSON", "NetworkValues", "Varlink"]),

    TargetRow(
        .processes, "WorkerRuntime",
        ["Contract", "Glibc", "JSON", "LinuxIO", "Logging", "NetworkValues", "Systemd", "Varlink"]),
    TargetRow(
        .processes, "bootd",
        [
            "ArgumentParser", "Catalog", "Contract", "DHCP", "HTTPServing", "JSON", "Leases", "LinuxIO", "Logging",
            "NetworkValues",
            "Plan", "Store", "Synchronization", "Systemd", "Trails", "Varlink",
        ]),
    TargetRow(
        .processes, "bootd-dhcp",
        ["Contract", "DHCP", "Glibc", "LinuxIO", "Logging", "NetworkValues", "Systemd", "WorkerRuntime"]),
    TargetRow(
        .processes, "bootd-tftp",
        ["Contract", "Glibc", "LinuxIO", "Logging", "NetworkValues", "Systemd", "TFTP", "WorkerRuntime"]),
    TargetRow(
        .processes, "bootd-http",
        [
            "Contract", "Glibc", "HTTPServing", "JSON", "LinuxIO", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix", "NetworkValues",
            "Synchronization", "Systemd", "Varlink", "WorkerRuntime",
        ]),
    TargetRow(.processes, "bootctl", ["ArgumentParser", "Contract", "JSON", "LinuxIO", "NetworkValues", "Varlink"]),
]

/// What a pure target never imports, whatever its row says.
let impureModules: Set<String> = [
    "Glibc", "Foundation", "FoundationEssentials", "FoundationInternationalization", "Dispatch", "Synchronization", "Logging",
    "NIOCore",
    "NIOPosix", "NIOHTTP1", "GRDB", "LinuxIO", "Systemd", "Store", "CLinux", "CSystemd", "CJSONC",
]

/// Where code may be unsafe: what wraps C, and the reader of wire formats.
let unsafeTargets: Set<String> = ["NetworkValues", "JSON", "Systemd", "LinuxIO", "Store"]

/// A place that may stop the process, and why no input can bring it about.
struct TrapException: Hashable {
    let file: String
    let trap: String
    let reason: String
}

/// What may stop a process after all, and why no input can bring it about: nothing.
let trapExceptions: [TrapException] = []
