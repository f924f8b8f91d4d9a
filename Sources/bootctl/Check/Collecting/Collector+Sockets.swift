internal import JSON
internal import LinuxIO
internal import NetworkValues

// Who listens on our ports.

extension Collector {
    mutating func lookAtSockets() {
        let datagrams: Set<UInt16> = [67, 69, 4011]
        let streams: Set<UInt16> = [UInt16(clamping: facts.httpPort)]
        let tables: [(file: String, transport: Transport, ports: Set<UInt16>)] = [
            ("udp", .udp, datagrams), ("udp6", .udp, datagrams), ("tcp", .tcp, streams), ("tcp6", .tcp, streams),
        ]
        facts.listeners = tables.flatMap { table in
            SocketTable.listeners(Self.text("/proc/net/\(table.file)") ?? "", table.transport, ports: table.ports)
        }
        facts.packetSockets = SocketTable.packetSockets(Self.text("/proc/net/packet") ?? "")
        findOwners()
        nameUnits()
    }

    /// Gives each socket the processes that have it.
    private mutating func findOwners() {
        let wanted = Set(facts.listeners.map(\.inode) + facts.packetSockets.map(\.inode))
        guard !wanted.isEmpty else { return }
        var holders: [UInt64: [(process: Int32, descriptor: Int32)]] = [:]
        var isKeptOut = false
        for process in ((try? Files.names(in: "/proc")) ?? []).compactMap({ Int32($0.prefix { $0 != "/" }) }) {
            let descriptors: [String]
            do throws(SystemError) {
                descriptors = try Files.names(in: "/proc/\(process)/fd")
            } catch {
                isKeptOut = isKeptOut || error.isPermission
                continue
            }
            for descriptor in descriptors.compactMap({ Int32($0) }) {
                guard let link = try? Files.link("/proc/\(process)/fd/\(descriptor)"),
                    let inode = SocketTable.inode(ofLink: link),
                    wanted.contains(inode)
                else { continue }
                holders[inode, default: []].append((process, descriptor))
            }
        }
        if isKeptOut, holders.count < wanted.count { note(unseen: "which programs have some of the sockets (only root may)") }
        for index in facts.listeners.indices {
            let found = holders[facts.listeners[index].inode] ?? []
            facts.listeners[index].owners = found.compactMap { Self.program($0.process) }
            facts.listeners[index].device =
                found.lazy.compactMap {
                    ForeignSocket.device(process: $0.process, descriptor: $0.descriptor)
                }.first
        }
        for index in facts.packetSockets.indices {
            facts.packetSockets[index].owners = (holders[facts.packetSockets[index].inode] ?? []).compactMap {
                Self.program($0.process)
            }
        }
    }

    private static func program(_ process: Int32) -> ProgramFact? {
        guard let name = text("/proc/\(process)/comm") else { return nil }
        let arguments = (try? Files.read("/proc/\(process)/cmdline")).map { ProcessText.arguments($0) } ?? []
        return ProgramFact(
            process: process, name: ProcessText.name(String(name.prefix { $0 != "\n" }), arguments), arguments: arguments,
            service: ProcessText.service(text("/proc/\(process)/cgroup") ?? ""))
    }

    /// Gives each socket that systemd has the unit that it is for.
    private mutating func nameUnits() {
        guard facts.units != nil, facts.listeners.contains(where: { $0.owners.contains { $0.process == 1 } }),
            let listed = Self.run("systemctl", "list-sockets", "--output=json"), listed.isSuccess,
            let json = try? JSONValue(parsing: Array(listed.output.utf8))
        else { return }
        let sockets = UnitFact.sockets(json)
        for index in facts.listeners.indices where facts.listeners[index].owners.contains(where: { $0.process == 1 }) {
            facts.listeners[index].unit = sockets.first { Endpoint(listen: $0.listen) == facts.listeners[index].endpoint }?.unit
        }
    }
}
