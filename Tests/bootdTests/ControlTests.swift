import Contract
import JSON
import LinuxIO
import Logging
import NetworkValues
import Store
import Testing
import Trails

@testable import bootd

/// What administrators ask.
@Suite struct ControlTests {
    private static let configuration = """
        networks:
          lab: {subnet: 10.75.0.0/16, probe: no, range: 10.75.1.0 - 10.75.1.9, lease: 1h}
        profiles:
          node: {kernel: /assets/vmlinuz}
        hosts:
          node1: {mac: 52:54:00:00:00:01, address: 10.75.0.11, profile: node, metadata: {role: control}}
          node2: {mac: 52:54:00:00:00:02}
          node3: {uuid: 12345678-1234-5678-9abc-def011223344}
        """

    private let server: TestServer

    init() throws { server = try TestServer(Self.configuration) }

    private func record(
        _ address: IPv4Address, of number: Int, _ state: LeaseRecord.State = .bound, for seconds: Int64 = 3600
    ) -> LeaseRecord {
        LeaseRecord(
            address: address, keyKind: .hardware, key: mac(number).octets, hardware: mac(number), network: "lab", state: state,
            start: .now(), expires: WallTime.now().advanced(by: seconds))
    }

    // MARK: Info

    @Test func infoTellsHowThingsStand() throws {
        let info = try server.control().call("io.bootd.Control.Info").parameters
        #expect(info["configuration"] == .string("\(server.scratch.path)/bootd.yaml"))
        #expect(info["generation"] == 1)
        #expect(info["problems"] == [])
        let network = info["networks"]?.arrayValue?.first
        #expect(network?["name"] == "lab")
        #expect(network?["addresses"] == 10)
        #expect(network?["leased"] == 0)
        #expect(network?["source"] == .string("\(server.scratch.path)/bootd.yaml:2:3"))
    }

    /// What has run out is not leased any more, though it is remembered.
    @Test func leasesThatHoldAreCounted() throws {
        let store = FixedStore([
            record("10.75.1.0", of: 5), record("10.75.1.1", of: 6), record("10.75.1.2", of: 7, for: -60),
            record("10.75.1.3", of: 8, .released), record("10.75.1.4", of: 9, .declined),
        ])
        let server = try TestServer(Self.configuration, store: store)
        let info = try server.control().call("io.bootd.Control.Info")
        #expect(info.rows("networks").first?["leased"] == 2)
        #expect(server.thread.perform { $0.status } == "1 network, 3 hosts, 2 leases; configuration 1")
    }

    // MARK: Rows

    @Test func leaseRowsAreTrue() throws {
        let store = FixedStore([
            record("10.75.0.11", of: 1), record("10.75.1.1", of: 5, for: -60), record("10.75.1.2", of: 6, .released, for: -60),
            record("10.75.1.3", of: 7, .declined), record("10.75.1.4", of: 8, .declined, for: -60),
        ])
        let server = try TestServer(Self.configuration, store: store)
        let offer = try server.worker().ask(query(.discover, of: 10) { ($0.hostname, $0.clientID) = ("box", [1, 0xAB]) })
        #expect(offer.address == "10.75.1.0")
        let rows = try server.control().call("io.bootd.Control.Leases").rows("leases")
        #expect(rows.map { $0["address"] } == ["10.75.0.11", "10.75.1.0", "10.75.1.1", "10.75.1.2", "10.75.1.3", "10.75.1.4"])
        #expect(rows.map { $0["state"] } == ["bound", "offered", "expired", "released", "declined", "expired"])
        #expect(rows.map { $0["host"] } == ["node1", nil, nil, nil, nil, nil])
        #expect(rows[1]["hostname"] == "box")
        #expect(rows[1]["clientIDHex"] == "01ab")
        #expect(rows[1]["hardware"] == "52:54:00:00:00:0a")
        #expect(rows[1]["network"] == "lab")
    }

