import Contract
import JSON
import NetworkValues
import Varlink

private let worker = WorkerInterface.name
private let control = ControlInterface.name

private let address = IPv4Address(10, 75, 0, 11)
private let mac = MACAddress(rawValue: 0x5254_0000_0001)
private let uuid = MachineUUID("f47ac10b-58cc-4372-a567-0e02b2c3d479")
private let octets: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF]

private let socket = ServedSocket(name: "dhcp", address: "0.0.0.0:67")
private let interface = InterfaceInfo(name: "eth0", index: 2, addresses: [address, IPv4Address(10, 75, 0, 1)])
private let root = Root(name: "tftp", path: "/var/lib/bootd/tftp")
private let settings = WorkerSettings(
    roots: [root], served: IPv4Subnet("10.75.0.0/16").map { [$0] } ?? [], idleSeconds: 30, maximumTransfers: 100,
    maximumTransfersPerClient: 4)
private let emptySettings = WorkerSettings(
    roots: [], served: [], idleSeconds: 0, maximumTransfers: 0, maximumTransfersPerClient: 0)
private let reply = DHCPReplyValue(
    message: .offer, address: address, nextServer: address, serverName: "bootd", file: "ipxe.efi", options: octets)
private let bareReply = DHCPReplyValue(message: .nak, address: nil, nextServer: nil, serverName: nil, file: nil, options: [])
private let probe = Probe(kind: .arp, address: address, milliseconds: 400)
private let probed = Probed(address: address, inUse: true)

private let bareQuery = DHCPQuery(message: .discover, interface: "eth0", local: address, hardware: mac)
private let query: DHCPQuery = {
    var query = DHCPQuery(message: .request, interface: "eth0", local: address, hardware: mac)
    (query.port, query.source, query.transaction) = (4011, address, 0xFFFF_FFFF)
    (query.clientAddress, query.relay, query.requested, query.server) = (address, address, address, address)
    (query.client, query.architecture, query.uuid, query.hostname, query.leaseSeconds) = (.ipxe, "x64-uefi", uuid, "node1", 3600)
    (query.clientID, query.relayAgent) = (octets, octets)
    (query.parameters, query.ipxeFeatures, query.probed) = (octets, octets, probed)
    (query.subnet, query.rapidCommit) = (address, true)
    (query.bootType, query.bootLayer) = (0x8001, 0)
    return query
}()

private let otherSocket = OtherSocket(port: 67, address: address, interface: "virbr0")
private let otherServer = OtherServerInfo(server: address, interface: "eth0", address: address)

private let transfer = Transfer(
    protocol: .tftp, name: "ipxe.efi", client: "10.75.0.11:2070", outcome: .timedOut, octets: 1024, resent: 3,
    microseconds: 12_000_000,
    detail: "no answer")
private let bareTransfer = Transfer(
    protocol: .http, name: "", client: "", outcome: .complete, octets: 0, resent: 0, microseconds: 0, detail: nil)

private let candidates: [Candidate] = [.file(root: "tftp", path: "a/b"), .content("#!ipxe\n"), .error("no such file")]

private let network = NetworkInfo(
    name: "cloud", subnet: "10.75.0.0/16", interface: "eth0", server: address, addresses: 65533, leased: 7,
    source: "bootd.yaml:2:3")
private let bareNetwork = NetworkInfo(name: "", subnet: "", interface: nil, server: nil, addresses: 0, leased: 0, source: "")
private let workerInfo = WorkerInfo(
    role: .http, version: "1", process: 42, since: WallTime(seconds: 1_700_000_000), sockets: ["http [::]:8080"])
private let info = ServerInfo(
    version: "1", process: 1, started: WallTime(seconds: 1_700_000_000), configuration: "/etc/bootd/bootd.yaml",
    state: "/var/lib/bootd/state",
    generation: 3, networks: [network, bareNetwork], workers: [workerInfo], problems: ["a sentence"])
private let bareInfo = ServerInfo(
    version: "", process: 0, started: WallTime(seconds: 0), configuration: "", state: "", generation: 0, networks: [],
    workers: [], problems: [])
