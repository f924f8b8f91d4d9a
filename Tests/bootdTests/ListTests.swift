import Contract
import JSON
import LinuxIO
import NetworkValues
import Store
import Testing

@testable import bootd

@Suite struct ListTests {
    private static func hosts(_ count: Int) -> String {
        let rows = (1...count).map { "  n\($0): {mac: \(mac($0))}" }
        return "networks: {lab: {subnet: 10.75.0.0/16, probe: no, range: 10.75.1.0 - 10.75.20.255}}\nhosts:\n"
            + rows.joined(separator: "\n")
    }

    private static func record(_ number: Int, _ network: String, _ base: UInt32) -> LeaseRecord {
        LeaseRecord(
            address: IPv4Address(rawValue: base + UInt32(number)), keyKind: .hardware, key: mac(number).octets,
            hardware: mac(number), network: network, state: .bound, start: .now(), expires: WallTime.now().advanced(by: 3600))
    }

    private static let lab = IPv4Address(10, 75, 1, 0).rawValue
    private static let other = IPv4Address(10, 76, 1, 0).rawValue

    @Test func manyHostsComeInPages() throws {
        let pages = try TestServer(Self.hosts(1200)).control().list("io.bootd.Control.Hosts")
        #expect(pages.map { $0.rows("hosts").count } == [500, 500, 200])
        #expect(pages.map(\.continues) == [true, true, false])
        #expect(pages.flatMap { $0.rows("hosts") }.map { $0["name"]?.stringValue } == (1...1200).map { "n\($0)" })
    }

    @Test func manyLeasesComeInPagesByAddress() throws {
        let store = FixedStore((0..<1200).map { Self.record($0, "lab", Self.lab) })
        let pages = try TestServer(store: store).control().list("io.bootd.Control.Leases")
        #expect(pages.map { $0.rows("leases").count } == [500, 500, 200])
        let addresses = pages.flatMap { $0.rows("leases") }.map { $0["address"]?.stringValue }
        #expect(addresses == (0..<1200).map { "\(IPv4Address(rawValue: Self.lab + UInt32($0)))" })
    }

    @Test(arguments: [(500, nil), (501, "org.varlink.service.ExpectedMore")] as [(Int, String?)])
    func withoutMoreAListIsOnePageOrNone(count: Int, error: String?) throws {
        let store = FixedStore((0..<count).map { Self.record($0, "lab", Self.lab) })
        let client = try TestServer(Self.hosts(count), store: store).control()
        let hosts = try client.call("io.bootd.Control.Hosts")
        #expect(hosts.error == error)
        #expect(hosts.rows("hosts").count == (error == nil ? count : 0))
        let leases = try client.call("io.bootd.Control.Leases")
        #expect(leases.error == error)
        #expect(leases.rows("leases").count == (error == nil ? count : 0))
    }

    @Test func anEmptyListIsOneEmptyPage() throws {
        let client = try TestServer("networks: {lab: {subnet: 10.75.0.0/16}}").control()
        #expect(try client.list("io.bootd.Control.Hosts").map { $0.rows("hosts").count } == [0])
        #expect(try client.call("io.bootd.Control.Leases").parameters == ["leases": []])
        #expect(try client.call("io.bootd.Control.Trail").parameters == ["events": []])
    }

    @Test func theLeasesOfOneNetworkAreAListOfTheirOwn() throws {
        let configuration = """
            networks:
              lab: {subnet: 10.75.0.0/16}
              other: {subnet: 10.76.0.0/16}
            """
        let records = (0..<1100).map { Self.record($0, "lab", Self.lab) } + (0..<3).map { Self.record($0, "other", Self.other) }
        let client = try TestServer(configuration, store: FixedStore(records)).control()
        func pages(_ network: JSONValue) throws -> [Int] {
            try client.list("io.bootd.Control.Leases", ["network": network]).map { $0.rows("leases").count }
        }
        #expect(try pages("lab") == [500, 500, 100])
        #expect(try pages("other") == [3])
        #expect(try client.call("io.bootd.Control.Leases", ["network": "other"]).rows("leases").count == 3)
        let answer = try client.call("io.bootd.Control.Leases", ["network": "nowhere"])
        #expect(answer.error == "io.bootd.Control.NotFound")
        #expect(answer.parameters == ["name": "nowhere"])
    }

    /// Leases that come and go between the pages neither repeat a row nor hide one.
    @Test func aListGoesOnWhereItWas() throws {
        let store = FixedStore((0..<1200).map { Self.record($0, "lab", Self.lab) })
        let server = try TestServer(store: store)
        let (control, worker) = (try server.control(), try server.worker())
        var pages = [try control.call("io.bootd.Control.Leases", more: true)]
        _ = try worker.ask(query(.release, of: 0) { $0.clientAddress = IPv4Address(rawValue: Self.lab) })
        while pages[pages.count - 1].continues { pages.append(try #require(try control.receive())) }
        #expect(Set(pages.flatMap { $0.rows("leases") }.map { $0["address"]?.stringValue }).count == 1200)
    }

    @Test func callsBehindAListWaitForItsEnd() throws {
        let client = try TestServer(Self.hosts(1200)).control()
        try client.send("io.bootd.Control.Hosts", more: true)
        try client.send("io.bootd.Control.Info")
        try client.send("io.bootd.Control.Hosts", more: true)
        let kinds = try (0..<7).map { _ in try #require(try client.receive()).parameters["hosts"] == nil ? "info" : "hosts" }
        #expect(kinds == ["hosts", "hosts", "hosts", "info", "hosts", "hosts", "hosts"])
    }
}

/// Between the pages of one connection others have their turn.
@Suite struct TurnTests {
    private final class Peers {
        var connections: [Connection] = []
        var order: [String] = []
    }

    @Test func anotherConnectionIsServedBetweenPages() throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/socket"
        let thread = try LoopThread { loop in
            let peers = Peers()
            let listener = try StreamSocket.listen(path: path, mode: 0o600)
            for name in ["list", "call"] {
                let client = try Client(path)
                try client.send("a.B")
                guard let descriptor = try StreamSocket.accept(on: listener.raw) else { continue }
                let peer = try descriptor.peerCredentials()
                let connection = try Connection(descriptor, .control, peer: peer, loop: loop)
                var page = 0
                connection.onCall = { [unowned peers] _, connection in
                    guard name == "list" else { return peers.order.append(name) }
                    connection.stream(pages: {
                        page += 1
                        peers.order.append("page \(page)")
                        return page < 5
                    })
                }
                // The client stays connected as long as the connection.
                connection.onEnd = { _ = client }
                peers.connections.append(connection)
            }
            return peers
        }
        defer { thread.stop() }
        #expect(thread.wait { $0.order.count == 6 })
        let order = thread.perform { $0.order }
        #expect(order.filter { $0 != "call" } == (1...5).map { "page \($0)" })
        #expect(try #require(order.firstIndex(of: "call")) < 5)
    }
}
