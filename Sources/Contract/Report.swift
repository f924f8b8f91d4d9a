public import JSON

/// A file that was sent to a client, or not.
public struct Transfer: MessageValue, Hashable {
    public enum FileProtocol: String, Sendable, CaseIterable {
        case tftp, http
    }

    public enum Outcome: String, Sendable, CaseIterable {
        case complete
        /// The client asked for the size alone (EDK2's ERROR right after the OACK).
        case sizeProbe
        case aborted, timedOut, refused
    }

    public let `protocol`: FileProtocol
    public let name: String
    public let client: String
    public let outcome: Outcome
    public let octets: Int
    public let resent: Int
    public let microseconds: Int
    public let detail: String?

    public init(
        protocol: FileProtocol, name: String, client: String, outcome: Outcome, octets: Int, resent: Int, microseconds: Int,
        detail: String?
    ) {
        self.protocol = `protocol`
        self.name = name
        self.client = client
        self.outcome = outcome
        self.octets = octets
        self.resent = resent
        self.microseconds = microseconds
        self.detail = detail
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        `protocol` = try view.word("protocol", FileProtocol.self)
        name = try view.string("name")
        client = try view.string("client")
        outcome = try view.word("outcome", Outcome.self)
        octets = try view.integer("octets")
        resent = try view.integer("resent")
        microseconds = try view.integer("microseconds")
        detail = try view.optionalString("detail")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("protocol", `protocol`.rawValue)
        writer.set("name", name)
        writer.set("client", client)
        writer.set("outcome", outcome.rawValue)
        writer.set("octets", octets)
        writer.set("resent", resent)
        writer.set("microseconds", microseconds)
        writer.set("detail", detail)
    }
}

/// The parameters of `Report`.
public struct WorkerReport: MessageValue, Hashable {
    public let transfers: [Transfer]
    public let interfaces: [InterfaceInfo]?
    public let otherSockets: [OtherSocket]?
    public let otherServers: [OtherServerInfo]?

    public init(
        transfers: [Transfer] = [], interfaces: [InterfaceInfo]? = nil, otherSockets: [OtherSocket]? = nil,
        otherServers: [OtherServerInfo]? = nil
    ) {
        self.transfers = transfers
        self.interfaces = interfaces
        self.otherSockets = otherSockets
        self.otherServers = otherServers
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        transfers = try view.values("transfers", Transfer.self)
        interfaces = try view.optionalValues("interfaces", InterfaceInfo.self)
        otherSockets = try view.optionalValues("otherSockets", OtherSocket.self)
        otherServers = try view.optionalValues("otherServers", OtherServerInfo.self)
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("transfers", transfers)
        if let interfaces { writer.set("interfaces", interfaces) }
        if let otherSockets { writer.set("otherSockets", otherSockets) }
        if let otherServers { writer.set("otherServers", otherServers) }
    }
}
