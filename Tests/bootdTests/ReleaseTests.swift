import Contract
import JSON
import LinuxIO
import NetworkValues
import Store
import Testing

@testable import bootd

/// `Release`: leases that an administrator ends.
@Suite struct ReleaseTests {
    private static let configuration =
        "networks: {lab: {subnet: 10.75.0.0/16, probe: no, range: 10.75.1.0 - 10.75.1.1, bootp: yes}}"
    private static let method = "io.bootd.Control.Release"

    private func record(
        _ address: IPv4Address, of number: Int, _ state: LeaseRecord.State = .bound, until expires: WallTime = .distantFuture
    ) -> LeaseRecord {
        LeaseRecord(
            address: address, keyKind: .hardware, key: mac(number).octets, hardware: mac(number), network: "lab", state: state,
            start: .now(), expires: expires)
    }

    @Test func aLeaseForEverIsGivenBackOnDiskAndToldOf() throws {
        let store = FixedStore()
        let server = try TestServer(Self.configuration, store: store)
        let (worker, control) = (try server.worker(), try server.control())
        for number in [2, 3] { #expect(try worker.ask(query(.bootp, of: number)).message == "ack") }
        #expect(try worker.ask(query(.bootp, of: 4)).parameters == [:])
        let answer = try control.call(Self.method, ["address": "10.75.1.0"])
        #expect(answer.parameters["lease"]?["state"] == "bound")
        #expect(answer.parameters["lease"]?["hardware"] == .string("\(mac(2))"))
        #expect(store.record(at: "10.75.1.0")?.state == .released)
        #expect(try control.call("io.bootd.Control.Leases").rows("leases").map { $0["state"] } == ["released", "bound"])
        let trail = try control.call("io.bootd.Control.Trail", ["machine": .string("\(mac(2))")]).rows("events")
        #expect(trail.last?["event"] == "released")
        let entry = try #require(server.log.entries("an administrator freed an address").first)
        #expect((entry.fields["address"], entry.fields["machine"], entry.fields["state"]) == ("10.75.1.0", "\(mac(2))", "bound"))
        #expect(try worker.ask(query(.bootp, of: 4)).address == "10.75.1.0")
    }

    @Test(
        arguments: [(.declined, "declined"), (.inUse, "inUse"), (.released, "released")] as [(LeaseRecord.State, JSONValue)])
    func whateverElseIsKnownOfAnAddressIsForgotten(state: LeaseRecord.State, word: JSONValue) throws {
        let store = FixedStore([record("10.75.1.0", of: 2, state, until: state == .released ? .now() : .distantFuture)])
        let control = try TestServer(Self.configuration, store: store).control()
        let answer = try control.call(Self.method, ["address": "10.75.1.0"])
        #expect(answer.parameters["lease"]?["state"] == word)
        #expect(store.record(at: "10.75.1.0") == nil)
        #expect(try control.call("io.bootd.Control.Leases").rows("leases").isEmpty)
        let again = try control.call(Self.method, ["address": "10.75.1.0"])
        #expect(again.error == "io.bootd.Control.NotFound")
        #expect(again.parameters == ["name": "10.75.1.0"])
    }

    @Test func anOfferIsForgottenWithWhatLiesUnderIt() throws {
        let store = FixedStore([record("10.75.1.0", of: 2, until: WallTime.now().advanced(by: -60))])
        let server = try TestServer(Self.configuration, store: store)
        let (worker, control) = (try server.worker(), try server.control())
        #expect(try worker.ask(query(.discover, of: 2)).address == "10.75.1.0")
        #expect(try control.call(Self.method, ["address": "10.75.1.0"]).parameters["lease"]?["state"] == "offered")
        #expect(try control.call("io.bootd.Control.Leases").rows("leases").isEmpty)
        #expect(store.load().isEmpty)
    }

    @Test func theAnswerWaitsForTheDisk() throws {
        let store = SlowStore(FixedStore([record("10.75.1.0", of: 2)]))
        let control = try TestServer(Self.configuration, store: store).control()
        try control.send(Self.method, ["address": "10.75.1.0"])
        store.awaitCommit()
        #expect(!control.hasNews)
        store.letThrough()
        #expect(try control.receive()?.error == nil)
    }

    @Test func whatTheDiskRefusesIsTakenBackAndSaidInTheWordsOfTheControl() throws {
        let server = try TestServer(Self.configuration, store: BrokenStore(FixedStore([record("10.75.1.0", of: 2)])))
        let control = try server.control()
        let answer = try control.call(Self.method, ["address": "10.75.1.0"])
        #expect(answer.error == "io.bootd.Control.StateNotWritable")
        #expect(try control.call("io.bootd.Control.Leases").rows("leases").map { $0["state"] } == ["bound"])
        #expect(server.log.entries("an administrator freed an address").isEmpty)
    }

    @Test(arguments: [["address": "10.75.1"], ["address": "10.75.0.0/16"], ["address": 7], [:]] as [JSONValue])
    func whatIsNoAddressIsRefused(parameters: JSONValue) throws {
        #expect(try TestServer().control().call(Self.method, parameters).error == "org.varlink.service.InvalidParameter")
    }
}