    @Test func hostRowsAreTrue() throws {
        let (control, worker) = (try server.control(), try server.worker())
        var rows = try control.call("io.bootd.Control.Hosts").rows("hosts")
        #expect(
            rows == [
                [
                    "name": "node1", "mac": "52:54:00:00:00:01", "addresses": ["10.75.0.11"], "network": "lab", "profile": "node",
                    "metadata": ["role": "control"], "source": .string("\(server.scratch.path)/bootd.yaml:6:3"),
                ],
                [
                    "name": "node2", "mac": "52:54:00:00:00:02", "addresses": [],
                    "source": .string("\(server.scratch.path)/bootd.yaml:7:3"),
                ],
                [
                    "name": "node3", "uuid": "12345678-1234-5678-9abc-def011223344", "addresses": [],
                    "source": .string("\(server.scratch.path)/bootd.yaml:8:3"),
                ],
            ])
        #expect(try worker.ask(request("10.75.0.11", of: 1)).message == "ack")
        #expect(try worker.ask(request("10.75.1.5", of: 2)).message == "ack")
        rows = try control.call("io.bootd.Control.Hosts").rows("hosts")
        #expect(rows.map { $0["lease"] } == ["bound", "bound", nil])
        #expect(rows.map { $0["network"] } == ["lab", "lab", nil])
    }

    /// Somebody else's lease of the host's address is not the host's.
    @Test func aHostHasNotTheLeaseOfAnother() throws {
        let server = try TestServer(Self.configuration, store: FixedStore([record("10.75.0.11", of: 9)]))
        let rows = try server.control().call("io.bootd.Control.Hosts").rows("hosts")
        #expect(rows.first?["lease"] == nil)
    }

    // MARK: Reload

    @Test func aReloadTakesEffectAtOnce() throws {
        let (control, worker) = (try server.control(), try server.worker())
        try server.scratch.write(
            Self.configuration.replacing("10.75.1.0 - 10.75.1.9", with: "10.75.2.0 - 10.75.2.9"), to: "bootd.yaml")
        #expect(try worker.ask(query(.discover, of: 9)).address == "10.75.1.0")
        let answer = try control.call("io.bootd.Control.Reload")
        #expect(answer.parameters == ["generation": 2, "networks": 1, "hosts": 3, "profiles": 1])
        #expect(try worker.ask(query(.discover, of: 9)).address == "10.75.2.0")
        #expect(server.log.entries("configuration in effect").map { $0.fields["generation"] } == ["2"])
    }

    @Test func aReloadThatIsRefusedChangesNothingAndNamesEveryProblem() throws {
        let (control, worker) = (try server.control(), try server.worker())
        let attached = try server.worker()
        _ = try attached.attach(.tftp)
        try server.scratch.write("networks: {lab: {subnet: 10.75.0.1/16}}\nhots: {}", to: "bootd.yaml")
        let answer = try control.call("io.bootd.Control.Reload")
        #expect(answer.error == "io.bootd.Control.ConfigurationInvalid")
        let problems = answer.rows("problems")
        #expect(problems.map { $0["line"] } == [1, 2])
        #expect(problems.map { $0["column"] } == [26, 1])
        #expect(problems.allSatisfy { $0["file"] == .string("\(server.scratch.path)/bootd.yaml") })
        #expect(problems.last?["message"]?.stringValue?.contains("hots") == true)
        let entries = server.log.entries("configuration refused, the old one goes on")
        #expect(entries.map(\.level) == [.error, .error])

        let info = try control.call("io.bootd.Control.Info")
        #expect(info.parameters["generation"] == 1)
        let refused = info.parameters["problems"]?.arrayValue?.map { $0.stringValue ?? "" } ?? []
        #expect(refused.count == 2)
        #expect(refused.allSatisfy { $0.hasPrefix("the configuration on disk is refused, number 1 goes on: ") })
        #expect(try worker.ask(query(.discover, of: 9)).address == "10.75.1.0")
        #expect(!attached.hasNews)
        try server.scratch.write(Self.configuration, to: "bootd.yaml")
        #expect(try control.call("io.bootd.Control.Reload").parameters["generation"] == 2)
        #expect(try control.call("io.bootd.Control.Info").parameters["problems"] == [])
    }

    // MARK: Trail

    private func events(_ answer: Client.Answer?) -> [JSONValue?] { (answer?.rows("events") ?? []).map { $0["event"] } }

    private func firmware(_ kind: DHCPQueryKind, of number: Int) -> DHCPQuery {
        query(kind, of: number) {
            ($0.client, $0.architecture) = (.pxe, "x86-bios")
            if kind == .request { ($0.requested, $0.server) = (number == 1 ? "10.75.0.11" : "10.75.1.0", "10.75.0.1") }
        }
    }

    @Test func aTrailTellsABootInOrder() throws {
        let (control, worker) = (try server.control(), try server.worker())
        for kind in [.discover, .request] as [DHCPQueryKind] { _ = try worker.ask(firmware(kind, of: 1)) }
        let rows = try control.call("io.bootd.Control.Trail", ["machine": "node1"]).rows("events")
        #expect(rows.map { $0["event"] } == ["offer", "ack"])
        #expect(
            rows.map { $0["text"] } == [
                "PXE firmware (x86-bios) is offered 10.75.0.11, to load undionly.kpxe by TFTP",
                "PXE firmware (x86-bios) has 10.75.0.11, to load undionly.kpxe by TFTP",
            ])
        #expect(rows.allSatisfy { $0["host"] == "node1" && $0["stage"] == "dhcp" && $0["boot"] == 1 })
    }

    @Test func aTrailIsOfAMachineOrOfAll() throws {
        let (control, worker) = (try server.control(), try server.worker())
        for number in [1, 9] { _ = try worker.ask(firmware(.discover, of: number)) }
        #expect(try control.call("io.bootd.Control.Trail").rows("events").count == 2)
        for name in ["node1", "52:54:00:00:00:01", "52-54-00-00-00-01"] {
            #expect(try control.call("io.bootd.Control.Trail", ["machine": .string(name)]).rows("events").count == 1)
        }
        let answer = try control.call("io.bootd.Control.Trail", ["machine": "nobody"])
        #expect(answer.error == "io.bootd.Control.NotFound")
        #expect(answer.parameters == ["name": "nobody"])
    }

    @Test func whoFollowsATrailIsToldWhatComes() throws {
        let (follower, ofAll, worker) = (try server.control(), try server.control(), try server.worker())
        _ = try worker.ask(firmware(.discover, of: 1))
        try follower.send("io.bootd.Control.Trail", ["machine": "node1", "follow": true], more: true)
        #expect(events(try follower.receive()) == ["offer"])
        try ofAll.send("io.bootd.Control.Trail", ["follow": true], more: true)
        #expect(events(try ofAll.receive()) == ["offer"])
        _ = try worker.ask(firmware(.discover, of: 9))
        _ = try worker.ask(firmware(.request, of: 1))
        let ack = try follower.receive()
        #expect(events(ack) == ["ack"])
        #expect(ack?.continues == true)
        #expect(events(try ofAll.receive()) == ["offer"])
        #expect(events(try ofAll.receive()) == ["ack"])
    }

    @Test func followingIsForCallersThatTakeSeveralReplies() throws {
        let answer = try server.control().call("io.bootd.Control.Trail", ["follow": true])
        #expect(answer.error == "org.varlink.service.ExpectedMore")
    }

    /// The past waits for its reader; what happens meanwhile must not be lost.
    @Test func whatHappensWhileThePastIsToldIsToldAfterIt() throws {
        let control = try server.control()
        let text = String(repeating: "x", count: 3000)
        server.thread.perform { service in
            for number in 0..<1200 { service.supervisor.record(mac(100 + number % 10), .tftp, "past", text) }
        }
        try control.send("io.bootd.Control.Trail", ["follow": true], more: true)
        #expect(eventually { control.hasNews })
        server.thread.perform { $0.supervisor.record(mac(100), .http, "news", "") }
        var rows: [JSONValue?] = []
        while rows.count < 1201, let page = try control.receive() { rows += events(page) }
        #expect(rows == Array(repeating: "past", count: 1200) + ["news"])
    }
}
