import Glibc
import LinuxIO
import NetworkValues
import Testing

private let any6 = IPAddress.v6(IPv6Address(high: 0, low: 0))
private let loopback6 = IPAddress.v6(IPv6Address(high: 0, low: 1))
private let loopbackIndex = unsafe if_nametoindex("lo")

/// What was received, and what in it.
private struct Received {
    let datagram: ReceivedDatagram
    let text: String
}

/// Waits for a datagram; ten silent seconds are an error.
private func receive(_ socket: borrowing DatagramSocket, room: Int = 2048) throws -> Received {
    var buffer = [UInt8](repeating: 0, count: room)
    let isThere = try socket.descriptor.waitToRead(milliseconds: 10_000)
    try #require(isThere, "no datagram came")
    let received = try socket.receive(into: &buffer)
    let datagram = try #require(received)
    return Received(datagram: datagram, text: text(buffer.prefix(datagram.count)))
}

private struct Unbound: Error {}

private func endpoint(_ socket: borrowing DatagramSocket) throws -> Endpoint {
    guard let local = socket.local else { throw Unbound() }
    return local
}

private func port(_ socket: borrowing DatagramSocket) throws -> UInt16 { try endpoint(socket).port }

/// What a server is bound to, the address that the client asks, and what the server should see of it.
@Test(arguments: [
    (IPAddress.v4(.any), IPAddress.v4(loopback)), (.v4(.any), .v4(IPv4Address(127, 0, 0, 2))), (.v4(loopback), .v4(loopback)),
    (any6, .v4(loopback)), (any6, .v4(IPv4Address(127, 3, 2, 1))), (any6, loopback6), (loopback6, loopback6),
])
func aDatagramTellsItsSourceAndWhereItArrivedAndTheReplyLeavesFromThere(bound: IPAddress, asked: IPAddress) throws {
    let server = try DatagramSocket(boundTo: Endpoint(bound, port: 0))
    // The client is of one family: it sees the addresses as they are on the wire.
    let own: IPAddress = asked.ipv4 == nil ? loopback6 : .v4(IPv4Address(127, 9, 9, 9))
    let client = try DatagramSocket(boundTo: Endpoint(own, port: 0))
    try client.send(Array("question".utf8), to: Endpoint(asked, port: try port(server)))

    let question = try receive(server)
    #expect(question.text == "question")
    #expect(question.datagram.source == Endpoint(own, port: try port(client)))
    #expect(question.datagram.local == asked)
    #expect(question.datagram.interface == loopbackIndex)
    #expect(!question.datagram.isTruncated)

    try server.send(
        Array("answer".utf8), to: question.datagram.source, from: question.datagram.local, interface: question.datagram.interface)
    let answer = try receive(client)
    #expect(answer.text == "answer")
    #expect(answer.datagram.source == Endpoint(asked, port: try port(server)))
}

@Test func aReplyWithoutASourceLeavesFromTheAddressThatTheKernelChooses() throws {
    let server = try DatagramSocket(boundTo: Endpoint(.v4(.any), port: 0))
    let client = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    try server.send([1], to: try endpoint(client))
    #expect(try receive(client).datagram.source.address == .v4(loopback))
}

@Test func onlyTheCountedOctetsAreSent() throws {
    let server = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    let client = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    for count in [3, 6, 7] { try client.send(Array("abcdef".utf8), count: count, to: try endpoint(server)) }
    #expect(try receive(server).text == "abc")
    #expect(try receive(server).text == "abcdef")
    #expect(try receive(server).text == "abcdef")
}

@Test func anEmptyDatagramIsADatagram() throws {
    let server = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    let client = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    try client.send([], to: try endpoint(server))
    let received = try receive(server)
    #expect(received.datagram.count == 0)
    #expect(!received.datagram.isTruncated)
}

@Test func aDatagramLongerThanTheBufferIsCutAndSaysSo() throws {
    let server = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    let client = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    for text in ["12345678", "123456789"] { try client.send(Array(text.utf8), to: try endpoint(server)) }
    let whole = try receive(server, room: 8)
    #expect((whole.text, whole.datagram.isTruncated) == ("12345678", false))
    let cut = try receive(server, room: 8)
    #expect((cut.text, cut.datagram.count, cut.datagram.isTruncated) == ("12345678", 8, true))
}

@Test func aSocketWithoutADatagramHasNone() throws {
    let socket = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    var buffer = [UInt8](repeating: 0, count: 16)
    #expect(try socket.receive(into: &buffer) == nil)
}

