/// Where files are, from the root of the file system and without a slash at the end.
public struct Paths: Hashable, Sendable {
    public var tftp = "/var/lib/bootd/tftp"
    public var assets = "/var/lib/bootd/assets"
    /// The tree with `groups`, `profiles`, `ignition`, `cloud` and `generic`.
    public var matchbox = "/var/lib/bootd"
    public var marks = Marks()
}

/// How clients reach the HTTP worker.
public struct HTTPSettings: Hashable, Sendable {
    /// What URLs carry.
    public var port: UInt16 = 8080
    public var marks = Marks()
}

/// How the worker processes live.
public struct WorkerPolicy: Hashable, Sendable {
    /// After so many seconds without work a worker leaves, until its socket is used again; 0: it stays.
    public var idle: UInt32 = 300
    public var marks = Marks()
}

/// So many DISCOVERs a second are answered of machines that no host names and that have no lease; 0: all of them.
public struct DiscoverLimits: Hashable, Sendable {
    /// Of one interface.
    public var interface: UInt32 = 1000
    /// Of one port of a relay.
    public var relayPort: UInt32 = 20
    public var marks = Marks()
}

extension Shape where Value == Paths {
    static var paths: Self {
        .section { fields in
            var paths = Paths()
            paths.tftp = fields.optional("tftp", .directory) ?? paths.tftp
            paths.assets = fields.optional("assets", .directory) ?? paths.assets
            paths.matchbox = fields.optional("matchbox", .directory) ?? paths.matchbox
            paths.marks = fields.marks
            return paths
        }
    }
}

extension Shape where Value == HTTPSettings {
    static var http: Self {
        .section { fields in
            var http = HTTPSettings()
            http.port = fields.optional("port", .port) ?? http.port
            http.marks = fields.marks
            return http
        }
    }
}

extension Shape where Value == WorkerPolicy {
    static var workers: Self {
        .section { fields in
            var workers = WorkerPolicy()
            workers.idle = fields.optional("idle", .durationOrNever) ?? workers.idle
            workers.marks = fields.marks
            return workers
        }
    }
}

extension Shape where Value == DiscoverLimits {
    static var limits: Self {
        .section { fields in
            var limits = DiscoverLimits()
            limits.interface = fields.optional("interface", .limit) ?? limits.interface
            limits.relayPort = fields.optional("relay_port", .limit) ?? limits.relayPort
            limits.marks = fields.marks
            return limits
        }
    }
}
