import Contract
import JSON
import Logging
import NetworkValues
import Testing

@testable import bootd

/// What is said once of many messages: a full range, a machine that circles, too many strangers.
@Suite struct DHCPNotesTests {
    private static let circles = "a machine loads the same again and again, and gets no further"

    @Test func aFullRangeIsSaidOnceWithWhatToDo() throws {
        let server = try TestServer("networks: {lab: {subnet: 10.75.0.0/16, probe: no, range: 10.75.1.0 - 10.75.1.1}}")
        let worker = try server.worker()
        for number in 2...3 { _ = try worker.ask(request("10.75.1.\(number - 2)", of: number)) }
        for number in 4...9 { #expect(try worker.ask(query(.discover, of: number)).parameters == [:]) }
        let entries = server.log.entries("no address left for a machine").filter { $0.level == .error }
        #expect(entries.count == 1)
        #expect(entries.first?.fields["reason"]?.contains("widen its range or shorten its leases") == true)
    }

    @Test func strangersBeyondTheLimitAreNotAnsweredAndThatIsSaidOnce() throws {
        let server = try TestServer(
            """
            limits: {interface: 1}
            networks: {lab: {subnet: 10.75.0.0/16, probe: no, range: 10.75.1.0 - 10.75.1.99}}
            hosts: {node1: {mac: 52:54:00:00:00:01}}
            """)
        let worker = try server.worker()
        let answers = try (2..<40).map { try worker.ask(query(.discover, of: $0)).message }
        #expect(answers.prefix(2) == ["offer", "offer"])
        #expect(answers.contains(nil))
        #expect(server.log.entries("too many unknown machines ask at once").count == 1)
        #expect(try worker.ask(query(.discover, of: 1)).message == "offer")
        #expect(try worker.ask(request("10.75.1.0", of: 2)).message == "ack")
    }

    private func load(_ worker: Client, _ transaction: Int, as client: ClientKind = .pxe) throws {
        var asked = request("10.75.0.11", of: 1)
        asked.client = client
        asked.architecture = "x86-bios"
        asked.transaction = transaction
        #expect(try worker.ask(asked).message == "ack")
    }

    @Test func aMachineThatCirclesIsSaidOnce() throws {
        let server = try TestServer()
        let (worker, control) = (try server.worker(), try server.control())
        for transaction in 1...4 { try load(worker, transaction) }
        #expect(server.log.entries(Self.circles).isEmpty)
        for transaction in 5...9 { try load(worker, transaction) }
        let entries = server.log.entries(Self.circles)
        #expect(entries.count == 1)
        #expect(entries.first?.fields["name"] == "undionly.kpxe")
        #expect(entries.first?.fields["machine"] == "52:54:00:00:00:01")
        let events = try control.call("io.bootd.Control.Trail", ["machine": "node1"]).rows("events")
        #expect(events.filter { $0["event"] == "circles" }.count == 1)
    }

    @Test(arguments: [ClientKind.ipxe, .ordinary])
    func aMachineThatGetsFurtherDoesNot(client: ClientKind) throws {
        let server = try TestServer()
        let worker = try server.worker()
        for transaction in 1...12 { try load(worker, transaction, as: transaction.isMultiple(of: 4) ? client : .pxe) }
        #expect(server.log.entries(Self.circles).isEmpty)
    }

    @Test func anotherProgramOnOurPortKeepsUsSilentWhereItServes() throws {
        let server = try TestServer()
        let (worker, asking) = (try server.worker(), try server.worker())
        let interfaces = [InterfaceInfo(name: "eth0", index: 2, addresses: ["10.75.0.1"])]
        _ = try worker.attach(.dhcp, interfaces: interfaces)
        #expect(try asking.ask(query(.discover, of: 2)).message == "offer")
        let other = OtherSocket(port: 67, address: .any, interface: nil)
        try asking.report(WorkerReport(interfaces: interfaces, otherSockets: [other]))
        #expect(try asking.ask(query(.discover, of: 3)).parameters == [:])
        #expect(try asking.ask(query(.inform, of: 3)).parameters == [:])
        try asking.report(WorkerReport(interfaces: interfaces, otherSockets: []))
        #expect(try asking.ask(query(.discover, of: 3)).message == "offer")
    }

    @Test func relayedOptionsFindTheHostAndTheLink() throws {
        let server = try TestServer(
            """
            networks:
              lab: {subnet: 10.75.0.0/16, probe: no, range: 10.75.1.0 - 10.75.1.99}
              far: {subnet: 10.77.0.0/16, range: 10.77.1.0 - 10.77.1.99}
            hosts:
              byport: {circuit_id: p7, address: 10.77.0.7}
            """)
        let worker = try server.worker()
        // Circuit-id "p7", link selection 10.77.0.0, server identifier override 10.75.9.9.
        let octets: [UInt8] = [1, 2, 0x70, 0x37, 5, 4, 10, 77, 0, 0, 11, 4, 10, 75, 9, 9]
        let answer = try worker.ask(query(.discover, of: 5) { ($0.relay, $0.relayAgent) = ("10.75.9.9", octets) })
        #expect(answer.address == "10.77.0.7")
        #expect(answer.parameters["reply"]?["optionsHex"]?.stringValue?.contains("36040a4b0909") == true)
        for count in 0..<octets.count {
            _ = try worker.ask(query(.discover, of: 6) { ($0.relay, $0.relayAgent) = ("10.75.9.9", Array(octets.prefix(count))) })
        }
        let selected = try worker.ask(query(.discover, of: 8) { ($0.relay, $0.subnet) = ("10.75.9.9", "10.77.0.0") })
        #expect(selected.address?.hasPrefix("10.77.1.") == true)
    }

    @Test func aBOOTPClientIsAnsweredWhereThatIsConfigured() throws {
        let server = try TestServer(
            "networks: {lab: {subnet: 10.75.0.0/16, probe: no, range: 10.75.1.0 - 10.75.1.99, bootp: yes}}")
        let (worker, control) = (try server.worker(), try server.control())
        let asked = query(.bootp, of: 2) { ($0.client, $0.architecture) = (.pxe, "x86-bios") }
        for _ in 1...9 { #expect(try worker.ask(asked).address == "10.75.1.0") }
        let lease = try control.call("io.bootd.Control.Leases").rows("leases").first
        #expect(lease?["expires"]?.integerValue == .max)
        let events = try control.call("io.bootd.Control.Trail", ["machine": "52:54:00:00:00:02"]).rows("events")
        #expect(events.first?["text"] == "BOOTP client has 10.75.1.0, to load undionly.kpxe by TFTP")
        #expect(server.log.entries(Self.circles).isEmpty)
    }

    @Test func aBOOTPClientElsewhereIsNotAnsweredAndTheTrailSaysWhy() throws {
        let server = try TestServer()
        let (worker, control) = (try server.worker(), try server.control())
        #expect(try worker.ask(query(.bootp, of: 2)).parameters == [:])
        let events = try control.call("io.bootd.Control.Trail", ["machine": "52:54:00:00:00:02"]).rows("events")
        #expect(events.map { $0["event"] } == ["unanswered"])
        #expect(events.first?["text"]?.stringValue?.contains("does not answer without bootp: yes") == true)
        #expect(server.log.entries("a machine is not answered").count == 1)
    }
}