@Test func aConnectedSocketHearsItsPeerAlone() throws {
    let socket = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    let peer = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    let stranger = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    try socket.connect(to: try endpoint(peer))
    try stranger.send(Array("stranger".utf8), to: try endpoint(socket))
    try peer.send(Array("peer".utf8), to: try endpoint(socket))
    #expect(try receive(socket).text == "peer")
    try socket.send(Array("to the peer".utf8))
    #expect(try receive(peer).text == "to the peer")
}

@Test func aPeerThatIsGoneIsAnError() throws {
    let socket = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    func gone() throws -> Endpoint {
        try endpoint(try DatagramSocket(boundTo: Endpoint(.v4(IPv4Address(127, 7, 7, 7)), port: 0)))
    }
    try socket.connect(to: try gone())
    try socket.send([1])
    let isTold = try socket.descriptor.waitToRead(milliseconds: 10_000)
    try #require(isTold)
    var buffer = [UInt8](repeating: 0, count: 16)
    #expect(throws: SystemError(ECONNREFUSED, "receive")) { _ = try socket.receive(into: &buffer) }
}

@Test func anAddressThatIsTakenOrNotOursIsAnErrorThatNamesIt() throws {
    let socket = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    let taken = try endpoint(socket)
    let inUse = #expect(throws: SystemError.self) { _ = try DatagramSocket(boundTo: taken) }
    #expect(inUse?.isAddressInUse == true)
    #expect(inUse?.operation == "listen on UDP \(taken)")
    #expect(throws: SystemError(EADDRNOTAVAIL, "listen on UDP 192.0.2.1:0")) {
        _ = try DatagramSocket(boundTo: Endpoint(.v4(IPv4Address(192, 0, 2, 1)), port: 0))
    }
}

/// What systemd-socket-activate passes: a socket on which nobody asked for packet information.
@Test func anAdoptedSocketLearnsToTellWhereADatagramArrived() throws {
    let bare = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    try #require(bare >= 0)
    var any = sockaddr_in()
    any.sin_family = sa_family_t(AF_INET)
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafePointer(to: &any) {
        unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(bare, $0, size) }
    }
    try #require(isBound == 0)
    let server = DatagramSocket(adopting: Descriptor(owning: bare))
    let client = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    try client.send([1], to: Endpoint(.v4(IPv4Address(127, 0, 0, 3)), port: try port(server)))
    let received = try receive(server).datagram
    #expect((received.local, received.interface) == (.v4(IPv4Address(127, 0, 0, 3)), loopbackIndex))
}

@Test(arguments: [IPAddress.v4(loopback), any6])
func datagramsLeaveAndArriveManyAtATime(bound: IPAddress) throws {
    let server = try DatagramSocket(boundTo: Endpoint(bound, port: 0))
    let client = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    let target = Endpoint(.v4(loopback), port: try port(server))
    var outbox = DatagramOutbox()
    let texts = (0..<75).map { "number \($0)" }
    for text in texts { outbox.append(Array(text.utf8), to: target, from: .v4(loopback), interface: 0, on: client) }
    #expect(outbox.isFull)
    outbox.send(by: client) { place, error in Issue.record("\(place): \(error)") }
    #expect(outbox.isEmpty)

    var inbox = DatagramInbox(size: 8)
    var received: [String] = []
    var counts: [Int] = []
    repeat {
        counts.append(try inbox.receive(from: server))
        for place in 0..<(counts.last ?? 0) {
            let datagram = inbox.datagram(place)
            #expect(datagram.source == Endpoint(.v4(loopback), port: try port(client)))
            #expect(datagram.local == .v4(loopback) && datagram.interface == loopbackIndex)
            #expect(datagram.isTruncated == (texts[received.count].utf8.count > 8))
            received.append(
                inbox.read(place) { octets in String(decoding: (0..<octets.count).map { octets[$0] }, as: UTF8.self) })
        }
    } while counts.last == inbox.capacity
    #expect(counts == [32, 32, 11])
    #expect(received == texts.map { String($0.prefix(8)) })
    #expect(try inbox.receive(from: server) == 0)
}

@Test func whatCannotBeSentIsNamedAndHoldsUpNothing() throws {
    let socket = try DatagramSocket(boundTo: Endpoint(.v4(loopback), port: 0))
    let target = Endpoint(.v4(loopback), port: try port(socket))
    var outbox = DatagramOutbox()
    for size in [1, 70_000, 70_000, 2, 70_000] {
        outbox.append([UInt8](repeating: 0, count: size), to: target, from: .v4(loopback), interface: 0, on: socket)
    }
    var failed: [Int] = []
    outbox.send(by: socket) { place, _ in failed.append(place) }
    #expect(failed == [1, 2, 4])
    var inbox = DatagramInbox(size: 16)
    #expect(try inbox.receive(from: socket) == 2)
    #expect((0..<2).map { inbox.datagram($0).count } == [1, 2])
}
