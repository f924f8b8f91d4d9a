import Contract
import JSON
import Logging
import NetworkValues
import Testing

@testable import bootd

/// What workers ask and tell.
@Suite struct WorkerTests {
    private static let configuration = """
        networks:
          lab: {subnet: 10.75.0.0/16, probe: no, range: 10.75.0.1 - 10.75.20.255, gateway: 10.75.0.3, dns: [10.75.0.4]}
        profiles:
          node: {kernel: /assets/vmlinuz, args: ["url=http://{server}:{port}/"]}
        hosts:
          node1: {mac: 52:54:00:00:00:01, address: 10.75.0.11, profile: node}
        """

    private let server: TestServer

    init() throws { server = try TestServer(Self.configuration) }

    // MARK: Attach

    @Test func attachIsForCallersThatTakeSeveralReplies() throws {
        let worker = try server.worker()
        let answer = try worker.call("io.bootd.Worker.Attach", ["role": "dhcp"])
        #expect(answer.error == "org.varlink.service.ExpectedMore")
        #expect(try server.control().call("io.bootd.Control.Info").rows("workers").isEmpty)
    }

    @Test func aWorkerLearnsWhatItNeedsNotAsk() throws {
        let answer = try server.worker().attach(.tftp)
        #expect(answer.continues)
        #expect(answer.parameters["generation"] == 1)
        let settings = answer.parameters["settings"]
        #expect(settings?["served"] == ["10.75.0.0/16"])
        #expect(
            settings?["roots"] == [
                ["name": "tftp", "path": "/var/lib/bootd/tftp"], ["name": "assets", "path": "/var/lib/bootd/assets"],
            ])
    }

    @Test func aReloadReachesEveryWorkerThatIsAttached() throws {
        let workers = try [server.worker(), server.worker()]
        for worker in workers { _ = try worker.attach(.http) }
        try server.scratch.write(Self.configuration + "\npaths: {tftp: /srv/tftp}", to: "bootd.yaml")
        #expect(try server.control().call("io.bootd.Control.Reload").parameters["generation"] == 2)
        for worker in workers {
            let answer = try worker.receive()
            #expect(answer?.continues == true)
            #expect(answer?.parameters["generation"] == 2)
            #expect(answer?.parameters["settings"]?["roots"]?.arrayValue?.first?["path"] == "/srv/tftp")
        }
    }

    @Test func attachedWorkersAreTold() throws {
        let worker = try server.worker()
        _ = try worker.attach(.http, sockets: [ServedSocket(name: "http", address: "[::]:8080")])
        let info = try server.control().call("io.bootd.Control.Info")
        let row = try #require(info.rows("workers").first)
        #expect(row["role"] == "http")
        #expect(row["process"] == 42)
        #expect(row["sockets"] == ["http [::]:8080"])
        #expect(info.parameters["problems"] == [])
    }

    @Test func anHTTPWorkerOnAnotherPortIsAProblem() throws {
        let worker = try server.worker()
        _ = try worker.attach(.http, sockets: [ServedSocket(name: "http", address: "[::]:18080")])
        let problems = try server.control().call("io.bootd.Control.Info").parameters["problems"]?.arrayValue
        #expect(problems?.count == 1)
        #expect(problems?.first?.stringValue?.hasPrefix("bootd-http listens on [::]:18080, but URLs carry port 8080") == true)
        #expect(server.log.entries("the HTTP worker is not where URLs point").map(\.level) == [.error])
    }

    // MARK: Interfaces

    private func interface(_ name: String, _ addresses: IPv4Address...) -> InterfaceInfo {
        InterfaceInfo(name: name, index: 2, addresses: addresses)
    }

    @Test func ourOwnAddressesAreNotGivenToMachines() throws {
        let worker = try server.worker()
        _ = try worker.attach(.dhcp, interfaces: [interface("eth0", "10.75.0.1", "10.75.0.2"), interface("eth1", "10.75.0.5")])
        // Nor are the gateway's and the name server's.
        #expect(try server.worker().ask(query(.discover, of: 2)).address == "10.75.0.6")
    }

    /// The first question may come before the worker has told which addresses there are.
    @Test func anAddressThatAQuestionCameInByIsOurs() throws {
        let answer = try server.worker().ask(query(.discover, of: 2))
        #expect(answer.address == "10.75.0.2")
    }

    /// A relay may send by one interface to our address on another: that does not make one wire of two.
    @Test func anAddressOfAnotherInterfaceBringsNoNetworkAlong() throws {
        let networks = """
            networks:
              near: {subnet: 10.75.0.0/16, range: 10.75.1.0 - 10.75.1.9, probe: no}
              far: {subnet: 10.76.0.0/16, range: 10.76.1.0 - 10.76.1.9, probe: no}
            """
        let server = try TestServer(networks)
        _ = try server.worker().attach(.dhcp, interfaces: [interface("eth0", "10.75.0.1"), interface("eth1", "10.76.0.1")])
        let worker = try server.worker()
        let relayed = query(.discover, of: 2) { ($0.local, $0.relay) = ("10.76.0.1", "10.75.0.9") }
        #expect(try worker.ask(relayed).address == "10.75.1.0")
        #expect(try worker.ask(query(.discover, of: 3) { $0.requested = "10.76.1.5" }).address == "10.75.1.1")
    }

    @Test func interfacesThatChangeAreReported() throws {
        let worker = try server.worker()
        let lost =
            "network lab (\(server.scratch.path)/bootd.yaml:2:3) is served through relays only: "
            + "no interface has an address in 10.75.0.0/16"
        try worker.report(WorkerReport(interfaces: [interface("eth0", "192.0.2.1")]))
        var info = try server.control().call("io.bootd.Control.Info")
        #expect(info.parameters["problems"] == [.string(lost)])
        #expect(info.rows("networks").first?["interface"] == nil)
        try worker.report(WorkerReport(interfaces: [interface("eth7", "10.75.0.1")]))
        info = try server.control().call("io.bootd.Control.Info")
        #expect(info.parameters["problems"] == [])
        #expect(info.rows("networks").first?["interface"] == "eth7")
        #expect(info.rows("networks").first?["server"] == "10.75.0.1")
    }

    @Test func aRelayThatIsAnyOfOurAddressesIsNotAnswered() throws {
        let worker = try server.worker()
        try worker.report(WorkerReport(interfaces: [interface("eth0", "10.75.0.1"), interface("eth1", "10.75.9.9")]))
        let answer = try worker.ask(query(.discover, of: 2) { $0.relay = "10.75.9.9" })
        #expect(answer.parameters == [:])
        #expect(try worker.ask(query(.discover, of: 2) { $0.relay = "10.75.9.8" }).message == "offer")
    }

    // MARK: Questions

    @Test func firmwareOnPort4011IsTold() throws {
        let answer = try server.worker().ask(
            query(.request, of: 2) {
                ($0.port, $0.client, $0.architecture) = (4011, .pxe, "x64-uefi")
                ($0.clientAddress, $0.source) = ("10.75.0.105", "10.75.0.105")
            })
        #expect(answer.message == "ack")
        #expect(answer.address == nil)
        #expect(answer.parameters["reply"]?["file"] == "ipxe.efi")
        let events = try server.control().call("io.bootd.Control.Trail").rows("events")
        #expect(events.first?["text"] == "PXE firmware (x64-uefi) is answered, to load ipxe.efi by TFTP")
    }

    @Test(
        arguments: [
            ("/undionly.kpxe", [["root": "tftp", "path": "undionly.kpxe"]]),
            ("../../etc/passwd", [["error": "the file name leads out of the served directory"]]),
        ] as [(String, JSONValue)])
    func filesAreResolved(name: String, candidates: JSONValue) throws {
        let worker = try server.worker()
        #expect(try worker.ask(request("10.75.0.11", of: 1)).message == "ack")
        let answer = try worker.call(
            "io.bootd.Worker.ResolveFile",
            ["nameHex": .string(Hex.text(of: name.utf8)), "client": "10.75.0.11", "local": "10.75.0.1", "interface": "eth0"])
        #expect(answer.parameters["candidates"] == candidates)
        #expect(answer.parameters["machine"] == "52:54:00:00:00:01")
    }

    private func render(_ document: JSONValue, _ query: JSONValue, client: JSONValue = "10.75.0.99") throws -> Client.Answer {
        try server.worker().call(
            "io.bootd.Worker.Render", ["document": document, "query": query, "client": client, "local": "10.75.0.1"])
    }

    @Test func aMachineIsKnownByItsLabelOrItsLease() throws {
        let script = "#!ipxe\nkernel /assets/vmlinuz url=http://10.75.0.1:8080/\nboot\n"
        let byLabel = try render("ipxe", "mac=52-54-00-00-00-01")
        #expect(byLabel.parameters["body"] == .string(script))
        #expect(byLabel.parameters["machine"] == "52:54:00:00:00:01")
        #expect(try render("ipxe", "").error == "io.bootd.Worker.NothingToServe")
        #expect(try server.worker().ask(request("10.75.0.11", of: 1)).message == "ack")
        #expect(try render("ipxe", "", client: "10.75.0.11").parameters["body"] == .string(script))
        #expect(try render("ipxe", "", client: "::1").error == "io.bootd.Worker.NothingToServe")
    }

    @Test func aMachineThatNothingMatchesIsInTheJournalWithTheReason() throws {
        let answer = try render("ignition", "mac=52:54:00:00:00:09")
        #expect(answer.error == "io.bootd.Worker.NothingToServe")
        #expect(
            answer.parameters == ["reason": "no host has the MAC 52:54:00:00:00:09", "machine": "52:54:00:00:00:09"])
        let entry = try #require(server.log.entries("no document for this machine").first)
        #expect(entry.fields["reason"] == "no host has the MAC 52:54:00:00:00:09")
        #expect(entry.fields["machine"] == "52:54:00:00:00:09")
        let events = try server.control().call("io.bootd.Control.Trail").rows("events")
        #expect(events.map { $0["event"] } == ["refused"])
    }

    /// Anybody may ask for documents, as often as he likes.
    @Test func aFloodOfRefusalsIsCountedNotRepeated() throws {
        let worker = try server.worker()
        for _ in 0..<1000 {
            try worker.send(
                "io.bootd.Worker.Render",
                ["document": "ipxe", "query": "mac=52:54:00:00:00:09", "client": "10.75.0.99", "local": "10.75.0.1"])
        }
        for _ in 0..<1000 { #expect(try worker.receive()?.error == "io.bootd.Worker.NothingToServe") }
        #expect(server.log.entries("no document for this machine").count < 900)
    }

    @Test(
        arguments: [
            (.complete, 0, "sent", "a sent, 5 octets in 3 ms"),
            (.complete, 2, "sent", "a sent, 5 octets in 3 ms, 2 blocks sent again"),
            (.sizeProbe, 0, "sizeProbe", "a: its size was asked for"),
            (.aborted, 0, "aborted", "a broken off by the client after 5 octets: why"),
            (.timedOut, 0, "timedOut", "a given up after 5 octets: the client fell silent"),
            (.refused, 0, "refused", "a not sent: why"),
        ] as [(Transfer.Outcome, Int, String, String)])
    func transfersAreOnTheTrail(outcome: Transfer.Outcome, resent: Int, event: String, text: String) throws {
        let worker = try server.worker()
        #expect(try worker.ask(request("10.75.0.11", of: 1)).message == "ack")
        let transfer = Transfer(
            protocol: .tftp, name: "a", client: "10.75.0.11", outcome: outcome, octets: 5, resent: resent, microseconds: 3500,
            detail: outcome == .complete ? nil : "why")
        try worker.report(WorkerReport(transfers: [transfer]))
        let events = try server.control().call("io.bootd.Control.Trail").rows("events")
        #expect(events.last?["event"] == .string(event))
        #expect(events.last?["text"] == .string(text))
        #expect(events.last?["machine"] == "52:54:00:00:00:01")
    }
}
