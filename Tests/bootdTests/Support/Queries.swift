import Contract
import JSON
public import NetworkValues
import Varlink

extension IPv4Address: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self = IPv4Address(value) ?? .any }
}

extension WallTime: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self.init(seconds: value) }
}

/// Machine number `number`; 1 is host node1.
func mac(_ number: Int) -> MACAddress { MACAddress(rawValue: 0x5254_0000_0000 + UInt64(number)) }

/// A message of machine `number` on our interface.
func query(_ kind: DHCPQueryKind, of number: Int, _ fill: (inout DHCPQuery) -> Void = { _ in }) -> DHCPQuery {
    var query = DHCPQuery(message: kind, interface: "eth0", local: "10.75.0.1", hardware: mac(number))
    fill(&query)
    return query
}

/// A REQUEST for an address that we offered.
func request(_ address: IPv4Address, of number: Int) -> DHCPQuery {
    query(.request, of: number) {
        $0.requested = address
        $0.server = "10.75.0.1"
    }
}

extension Client {
    func send(_ query: DHCPQuery) throws {
        var octets: [UInt8] = []
        VarlinkCall.append(WorkerInterface.answerDHCP, to: &octets, parameters: DHCPQuestion(query).write)
        try send(octets)
    }

    /// The answer to a DHCP message.
    func ask(_ query: DHCPQuery) throws -> Answer {
        try send(query)
        guard let answer = try receive() else { throw Silence() }
        return answer
    }
}

extension Client {
    /// Attaches as a worker and takes the first settings.
    func attach(
        _ role: Role, sockets: [ServedSocket] = [], interfaces: [InterfaceInfo] = []
    ) throws -> Answer {
        try attach(AttachRequest(role: role, version: "1", process: 42, sockets: sockets, interfaces: interfaces))
    }

    func attach(_ request: AttachRequest) throws -> Answer {
        var octets: [UInt8] = []
        VarlinkCall.append(WorkerInterface.attach, more: true, to: &octets, parameters: request.write)
        try send(octets)
        guard let answer = try receive() else { throw Silence() }
        return answer
    }

    /// Tells what happened, and waits until that has been heard.
    func report(_ report: WorkerReport) throws {
        var octets: [UInt8] = []
        VarlinkCall.append(WorkerInterface.report, to: &octets, parameters: report.write)
        try send(octets)
        guard try receive()?.error == nil else { throw Silence() }
    }
}

extension Client.Answer {
    /// The address of a DHCP reply.
    var address: String? { parameters["reply"]?["address"]?.stringValue }
    /// `offer`, `ack` or `nak`.
    var message: String? { parameters["reply"]?["message"]?.stringValue }

    func rows(_ name: String) -> [JSONValue] { parameters[name]?.arrayValue ?? [] }
}
