import Contract
import JSON
import Logging
import NetworkValues
import Testing

@testable import bootd

/// What the DHCP worker tells of other servers, and what becomes of it.
@Suite struct NeighbourReportTests {
    private static let configuration = """
        networks:
          lab: {subnet: 10.75.0.0/16, probe: no, range: 10.75.0.100 - 10.75.0.199}
        """
    private static let rival = "another program has a port of ours"
    private static let gone = "a port is ours alone again"
    private static let seen = "another DHCP server answers on a network of ours"

    private let server: TestServer
    private let attached: Client
    /// Another connection of the worker: that of Attach streams.
    private let worker: Client

    init() throws {
        server = try TestServer(Self.configuration)
        attached = try server.worker()
        worker = try server.worker()
        _ = try attached.attach(
            .dhcp,
            interfaces: [
                InterfaceInfo(name: "eth0", index: 2, addresses: ["10.75.0.1"]),
                InterfaceInfo(name: "virbr0", index: 3, addresses: ["192.168.122.1"]),
            ])
    }

    private func problems() throws -> [String] {
        try server.control().call("io.bootd.Control.Info").rows("problems").compactMap(\.stringValue)
    }

    private func count(_ message: String) -> Int { server.log.entries(message).count }

    @Test func aProgramOnOurPortIsToldOnceWhenItComesAndWhenItGoes() throws {
        let wildcard = OtherSocket(port: 67, address: .any, interface: nil)
        for _ in 0..<2 { try worker.report(WorkerReport(otherSockets: [wildcard])) }
        #expect(count(Self.rival) == 1)
        let fields = try #require(server.log.entries(Self.rival).first?.fields)
        #expect((fields["port"], fields["address"], fields["reason"]) == ("67", "0.0.0.0", "UDP port 67"))
        #expect(try problems() == ["another program of this host has UDP port 67 too: bootctl check tells which"])
        try worker.report(WorkerReport(interfaces: []))
        #expect(count(Self.gone) == 0)
        try worker.report(WorkerReport(otherSockets: []))
        #expect(count(Self.gone) == 1)
        try worker.report(WorkerReport(otherSockets: [wildcard]))
        #expect(count(Self.rival) == 2)
    }

    @Test func whatIsTheCaseWhenAWorkerAttachesIsTold() throws {
        let request = AttachRequest(
            role: .dhcp, version: "1", process: 43, sockets: [],
            interfaces: [InterfaceInfo(name: "eth0", index: 2, addresses: ["10.75.0.1"])],
            otherSockets: [OtherSocket(port: 4011, address: "10.75.0.1", interface: "eth0")])
        let second = try server.worker()
        #expect(try second.attach(request).continues)
        #expect(
            try problems() == ["another program of this host has 10.75.0.1, UDP port 4011 of eth0 too: bootctl check tells which"]
        )
    }

    /// libvirt's dnsmasq on its own bridge is nobody's rival.
    @Test(
        arguments: [
            OtherSocket(port: 67, address: .any, interface: "virbr0"),
            OtherSocket(port: 67, address: "192.168.122.1", interface: nil),
            OtherSocket(port: 67, address: "192.168.122.1", interface: "eth0"),
        ])
    func aProgramThatServesElsewhereIsNoProblem(socket: OtherSocket) throws {
        try worker.report(WorkerReport(otherSockets: [socket]))
        #expect(try problems() == [])
        #expect(count(Self.rival) == 0)
    }

    @Test(
        arguments: [
            OtherSocket(port: 67, address: .any, interface: "eth0"), OtherSocket(port: 67, address: "10.75.0.1", interface: nil),
            OtherSocket(port: 67, address: .broadcast, interface: nil),
        ])
    func aProgramThatServesWhereWeDoIsOne(socket: OtherSocket) throws {
        try worker.report(WorkerReport(otherSockets: [socket]))
        #expect(try problems().count == 1)
        #expect(count(Self.rival) == 1)
    }

    @Test func anotherServerIsToldOnceAndListedWithWhatItGave() throws {
        for last: UInt8 in [50, 51] {
            let info = OtherServerInfo(server: "10.75.0.9", interface: "eth0", address: IPv4Address(10, 75, 0, last))
            try worker.report(WorkerReport(otherServers: [info]))
        }
        let entry = try #require(server.log.entries(Self.seen).first)
        #expect(count(Self.seen) == 1)
        #expect(entry.level == .warning)
        #expect((entry.fields["server"], entry.fields["interface"]) == ("10.75.0.9", "eth0"))
        #expect((entry.fields["network"], entry.fields["address"]) == ("lab", "10.75.0.50"))
        #expect(
            try problems() == [
                "another DHCP server, 10.75.0.9, answered on eth0 and gave a machine 10.75.0.51 just now: "
                    + "stop one of the two, or let it have other networks"
            ])
    }

    @Test func aServerOnALinkThatWeDoNotServeOrAnAddressOfOursIsNone() throws {
        let infos = [
            OtherServerInfo(server: "192.168.122.9", interface: "virbr0", address: nil),
            OtherServerInfo(server: "192.168.122.1", interface: "eth0", address: nil),
            OtherServerInfo(server: "10.75.0.9", interface: "eth9", address: nil),
        ]
        try worker.report(WorkerReport(otherServers: infos))
        #expect(count(Self.seen) == 0)
        #expect(try problems() == [])
    }

    /// An offer that went to the machine alone was not seen.
    @Test func aMachineThatTakesAnotherServersOfferShowsIt() throws {
        let answer = try worker.ask(
            query(.request, of: 2) { ($0.requested, $0.server) = ("10.75.0.60", "10.75.0.9") })
        #expect(answer.parameters == [:])
        #expect(server.log.entries(Self.seen).map { $0.fields["server"] } == ["10.75.0.9"])
        #expect(try problems().count == 1)
        // Behind a relay it is another link.
        _ = try worker.ask(
            query(.request, of: 3) { ($0.requested, $0.server, $0.relay) = ("10.75.0.61", "10.75.0.8", "10.75.9.9") })
        #expect(try problems().count == 1)
    }
}
