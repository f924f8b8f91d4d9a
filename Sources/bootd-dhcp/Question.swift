internal import Contract
internal import DHCP
internal import NetworkValues

/// A client's message on its way to an answer.
struct Question {
    var query: DHCPQuery
    let message: DHCPMessage
    let arrival: Arrival
    let socket: ServerSocket

    /// Who waits for the answer.
    var client: ProbeTable.Client {
        ProbeTable.Client(query.hardware, interface: arrival.interfaceIndex, relay: query.relay ?? .any)
    }

    /// Whether a client that is not answered says the same again.
    var isRepeatable: Bool { query.message == .discover || query.message == .bootp }
}