private let host = HostRow(
    name: "node1", mac: mac, uuid: uuid, clientID: octets, circuitID: octets, remoteID: octets, addresses: [address],
    network: "cloud", profile: "node", metadata: ["role": "control", "n": [1, nil]], lease: "bound", source: "bootd.yaml:9:3")
private let bareHost = HostRow(
    name: "", mac: nil, uuid: nil, addresses: [], network: nil, profile: nil, metadata: nil, lease: nil, source: "")
private let lease = LeaseRow(
    address: address, hardware: mac, host: "node1", hostname: "n\u{0}\n\u{1F600}", network: "cloud", state: .bound,
    start: WallTime(seconds: 1), expires: WallTime(seconds: .max), clientID: octets)
private let bareLease = LeaseRow(
    address: .any, hardware: MACAddress(rawValue: 0), host: nil, hostname: nil, network: "", state: .expired,
    start: WallTime(seconds: 0),
    expires: WallTime(seconds: -1), clientID: nil)
private let event = EventRow(
    microseconds: 1_700_000_000_000_000, machine: mac, host: "node1", boot: 2, stage: .tftp, event: "transfer", text: "ipxe.efi")
private let bareEvent = EventRow(microseconds: 0, machine: mac, host: nil, boot: 1, stage: .dhcp, event: "", text: "")
private let problem = ProblemRow(file: "bootd.yaml", line: 3, column: 5, message: "unknown key")

private let checkedNetworks = settings.served.map { CheckedNetwork(name: "cloud", subnet: $0, source: "bootd.yaml:2:3") }
private let checkedFiles = [
    CheckedFile(use: .kernel, name: "node", role: .http, path: "vmlinuz", source: "bootd.yaml:7:5"),
    CheckedFile(use: .loader, name: "x64-uefi", role: .tftp, path: "ipxe.efi", source: nil),
]
private let bareCheck = CheckReport(configuration: "", state: "", tftp: "", assets: "")
private let check: CheckReport = {
    var check = CheckReport(
        configuration: "/etc/bootd/bootd.yaml", state: "/var/lib/bootd/state", tftp: "/srv/tftp", assets: "/srv/assets")
    (check.generation, check.isCurrent, check.isStandalone, check.server) = (3, false, true, address)
    (check.httpPort, check.httpPortSource) = (80, "bootd.yaml:1:7")
    (check.networks, check.files, check.workers) = (checkedNetworks, checkedFiles, [workerInfo])
    (check.problems, check.notices) = ([problem], ["a sentence"])
    return check
}()

