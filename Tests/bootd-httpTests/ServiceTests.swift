import Contract
import HTTPServing
import Logging
import NIOCore
import NIOPosix
import NetworkValues
import Testing

@testable import bootd_http

struct ServiceTests {
    @Test(arguments: [("10.75.1.2", 404), ("10.76.0.1", 403), ("127.0.0.1", 404)])
    func strangersAreRefused(client: String, status: Int) throws {
        let client = try #require(IPAddress(client))
        let request = Request(target: try RequestTarget("/unknown"), isHead: false, conditions: Conditions())
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let answer = try loop.submit {
            let service = HTTPService(
                supervisorPath: "/nonexistent", loop: loop, limits: HTTPLimits(), log: Logger(label: "test"),
                activity: Activity())
            let served = [IPv4Subnet("10.75.0.0/16")].compactMap { $0 }
            service.apply(
                WorkerSettings(
                    roots: [], served: served, idleSeconds: 0, maximumTransfers: 1, maximumTransfersPerClient: 1))
            var status: Int?
            service.answer(request, from: Peer(client: client, local: client)) { status = $0.head.status.rawValue }
            return status
        }.wait()
        #expect(answer == status)
    }

    @Test(arguments: [
        ("10.75.0.1", "10.75.0.1"), ("::ffff:10.75.0.1", "10.75.0.1"), ("fe80::1", "fe80::1"), ("::1", "::1"),
    ])
    func mappedAddressesBecomeIPv4(text: String, address: String) throws {
        #expect(IPAddress(try SocketAddress(ipAddress: text, port: 1))?.description == address)
    }

    @Test func aUnixSocketHasNoAddress() throws {
        #expect(IPAddress(try SocketAddress(unixDomainSocketPath: "/x")) == nil)
        #expect(IPAddress(nil as SocketAddress?) == nil)
    }
}

struct ConnectionTableTests {
    private static let first = IPAddress.v4(IPv4Address(10, 0, 0, 1))
    private static let second = IPAddress.v4(IPv4Address(10, 0, 0, 2))

    private func table() -> ConnectionTable<Int> {
        var limits = HTTPLimits()
        (limits.connections, limits.connectionsPerClient, limits.refusedConnections) = (3, 2, 2)
        return ConnectionTable(limits)
    }

    @Test func eachClientHasItsShare() {
        var table = table()
        #expect(table.admit(1, Self.first, isStranger: false) == .serve)
        #expect(table.admit(2, Self.first, isStranger: false) == .serve)
        #expect(table.admit(3, Self.first, isStranger: false) == .refuse(.tooManyOfClient))
        #expect(table.admit(4, Self.second, isStranger: false) == .serve)
        #expect(table.admit(5, Self.second, isStranger: false) == .refuse(.tooMany))
        #expect(table.admit(6, Self.second, isStranger: false) == .drop)
    }

    @Test func whoLeavesMakesRoom() {
        var table = table()
        for id in 1...4 { _ = table.admit(id, Self.first, isStranger: false) }
        #expect(table.admit(5, Self.first, isStranger: false) == .drop)
        table.remove(3)
        #expect(table.admit(5, Self.first, isStranger: false) == .refuse(.tooManyOfClient))
        table.remove(1)
        table.remove(1)
        #expect(table.admit(6, Self.first, isStranger: false) == .serve)
        table.remove(99)
        #expect(table.admit(7, Self.second, isStranger: false) == .serve)
    }

    @Test func strangersTakeNobodysRoom() {
        var table = table()
        #expect(table.admit(1, Self.first, isStranger: true) == .refuse(.stranger))
        #expect(table.admit(2, Self.first, isStranger: true) == .refuse(.stranger))
        #expect(table.admit(3, Self.first, isStranger: true) == .drop)
        #expect(table.admit(4, Self.second, isStranger: false) == .serve)
    }
}
