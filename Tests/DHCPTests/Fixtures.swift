import Foundation
import Testing

/// A packet, of those in Tests/Packets: most as a client sent it, some made to have every option of a family.
struct Fixture: Sendable, CustomStringConvertible {
    /// The file's name, without `.hex`.
    let description: String
    let octets: [UInt8]

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Packets")
        .standardizedFileURL

    static let all: [Fixture] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().filter { $0.hasSuffix(".hex") }.map { Fixture(String($0.dropLast(4))) }
    }()

    init(_ name: String) {
        description = name
        do {
            octets = hex(try String(contentsOf: Self.folder.appending(path: "\(name).hex"), encoding: .utf8))
        } catch {
            Issue.record("\(name): \(error)")
            octets = []
        }
    }

    static let intelDiscover = Fixture("intel-discover")
    static let ipconfigBOOTP = Fixture("ipconfig-bootp")
    static let intelRequest = Fixture("intel-request")
    static let edk2PXEDiscover = Fixture("edk2-pxe-discover")
    static let edk2BootServerRequest = Fixture("edk2-pxe-server-request")
    static let edk2HTTPDiscover = Fixture("edk2-http-discover")
    static let ipxeDiscover = Fixture("ipxe-discover")
    static let udhcpcDiscover = Fixture("udhcpc-1-discover")
    static let dhclientRenewal = Fixture("dhclient-3-renew")
    static let relayedRequest = Fixture("relayed-request")
}
