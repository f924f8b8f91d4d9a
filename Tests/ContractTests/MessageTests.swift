import Contract
import JSON
import NetworkValues
import Testing
import Varlink

/// A configuration may be 32 levels deep, of which the metadata of a host have 29; a list wraps them in four more.
@Test func metadataAsDeepAsAConfigurationMayBeTravelsInAList() throws {
    let deep = (1..<29).reduce([:] as JSONValue) { inner, _ in ["x": inner] }
    let row = HostRow(
        name: "node1", mac: nil, uuid: nil, addresses: [], network: nil, profile: nil, metadata: deep, lease: nil, source: "")
    var stream: [UInt8] = []
    VarlinkReply.append(to: &stream) { $0.set("hosts", [row]) }
    let reply = try VarlinkReply(parsing: stream.dropLast(), with: JSONParser())
    let rows = try reply.parameters.list("hosts") { view throws(JSONError) in try HostRow(reading: view) }
    #expect(rows == [row])
}

@Test(
    arguments: [
        ("10.75.3.4", true), ("10.76.0.1", false), ("127.0.0.1", true), ("127.9.9.9", true), ("0.0.0.0", false),
    ] as [(String, Bool)])
func aWorkerServesItsSubnetsAndItsOwnMachine(client: String, isServed: Bool) throws {
    let settings = WorkerSettings(
        roots: [], served: [try #require(IPv4Subnet("10.75.0.0/16"))], idleSeconds: 0, maximumTransfers: 0,
        maximumTransfersPerClient: 0)
    #expect(settings.serves(.v4(try #require(IPv4Address(client)))) == isServed)
}

@Test(arguments: [(nil, false), ("10.75.0.0/16", true)] as [(String?, Bool)])
func aClientWithIPv6AloneIsServedWhenAnybodyIs(subnet: String?, isServed: Bool) throws {
    let settings = WorkerSettings(
        roots: [], served: subnet.flatMap { IPv4Subnet($0) }.map { [$0] } ?? [], idleSeconds: 0, maximumTransfers: 0,
        maximumTransfersPerClient: 0)
    #expect(settings.serves(try #require(IPAddress("fe80::1"))) == isServed)
}

@Test func aBodyThatIsNotTextTravelsAsHexadecimal() {
    #expect(written(DocumentAnswer(mediaType: "a", body: [0xC3], machine: nil)) == ["mediaType": "a", "bodyHex": "c3"])
    #expect(written(DocumentAnswer(mediaType: "a", body: [0xC3, 0xA9], machine: nil)) == ["mediaType": "a", "body": "é"])
}

@Test func aProblemReadsAsCompilersWriteThem() {
    #expect("\(ProblemRow(file: "a.yaml", line: 3, column: 5, message: "unknown key 'x'"))" == "a.yaml:3:5: unknown key 'x'")
}
