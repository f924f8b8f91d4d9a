import Contract
import JSON
import NetworkValues
import Testing

@testable import bootd

/// Machines whose MAC and lease do not tell who they are: what they said in DHCP is remembered.
@Suite struct SightingsTests {
    private static let configuration = """
        networks:
          lab: {subnet: 10.75.0.0/16, probe: no, range: 10.75.1.0 - 10.75.20.255}
          beside: {subnet: 10.76.0.0/16, mode: proxy}
        profiles:
          node: {kernel: /assets/vmlinuz}
        hosts:
          slot7: {circuit_id: rack7, profile: node}
          slot8: {circuit_id: rack8, address: 10.75.0.8, profile: node}
        """
    private static let script = "#!ipxe\nkernel /assets/vmlinuz\nboot\n"

    private let server: TestServer
    private let worker: Client
    private let control: Client

    init() throws {
        server = try TestServer(Self.configuration)
        worker = try server.worker()
        control = try server.control()
    }

    /// Gets an address through a relay that says on which of its ports the machine is; nil: it says nothing.
    private func lease(_ port: String?, of number: Int) throws -> String {
        let agent = port.map { [1, UInt8($0.utf8.count)] + Array($0.utf8) }
        let offer = try worker.ask(query(.discover, of: number) { ($0.relay, $0.relayAgent) = ("10.75.0.2", agent) })
        let offered = try #require(offer.address)
        let ack = try worker.ask(
            query(.request, of: number) {
                ($0.relay, $0.relayAgent) = ("10.75.0.2", agent)
                ($0.requested, $0.server) = (IPv4Address(offered), "10.75.0.1")
            })
        #expect(ack.message == "ack")
        return offered
    }

    private func render(_ number: Int, from client: String) throws -> Client.Answer {
        try worker.call(
            "io.bootd.Worker.Render",
            [
                "document": "ipxe", "query": .string("mac=\(mac(number))&uuid=12345678-1234-5678-9abc-000000000000"),
                "client": .string(client), "local": "10.75.0.1",
            ])
    }

    @Test(arguments: [("rack7", "slot7"), ("rack8", "slot8")])
    func aHostByItsPortBootsItsProfileAndIsNamedEverywhere(port: String, host: String) throws {
        let address = try lease(port, of: 2)
        #expect(try render(2, from: address).parameters["body"] == .string(Self.script))
        let row = try #require(try control.call("io.bootd.Control.Leases").rows("leases").first)
        #expect(row["host"] == .string(host))
        let hosts = try control.call("io.bootd.Control.Hosts").rows("hosts").filter { $0["name"] == .string(host) }
        #expect(hosts.map { $0["lease"] } == ["bound"])
        let events = try control.call("io.bootd.Control.Trail", ["machine": .string(host)]).rows("events")
        #expect(events.map { $0["host"] } == Array(repeating: .string(host), count: events.count))
        #expect(events.map { $0["event"] } == ["ack", "ipxe"])
    }

    @Test func aRenewalThatTheRelayDoesNotSeeIsOfTheSameHost() throws {
        let address = try #require(IPv4Address(lease("rack8", of: 2)))
        let renewal = query(.request, of: 2) { ($0.clientAddress, $0.source) = (address, address) }
        let answer = try worker.ask(renewal)
        #expect(answer.message == "ack")
        #expect(answer.address == "10.75.0.8")
    }

    @Test func whoeverAsksAtAnotherPortIsNotThatHostAnyMore() throws {
        _ = try lease("rack7", of: 2)
        let address = try lease("rack9", of: 2)
        #expect(try render(2, from: address).error == "io.bootd.Worker.NothingToServe")
        #expect(try control.call("io.bootd.Control.Leases").rows("leases").map { $0["host"] } == [nil])
        #expect(try control.call("io.bootd.Control.Trail", ["machine": "slot7"]).error == "io.bootd.Control.NotFound")
    }

    @Test func thePortBelongsToTheMachineThatIsThereNow() throws {
        _ = try lease("rack7", of: 2)
        _ = try lease("rack7", of: 3)
        let hosts = try control.call("io.bootd.Control.Trail", ["machine": "slot7"]).rows("events").map { $0["machine"] }
        #expect(Set(hosts) == [.string("\(mac(3))")])
    }

    /// The addresses are another server's, so that no lease tells whose they are.
    @Test func filesAreOnTheTrailOfAMachineWhoseAddressAnotherServerLeases() throws {
        let question = query(.request, of: 2) {
            ($0.local, $0.client, $0.architecture) = ("10.76.0.1", .pxe, "x64-uefi")
            ($0.requested, $0.server) = ("10.76.0.50", "10.76.0.9")
        }
        #expect(try worker.ask(question).parameters == [:])
        let transfer = Transfer(
            protocol: .tftp, name: "ipxe.efi", client: "10.76.0.50", outcome: .complete, octets: 5, resent: 0, microseconds: 1,
            detail: nil)
        try worker.report(WorkerReport(transfers: [transfer]))
        let events = try control.call("io.bootd.Control.Trail").rows("events")
        #expect(events.map { $0["machine"] } == [.string("\(mac(2))")])
        #expect(events.map { $0["event"] } == ["sent"])
    }
}
