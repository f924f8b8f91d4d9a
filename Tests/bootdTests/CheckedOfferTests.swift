import Contract
import JSON
import Leases
import Logging
import NetworkValues
import Store
import Testing

@testable import bootd

/// Checks before an offer, as the worker is asked for them and as administrators are told of what they find.
@Suite struct CheckedOfferTests {
    private static let configuration =
        "networks: {lab: {subnet: 10.75.0.0/16, range: 10.75.1.0 - 10.75.1.15}}"
    private static let inUse = "address found in use before it was offered, set aside"

    private func discover(_ number: Int, found address: IPv4Address? = nil, inUse: Bool = true) -> DHCPQuery {
        query(.discover, of: number) { query in query.probed = address.map { Probed(address: $0, inUse: inUse) } }
    }

    /// A lease for machine 7: the answer comes when the disk has taken, or refused, what came before too.
    private func lease(_ worker: Client) throws -> Client.Answer {
        let address = try #require(IPv4Address(try worker.ask(discover(7)).probe ?? ""))
        _ = try worker.ask(discover(7, found: address, inUse: false))
        return try worker.ask(request(address, of: 7))
    }

    @Test func theWorkerIsAskedToLookBeforeAnAddressIsOffered() throws {
        let worker = try TestServer(Self.configuration).worker()
        let probe = try worker.ask(discover(2)).parameters["probe"]
        #expect(probe == ["kind": "arp", "address": "10.75.1.0", "milliseconds": 400])
        #expect(try worker.ask(discover(2, found: "10.75.1.0", inUse: false)).address == "10.75.1.0")
        #expect(try worker.ask(request("10.75.1.0", of: 2)).message == "ack")
    }

    @Test func whatWasNotOfferedIsLookedForBeforeItIsLeased() throws {
        let worker = try TestServer(Self.configuration).worker()
        #expect(try worker.ask(request("10.75.1.5", of: 2)).probe == "10.75.1.5")
        #expect(try worker.ask(request("10.75.1.5", of: 2)).parameters == [:])
        var found = request("10.75.1.5", of: 2)
        found.probed = Probed(address: "10.75.1.5", inUse: true)
        #expect(try worker.ask(found).message == "nak")
        #expect(try worker.ask(request("10.75.1.6", of: 2)).probe == "10.75.1.6")
        found = request("10.75.1.6", of: 2)
        found.probed = Probed(address: "10.75.1.6", inUse: false)
        #expect(try worker.ask(found).message == "ack")
    }

    @Test func behindARelayItPings() throws {
        let configuration = "networks: {lab: {subnet: 10.75.0.0/16, range: 10.75.1.0 - 10.75.1.15, probe: yes}}"
        let worker = try TestServer(configuration).worker()
        let relayed = query(.discover, of: 2) { $0.relay = "10.75.0.7" }
        #expect(try worker.ask(relayed).parameters["probe"]?["kind"] == "icmp")
    }

    @Test func threeAddressesInUseAreEnoughForOneQuestion() throws {
        let fixed = FixedStore()
        let server = try TestServer(Self.configuration, store: fixed)
        let (worker, control) = (try server.worker(), try server.control())
        #expect(try worker.ask(discover(2)).probe == "10.75.1.0")
        #expect(try worker.ask(discover(2, found: "10.75.1.0")).probe == "10.75.1.1")
        #expect(try worker.ask(discover(2, found: "10.75.1.1")).probe == "10.75.1.2")
        #expect(try worker.ask(discover(2, found: "10.75.1.2")).parameters == [:])
        let rows = try control.call("io.bootd.Control.Leases").rows("leases")
        #expect(rows.map { $0["state"] } == ["inUse", "inUse", "inUse"])
        #expect(rows.map { $0["address"] } == ["10.75.1.0", "10.75.1.1", "10.75.1.2"])
        #expect(try worker.ask(discover(3)).probe == "10.75.1.3")
    }

    @Test func whatWasFoundIsToldOnTheTrailAndInTheJournal() throws {
        let server = try TestServer(Self.configuration)
        let (worker, control) = (try server.worker(), try server.control())
        _ = try worker.ask(discover(2))
        _ = try worker.ask(discover(2, found: "10.75.1.0"))
        _ = try lease(worker)
        let entry = try #require(server.log.entries(Self.inUse).first)
        #expect(entry.level == .warning)
        #expect((entry.fields["address"], entry.fields["network"]) == ("10.75.1.0", "lab"))
        let events = try control.call("io.bootd.Control.Trail", ["machine": "52:54:00:00:00:02"]).rows("events")
        #expect(events.map { $0["event"] }.contains("in-use"))
    }

    @Test func whatTheDiskRefusesIsTakenBackAndNoMore() throws {
        let store = BrokenStore(FixedStore())
        let server = try TestServer(Self.configuration, store: store)
        let (worker, control) = (try server.worker(), try server.control())
        _ = try worker.ask(discover(2))
        // The next address is asked for before the disk has taken in, or refused, the first.
        #expect(try worker.ask(discover(2, found: "10.75.1.0")).probe == "10.75.1.1")
        #expect(try lease(worker).error == "io.bootd.Worker.StateNotWritable")
        let rows = try control.call("io.bootd.Control.Leases").rows("leases")
        #expect(rows.map { $0["state"] } == ["probing", "probing", "offered"])
    }

    @Test func tooManySetAsideAreSaidOnce() throws {
        let server = try TestServer(Self.configuration)
        let worker = try server.worker()
        for number in 2..<12 {
            guard let address = try worker.ask(discover(number)).probe else { continue }
            _ = try worker.ask(discover(number, found: IPv4Address(address)))
        }
        let entries = server.log.entries("too many addresses are in use by machines without a lease")
        #expect(entries.count == 1)
        #expect(entries.first?.fields["reason"]?.contains("bootd.yaml:1:") == true)
    }
}

extension Client.Answer {
    /// The address that is to be looked for.
    fileprivate var probe: String? { parameters["probe"]?["address"]?.stringValue }
}
