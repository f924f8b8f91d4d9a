import DHCP
import Foundation
import NetworkValues

/// Octets that a search begins with, or that were found by one.
struct FuzzInput: Sendable {
    let name: String
    let octets: [UInt8]

    /// The seeds of a target, and what was found with it.
    static func all(of target: FuzzTarget) throws -> [FuzzInput] {
        let found = try files(in: folder.appending(path: "Findings/\(target.name)"))
        return try seeds(of: target) + found
    }

    /// The DHCP packets of real clients, which are the seeds of what reads them too.
    static func packets() throws -> [FuzzInput] { try files(in: folder.appending(path: "../Packets").standardizedFileURL) }

    /// The octets of a file of this target.
    static func file(_ path: String) throws(Broken) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: folder.appending(path: path).path) else {
            throw Broken(description: "\(path) cannot be read")
        }
        return [UInt8](data)
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    private static func seeds(of target: FuzzTarget) throws -> [FuzzInput] {
        switch target.name {
        case "dhcp-message": try packets()
        case "dhcp-conversation": try packets() + conversations()
        case "link-packet": try files(in: folder.appending(path: "Seeds/\(target.name)")) + frames()
        case "configuration":
            try files(in: folder.appending(path: "Seeds/\(target.name)"))
                + files(in: folder.appending(path: "../Lab/configuration").standardizedFileURL)
        default: try files(in: folder.appending(path: "Seeds/\(target.name)"))
        }
    }

    /// The packets of each client one after the other: the first word of a packet's name is the client's.
    private static func conversations() throws -> [FuzzInput] {
        try Dictionary(grouping: packets()) { String($0.name.prefix { $0 != "-" }) }.filter { $1.count > 1 }.map {
            client, packets in
            FuzzInput(name: "\(client)-all", octets: Array(packets.map(\.octets).joined(separator: Circumstances().separator)))
        }
    }

    /// What servers send, with the headers that packet sockets see.
    private static func frames() throws -> [FuzzInput] {
        try packets().filter { $0.octets.first == DHCPMessage.Operation.reply.rawValue }.compactMap { packet in
            IPv4UDPFrame.octets(
                from: IPv4Address(10, 75, 0, 1), port: DHCPPort.server, to: .broadcast, port: DHCPPort.client,
                payload: packet.octets
            ).map { FuzzInput(name: packet.name, octets: $0) }
        }
    }

    /// Files of a folder by name: `.hex` as hexadecimal text, others as they are. There may be no folder.
    private static func files(in folder: URL) throws -> [FuzzInput] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().compactMap { name in
            guard let data = FileManager.default.contents(atPath: folder.appending(path: name).path) else { return nil }
            let octets = [UInt8](data)
            guard name.hasSuffix(".hex") else { return FuzzInput(name: name, octets: octets) }
            return FuzzInput(
                name: String(name.dropLast(4)), octets: try parse(hexadecimal: String(decoding: octets, as: UTF8.self)))
        }
    }

    /// `#` begins a comment, `00*16` repeats.
    private static func parse(hexadecimal text: String) throws(Broken) -> [UInt8] {
        var octets: [UInt8] = []
        for line in text.split(separator: "\n") {
            for word in line.prefix(while: { $0 != "#" }).split(separator: " ") {
                let parts = word.split(separator: "*")
                let (part, times) = (Hex.decode(parts[0]), parts.count == 2 ? Int(parts[1]) : 1)
                guard let part, let times else { throw Broken(description: "\(word) is not hexadecimal") }
                for _ in 0..<times { octets += part }
            }
        }
        return octets
    }
}

extension FuzzInput: CustomStringConvertible {
    var description: String { name }
}
