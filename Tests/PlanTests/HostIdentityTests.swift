import Catalog
import DHCP
import Leases
import NetworkValues
import Plan
import Testing

/// By what hosts and leases are known.
struct HostIdentityTests {
    private static let yaml = """
        networks:
          lab: {subnet: 10.75.0.0/16, range: 10.75.0.100 - 10.75.0.109, probe: no}
          byid: {subnet: 10.76.0.0/24, range: 10.76.0.100 - 10.76.0.109, probe: no, key: client-id}
        hosts:
          bymac: {mac: 52:54:00:00:00:01, address: 10.75.0.11}
          byid: {client_id: "01:52:54:00:00:00:02", address: 10.75.0.12}
          byuuid: {uuid: 12345678-1234-5678-9abc-def011223344, address: 10.75.0.13}
          byport: {circuit_id: port7, remote_id: switch1, address: 10.75.0.14}
          byswitch: {remote_id: switch2, address: 10.75.0.15}
        """

    private func client(
        _ number: Int, id: [UInt8]? = nil, uuid: String? = nil, circuit: String? = nil, remote: String? = nil
    ) -> Machine {
        var machine = machine(number)
        machine.clientID = id
        machine.uuid = uuid.flatMap { MachineUUID($0) }
        machine.attachment.relayPort = RelayPort(
            circuitID: circuit.map { Array($0.utf8) }, remoteID: remote.map { Array($0.utf8) })
        return machine
    }

    @Test func aHostIsKnownByWhicheverItHas() throws {
        let server = try Server(Self.yaml, documents: [:])
        let id: [UInt8] = [1, 0x52, 0x54, 0, 0, 0, 2]
        let uuid = "12345678-1234-5678-9abc-def011223344"
        let rows: [(Machine, String?)] = [
            (client(1, id: id, uuid: uuid, circuit: "port7", remote: "switch1"), "bymac"),
            (client(10, id: id, uuid: uuid, circuit: "port7", remote: "switch1"), "byid"),
            (client(10, uuid: uuid, circuit: "port7", remote: "switch1"), "byuuid"),
            (client(10, circuit: "port7", remote: "switch1"), "byport"),
            (client(10, circuit: "port9", remote: "switch2"), "byswitch"),
            (client(10, circuit: "port7"), nil),
            (client(10, remote: "switch1"), nil),
            (client(10, id: Array(id.dropLast())), nil),
            (client(10, id: []), nil),
            (client(10, uuid: "00000000-0000-0000-0000-000000000000"), nil),
            (client(10), nil),
        ]
        for (machine, host) in rows {
            let plan = server.makePlan(machine)
            #expect(plan.host?.name == host)
            guard let host = plan.host else { continue }
            #expect(plan.address.address == host.addresses.first)
            #expect(plan.reasons.first.map { "\($0)" }?.contains("\(host.mark)") == true)
        }
    }

    /// A renewal goes to us alone, without the relay's word, and so does what the machine asks by HTTP.
    @Test func aHostByItsPortStaysThatWhileItUsesItsAddress() throws {
        var server = try Server(Self.yaml, documents: [:])
        #expect(server.boot(client(10, circuit: "port7", remote: "switch1")) == "10.75.0.14")
        var renewing = client(10, id: [1, 2, 3])
        renewing.attachment.client = "10.75.0.14"
        let renewal = server.answer(.request, renewing) { $0.clientAddress = "10.75.0.14" }
        #expect(renewal.reply?.kind == .ack)
        #expect(renewal.reply?.yiaddr == "10.75.0.14")
        var loading = client(10, uuid: "12345678-1234-5678-9abc-000000000000")
        loading.attachment.client = "10.75.0.14"
        #expect(server.makePlan(loading).host?.name == "byport")
    }

    @Test func aMachineThatHasMovedToAnotherPortIsThatHostNoMore() throws {
        var server = try Server(Self.yaml, documents: [:])
        #expect(server.boot(client(10, circuit: "port7", remote: "switch1")) == "10.75.0.14")
        var elsewhere = client(10, circuit: "port8", remote: "switch1")
        #expect(server.makePlan(elsewhere).host == nil)
        elsewhere.attachment.client = "10.75.0.14"
        #expect(server.makePlan(elsewhere).host == nil)
        #expect(server.makePlan(client(10)).host == nil)
        var loading = client(10)
        loading.attachment.client = "10.75.0.100"
        #expect(server.makePlan(loading).host == nil)
    }

    @Test func aHostByItsClientIdentifierNeedNotTellItWhereItCannot() throws {
        var server = try Server(Self.yaml, documents: [:])
        let id: [UInt8] = [1, 0x52, 0x54, 0, 0, 0, 2]
        #expect(server.boot(client(10, id: id)) == "10.75.0.12")
        #expect(server.makePlan(client(10, uuid: "12345678-1234-5678-9abc-000000000000")).host?.name == "byid")
        #expect(server.makePlan(client(10, id: [7])).host == nil)
    }

    @Test func whatAMachineWasSeenAsCountsLast() throws {
        let server = try Server(Self.yaml, documents: [:])
        var seen = client(10)
        seen.seenAs = "byswitch"
        let plan = server.makePlan(seen)
        #expect(plan.host?.name == "byswitch")
        #expect(
            plan.reasons.first.map { "\($0)" }
                == "it is host byswitch, as when it asked for its address (/etc/bootd/bootd.yaml:9:3)")
        seen.uuid = MachineUUID("12345678-1234-5678-9abc-def011223344")
        #expect(server.makePlan(seen).host?.name == "byuuid")
        seen.seenAs = "gone"
        seen.uuid = nil
        #expect(server.makePlan(seen).host == nil)
    }

    @Test func onANetworkThatBootsOneMachineHasOneAddressWhateverItCallsItself() throws {
        var server = try Server(Self.yaml, documents: [:])
        let rom = server.boot(client(10, id: [0, 1]))
        #expect(rom == "10.75.0.100")
        #expect(server.boot(client(10, id: [255, 7, 7])) == rom)
        #expect(server.boot(client(10)) == rom)
        #expect(server.book.count == 1)
    }

    @Test func byClientIdentifierTwoSystemsOnOneCardAreTwo() throws {
        var server = try Server(Self.yaml, documents: [:])
        func there(_ machine: Machine) -> Machine {
            var machine = machine
            machine.attachment.addresses = ["10.76.0.1"]
            machine.attachment.elsewhere = [ourAddress]
            return machine
        }
        #expect(server.boot(there(client(10, id: [0, 1]))) == "10.76.0.100")
        #expect(server.boot(there(client(10, id: [0, 2]))) == "10.76.0.101")
        #expect(server.boot(there(client(11, id: [0, 1]))) == "10.76.0.100")
        #expect(server.boot(there(client(10))) == "10.76.0.102")
        #expect(server.book.lease(at: "10.76.0.100")?.key == .clientID([0, 1]))
        #expect(server.book.lease(at: "10.76.0.100")?.hardware == mac(11))
        #expect(server.book.lease(at: "10.76.0.102")?.key == .hardware(mac(10)))
    }
}
