internal import Catalog
internal import Contract
internal import DHCP
internal import Leases
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Plan
internal import Store
internal import Systemd
internal import Trails

/// What the trail and the journal tell of DHCP. A storm is counted, not repeated.
final class DHCPNotes {
    private let supervisor: Supervisor
    private var storm = StormGuard(perSecond: 50)
    /// Of machines that are not answered: one that asks where nothing is served never stops.
    private var silence = StormGuard(perSecond: 5)

    init(_ supervisor: Supervisor) {
        self.supervisor = supervisor
    }

    /// Notes an exchange that is over; `failure` is why its lease could not be written.
    func note(_ exchange: DHCPExchange, _ failure: StoreError?) {
        if failure != nil { return noteUnwritten(exchange) }
        noteReply(exchange)
        switch exchange.decision.reply?.kind {
        case .ack where exchange.isNew: log(.leaseGiven, .info, "lease given", exchange, &storm)
        case .nak: log(.addressRefused, .notice, "address refused", exchange, &storm)
        case .offer, .ack: logDebug("a client is answered", exchange)
        case nil: noteSilence(exchange)
        }
    }

    /// The reply and what it promised were taken back.
    private func noteUnwritten(_ exchange: DHCPExchange) {
        guard exchange.decision.reply != nil else { return }
        supervisor.record(exchange.query.hardware, .dhcp, "unanswered", "not answered, for leases cannot be written")
        log(nil, .warning, "a machine is not answered, for its lease cannot be written", exchange, &silence)
    }

    private func noteReply(_ exchange: DHCPExchange) {
        let client = exchange.query.client
        guard let reply = exchange.decision.reply, client != .ordinary || exchange.isNew else { return }
        supervisor.record(
            exchange.query.hardware, .dhcp, BootText.word(reply.kind, exchange.query.message),
            BootText.reply(reply, exchange.plan),
            fromFirmware: client == .pxe || client == .http)
    }

    private func noteSilence(_ exchange: DHCPExchange) {
        switch exchange.query.message {
        case .decline where !exchange.decision.changes.isEmpty:
            log(.addressDeclined, .warning, "address in use by somebody else, set aside", exchange, &storm)
        case .request where exchange.decision.reasons.contains(where: \.isOtherServer):
            log(.otherServerChosen, .info, "another server's offer was taken", exchange, &storm)
            noteOtherServer(exchange.query)
        // A DISCOVER that we cannot answer is what an administrator looks for.
        case .discover where exchange.plan.network == nil:
            log(.noNetwork, .notice, "a machine asks where nothing is served", exchange, &silence)
        case .discover where exchange.plan.reasons.contains(where: \.isExhausted):
            supervisor.record(exchange.query.hardware, .dhcp, "exhausted", "no address left")
            log(.addressesExhausted, .error, "no address left for a machine", exchange, &silence)
        case .discover: log(nil, .notice, "a machine is not answered", exchange, &silence)
        default: logDebug("a client is not answered", exchange)
        }
    }

    /// An offer that went to a machine alone was not seen; its REQUEST is broadcast.
    private func noteOtherServer(_ query: DHCPQuery) {
        guard let server = query.server, query.relay == nil else { return }
        supervisor.noteOtherServer(OtherServerInfo(server: server, interface: query.interface, address: query.requested))
    }

    private func log(
        _ id: EventID?, _ level: Logger.Level, _ message: Logger.Message, _ exchange: DHCPExchange, _ storm: inout StormGuard
    ) {
        guard case .write(let suppressed) = storm.decide(at: .now()) else { return }
        var fields = fields(exchange)
        if suppressed > 0 { fields["suppressed"] = "\(suppressed)" }
        guard let id else { return supervisor.log.log(level: level, message, metadata: fields) }
        supervisor.log.event(id, level, message, fields)
    }

    private func logDebug(_ message: Logger.Message, _ exchange: DHCPExchange) {
        guard supervisor.log.logLevel <= .debug else { return }
        supervisor.log.debug(message, metadata: fields(exchange))
    }

    private func fields(_ exchange: DHCPExchange) -> Logger.Metadata {
        let (query, plan, decision) = (exchange.query, exchange.plan, exchange.decision)
        let given = decision.reply?.yiaddr ?? .any
        let address = given == .any ? query.requested ?? query.clientAddress : given
        var fields = supervisor.fields(of: query.hardware, host: plan.host, address: address, stage: .dhcp)
        if let network = plan.network { fields["network"] = "\(network.name)" }
        fields["kind"] = "\(query.message.rawValue)"
        fields["interface"] = "\(query.interface)"
        fields["client"] = "\(query.client.rawValue)"
        if let architecture = query.architecture { fields["architecture"] = "\(architecture)" }
        fields["reason"] = "\((decision.reasons + plan.reasons).map(\.description).joined(separator: "; "))"
        return fields
    }
}

extension Reason {
    fileprivate var isOtherServer: Bool { if case .otherServer = self { true } else { false } }
    fileprivate var isExhausted: Bool { if case .exhausted = self { true } else { false } }
}
