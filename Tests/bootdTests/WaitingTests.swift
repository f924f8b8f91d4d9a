import Contract
import JSON
import Leases
import Logging
import NetworkValues
import Store
import Testing

@testable import bootd

/// Replies that wait for the disk, as the workers see them.
@Suite struct WaitingTests {
    private let fixed = FixedStore()

    @Test func anACKWaitsForTheDiskAndWhatComesAfterItOnItsConnection() throws {
        let store = SlowStore(fixed)
        let server = try TestServer(store: store)
        let (durable, quick) = (try server.worker(), try server.worker())
        try durable.send(query(.discover, of: 2))
        try durable.send(request("10.75.1.0", of: 2))
        try durable.send(query(.discover, of: 3))
        #expect(try durable.receive()?.message == "offer")
        store.awaitCommit()
        // Others are answered meanwhile.
        #expect(try quick.ask(query(.discover, of: 4)).message == "offer")
        #expect(!durable.hasNews)
        #expect(fixed.load().isEmpty)
        store.letThrough()
        let ack = try durable.receive()
        #expect(ack?.message == "ack")
        #expect(ack?.address == "10.75.1.0")
        #expect(fixed.record(at: "10.75.1.0")?.hardware == mac(2))
        #expect(try durable.receive()?.address == "10.75.1.1")
    }

    @Test func aLeaseIsToldOfWhenTheDiskHasIt() throws {
        let store = SlowStore(fixed)
        let server = try TestServer(store: store)
        let (worker, control) = (try server.worker(), try server.control())
        try worker.send(request("10.75.1.0", of: 2))
        store.awaitCommit()
        #expect(try control.call("io.bootd.Control.Trail").rows("events").isEmpty)
        #expect(server.log.entries("lease given").isEmpty)
        store.letThrough()
        #expect(try worker.receive()?.message == "ack")
        #expect(try control.call("io.bootd.Control.Trail").rows("events").map { $0["event"] } == ["ack"])
        #expect(server.log.entries("lease given").map { $0.fields["machine"] } == ["\(mac(2))"])
    }

    @Test func aHundredRequestsAtOnceNeedTwoCommits() throws {
        let store = SlowStore(fixed)
        let server = try TestServer(store: store)
        let first = try server.worker()
        try first.send(request("10.75.1.0", of: 2))
        store.awaitCommit()
        let clients = try (0..<10).map { _ in try server.worker() }
        for number in 0..<100 { try clients[number % 10].send(request(IPv4Address(10, 75, 2, UInt8(number)), of: 100 + number)) }
        // A reply to something else tells that all requests have been read.
        let quick = try server.worker()
        for _ in clients { #expect(try quick.ask(query(.discover, of: 3)).message == "offer") }
        store.letThrough(3)
        #expect(try first.receive()?.message == "ack")
        for number in 0..<100 { #expect(try clients[number % 10].receive()?.message == "ack") }
        #expect(fixed.load().count == 101)
        #expect(fixed.commits <= 3)
    }

    @Test func noneIsAnsweredWhenTheDiskRefusesAndServiceGoesOn() throws {
        let store = SlowStore(BrokenStore(fixed) { $0 == 0 })
        let server = try TestServer(store: store)
        let (worker, other, control) = (try server.worker(), try server.worker(), try server.control())
        try worker.send(request("10.75.1.0", of: 2))
        store.awaitCommit()
        try worker.send(query(.discover, of: 9))
        try worker.send(request("10.75.20.3", of: 3))
        try other.send(request("10.75.20.4", of: 4))
        #expect(try control.call("io.bootd.Control.Leases").rows("leases").count >= 1)
        #expect(server.thread.wait { $0.supervisor.leases.book.count == 4 })
        store.letThrough()

        let refusal = try worker.receive()
        #expect(refusal?.error == "io.bootd.Worker.StateNotWritable")
        #expect(refusal?.parameters["reason"]?.stringValue == "\(BrokenStore.error)")
        #expect(try worker.receive()?.message == "offer")
        #expect(try worker.receive()?.error == "io.bootd.Worker.StateNotWritable")
        #expect(try other.receive()?.error == "io.bootd.Worker.StateNotWritable")
        let leases = try control.call("io.bootd.Control.Leases").rows("leases")
        #expect(leases.allSatisfy { $0["state"] == "offered" })
        #expect(server.log.entries.filter { $0.level == .critical }.map(\.message) == ["leases cannot be written, none is given"])
        #expect(server.log.entries("lease given").isEmpty)
        let trail = try control.call("io.bootd.Control.Trail", ["machine": .string("\(mac(2))")]).rows("events")
        #expect(trail.map { $0["event"] } == ["unanswered"])
        let problems = try control.call("io.bootd.Control.Info").parameters["problems"]?.arrayValue
        #expect(problems?.first?.stringValue?.hasPrefix("no lease can be given: ") == true)

        store.letThrough(9)
        #expect(try worker.ask(request("10.75.1.0", of: 2)).message == "ack")
        #expect(eventually { server.log.entries("leases can be written again").count == 1 })
        #expect(try control.call("io.bootd.Control.Info").parameters["problems"] == [])
    }

    @Test func aDiskThatStaysBrokenIsSaidOnce() throws {
        let server = try TestServer(store: BrokenStore(fixed))
        let worker = try server.worker()
        for number in 2...6 {
            #expect(try worker.ask(request("10.75.20.\(number)", of: number)).error == "io.bootd.Worker.StateNotWritable")
            #expect(try worker.ask(query(.discover, of: number)).message == "offer")
        }
        #expect(server.log.entries.filter { $0.level == .critical }.count == 1)
        #expect(server.log.entries("leases can be written again").isEmpty)
    }

    /// Nobody waits for an answer to these.
    @Test func whatIsGivenBackIsNotWaitedFor() throws {
        let store = SlowStore(fixed)
        store.letThrough(1)
        let server = try TestServer(store: store)
        let worker = try server.worker()
        #expect(try worker.ask(request("10.75.1.0", of: 2)).message == "ack")
        let answer = try worker.ask(query(.release, of: 2) { $0.clientAddress = "10.75.1.0" })
        #expect(answer == Client.Answer(error: nil, parameters: [:], continues: false))
        store.letThrough(9)
        #expect(eventually { fixed.record(at: "10.75.1.0")?.state == .released })
    }
}