/// Every part of both interfaces that has fields: a value with all of them first, then with as few as can be.
let samples: [Sample] = [
    Sample(worker, .type("Socket"), [socket]),
    Sample(worker, .type("Interface"), [interface, InterfaceInfo(name: "", index: 0, addresses: [])]),
    Sample(worker, .type("OtherSocket"), [otherSocket, OtherSocket(port: 4011, address: .any, interface: nil)]),
    Sample(worker, .type("OtherServer"), [otherServer, OtherServerInfo(server: .any, interface: "", address: nil)]),
    Sample(worker, .type("Root"), [root]),
    Sample(worker, .type("Settings"), [settings, emptySettings]),
    Sample(
        worker, .call("Attach"),
        [
            AttachRequest(
                role: .dhcp, version: "1", process: 42, sockets: [socket], interfaces: [interface], otherSockets: [otherSocket]),
            AttachRequest(role: .http, version: "", process: 0, sockets: [], interfaces: []),
        ]),
    Sample(
        worker, .reply("Attach"),
        [Attachment(generation: 7, settings: settings), Attachment(generation: 0, settings: emptySettings)]),
    Sample(worker, .type("Probed"), [probed, Probed(address: .any, inUse: false)]),
    Sample(worker, .type("DHCPQuery"), [query, bareQuery]),
    Sample(worker, .type("DHCPReply"), [reply, bareReply]),
    Sample(worker, .type("Probe"), [probe]),
    Sample(worker, .call("AnswerDHCP"), [DHCPQuestion(query), DHCPQuestion(bareQuery)]),
    Sample(worker, .reply("AnswerDHCP"), [DHCPAnswer.reply(reply), .probe(probe), .silence]),
    Sample(worker, .type("Candidate"), candidates),
    Sample(worker, .call("ResolveFile"), [FileQuery(name: octets, client: "10.75.0.11", local: "10.75.0.1", interface: "eth0")]),
    Sample(
        worker, .reply("ResolveFile"),
        [FileAnswer(candidates: candidates, machine: "\(mac)"), FileAnswer(candidates: [], machine: nil)]),
    Sample(
        worker, .call("Render"),
        [DocumentQuery(document: .ignition, query: "uuid=1&mac=2", client: "10.75.0.11", local: "10.75.0.1")]),
    Sample(
        worker, .reply("Render"),
        [
            DocumentAnswer(mediaType: "text/plain", body: Array("#!ipxe\n".utf8), machine: "\(mac)"),
            DocumentAnswer(mediaType: "application/octet-stream", body: octets, machine: nil),
            DocumentAnswer(mediaType: "", body: [], machine: nil),
        ]),
    Sample(worker, .type("Transfer"), [transfer, bareTransfer]),
    Sample(
        worker, .call("Report"),
        [
            WorkerReport(
                transfers: [transfer, bareTransfer], interfaces: [interface], otherSockets: [otherSocket],
                otherServers: [otherServer]),
            WorkerReport(interfaces: [], otherSockets: [], otherServers: []), WorkerReport(),
        ]),
    Sample(worker, .error("NothingToServe"), json: failures(WorkerFailure.nothingToServe)),
    Sample(worker, .error("CannotRender"), json: failures(WorkerFailure.cannotRender)),
    Sample(worker, .error("StateNotWritable"), json: [WorkerFailure.stateNotWritable(reason: "full").failure.parameters]),

    Sample(control, .type("Network"), [network, bareNetwork]),
    Sample(control, .type("Worker"), [workerInfo]),
    Sample(control, .reply("Info"), [info, bareInfo]),
    Sample(control, .type("Host"), [host, bareHost]),
    Sample(control, .reply("Hosts"), [HostList([host, bareHost]), HostList([])]),
    Sample(control, .type("Lease"), [lease, bareLease]),
    Sample(control, .call("Leases"), json: [["network": "cloud"], [:]]),
    Sample(control, .reply("Leases"), [LeaseList([lease, bareLease]), LeaseList([])]),
    Sample(control, .call("Release"), [ReleaseRequest(address: lease.address)]),
    Sample(control, .reply("Release"), [ReleaseResult(lease: lease), ReleaseResult(lease: bareLease)]),
    Sample(control, .type("Problem"), [problem]),
    Sample(control, .reply("Reload"), [ReloadResult(generation: 2, networks: 1, hosts: 3, profiles: 4)]),
    Sample(control, .type("CheckedNetwork"), checkedNetworks),
    Sample(control, .type("CheckedFile"), checkedFiles),
    Sample(control, .reply("Check"), [check, bareCheck]),
    Sample(control, .type("Event"), [event, bareEvent]),
    Sample(control, .call("Trail"), json: [["machine": "node1", "follow": true], [:]]),
    Sample(control, .reply("Trail"), [EventList([event, bareEvent]), EventList([])]),
    Sample(control, .error("ConfigurationInvalid"), json: [ControlFailure.configurationInvalid([problem]).failure.parameters]),
    Sample(control, .error("NotFound"), json: [ControlFailure.notFound("node9").failure.parameters]),
    Sample(control, .error("StateNotWritable"), json: [ControlFailure.stateNotWritable(reason: "full").failure.parameters]),
]

private func failures(_ make: (String, String?, String?) -> WorkerFailure) -> [JSONValue] {
    [make("no profile", "\(mac)", "node1").failure.parameters, make("", nil, nil).failure.parameters]
}
