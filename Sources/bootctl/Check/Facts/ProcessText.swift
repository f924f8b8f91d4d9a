internal import LinuxIO

/// What `/proc` says of a process, as text (proc(5)).
enum ProcessText {
    /// The words of `/proc/N/cmdline`.
    static func arguments(_ octets: [UInt8]) -> [String] {
        octets.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The whole name of a program whose name the kernel has cut at 15 octets, as its command line has it.
    static func name(_ comm: String, _ arguments: [String]) -> String {
        let program = String(arguments.first?.split(separator: "/").last ?? "")
        return comm.utf8.count == 15 && program.hasPrefix(comm) ? program : comm
    }

    /// The service in `/proc/N/cgroup`: `0::/system.slice/dnsmasq.service`.
    static func service(_ cgroup: String) -> String? {
        cgroup.split(separator: "\n").lazy.compactMap { line in
            line.split(separator: "/").last { $0.hasSuffix(".service") && !$0.hasPrefix("user@") }.map { String($0) }
        }.first
    }

    /// Who a process is when it opens files, from `/proc/N/status`.
    static func account(_ status: String) -> Account? {
        var numbers: [Substring: [UInt32]] = [:]
        for line in status.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, ["Uid", "Gid", "Groups"].contains(parts[0]) else { continue }
            numbers[parts[0]] = parts[1].split { $0 == "\t" || $0 == " " }.compactMap { UInt32($0) }
        }
        // The fourth number is the one that counts for files.
        guard let user = numbers["Uid"]?.dropFirst(3).first, let group = numbers["Gid"]?.dropFirst(3).first else { return nil }
        return Account(user: user, groups: Set((numbers["Groups"] ?? []) + [group]))
    }
}
