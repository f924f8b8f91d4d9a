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
    /// Of networks: full ones, those with too much set aside, and interfaces with too many strangers.
    private var full = Hourly<String>()
    private var setAside = Hourly<String>()
    private var crowds = Hourly<String>()

    init(_ supervisor: Supervisor) {
        self.supervisor = supervisor
    }

    /// Notes an exchange that is over; `failure` is why its lease could not be written.
    func note(_ exchange: DHCPExchange, _ failure: StoreError?) {
        if failure != nil { return noteUnwritten(exchange) }
        noteReply(exchange)
        noteProgress(exchange)
        switch exchange.decision.reply?.kind {
        case .ack where exchange.isNew: log(.leaseGiven, .info, "lease given", exchange, &storm)
        case .nak: log(.addressRefused, .notice, "address refused", exchange, &storm)
        case .offer, .ack: logDebug("a client is answered", exchange)
        case nil: noteSilence(exchange)
        }
    }

    /// Notes a stranger that is not answered, for too many ask at once.
    func noteTurnedAway(_ exchange: DHCPExchange) {
        guard crowds.isDue(exchange.query.interface, at: .now()) else { return }
        supervisor.log.event(.strangersLimited, .warning, "too many unknown machines ask at once", exchange.fields(supervisor))
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
            BootText.reply(exchange.decision, reply, exchange.plan),
            fromFirmware: client == .pxe || client == .http)
    }

    /// Firmware that is told to load something begins anew; whatever else has an address has got further.
    private func noteProgress(_ exchange: DHCPExchange) {
        let (query, machine) = (exchange.query, exchange.query.hardware)
        guard exchange.decision.reply?.kind == .ack, query.message != .bootp else { return }
        guard query.client == .pxe || query.client == .http else { return supervisor.circles.getsFurther(machine) }
        // What it loads from a menu is not known before it has chosen.
        let told = exchange.decision.choice?.loader ?? (exchange.plan.menu == nil ? exchange.plan.loader : .none)
        guard let loader = BootText.loader(told), let transaction = query.transaction,
            supervisor.circles.loads(machine, loader, transaction: transaction, at: .now())
        else { return }
        supervisor.record(machine, .dhcp, "circles", "has loaded \(loader) \(CircleWatch.starts) times and got no further")
        var fields = exchange.fields(supervisor)
        fields["name"] = "\(loader)"
        supervisor.log.event(.machineCircles, .warning, "a machine loads the same again and again, and gets no further", fields)
    }

    private func noteSilence(_ exchange: DHCPExchange) {
        if exchange.decision.isFinding || exchange.query.message == .decline { return noteSetAside(exchange) }
        switch exchange.query.message {
        case .request where exchange.decision.reasons.contains(where: \.isOtherServer):
            log(.otherServerChosen, .info, "another server's offer was taken", exchange, &storm)
            noteOtherServer(exchange.query)
        case .discover, .bootp: noteUnanswered(exchange)
        default: logDebug("a client is not answered", exchange)
        }
    }

    /// A machine that asks for an address and gets none is what an administrator looks for.
    private func noteUnanswered(_ exchange: DHCPExchange) {
        let reasons = exchange.decision.reasons
        guard exchange.plan.network != nil else {
            return log(.noNetwork, .notice, "a machine asks where nothing is served", exchange, &silence)
        }
        if exchange.plan.reasons.contains(where: \.isExhausted) { return noteExhausted(exchange) }
        if reasons.contains(where: \.isExpected) { return logDebug("a client is not answered", exchange) }
        if let reason = reasons.first(where: \.isNoBOOTP) {
            supervisor.record(exchange.query.hardware, .dhcp, "unanswered", "not answered: \(reason)")
        }
        log(nil, .notice, "a machine is not answered", exchange, &silence)
    }

    /// An offer that went to a machine alone was not seen; its REQUEST is broadcast.
    private func noteOtherServer(_ query: DHCPQuery) {
        guard let server = query.server, query.relay == nil else { return }
        supervisor.noteOtherServer(OtherServerInfo(server: server, interface: query.interface, address: query.requested))
    }

    private func noteExhausted(_ exchange: DHCPExchange) {
        supervisor.record(exchange.query.hardware, .dhcp, "exhausted", "no address left")
        guard full.isDue(exchange.plan.network?.name ?? "", at: .now()) else {
            return logDebug("no address left for a machine", exchange)
        }
        supervisor.log.event(.addressesExhausted, .error, "no address left for a machine", exchange.fields(supervisor))
    }

    /// An address is in use by somebody whom we do not know: its machine found that, or we did.
    private func noteSetAside(_ exchange: DHCPExchange) {
        guard !exchange.decision.changes.isEmpty else { return logDebug("a client is not answered", exchange) }
        if exchange.decision.isFinding {
            let address = exchange.query.probed.map { "\($0.address)" } ?? "an address"
            supervisor.record(exchange.query.hardware, .dhcp, "in-use", "\(address) is in use by another machine")
            log(.addressInUse, .warning, "address found in use before it was offered, set aside", exchange, &storm)
        } else {
            log(.addressDeclined, .warning, "address in use by somebody else, set aside", exchange, &storm)
        }
        guard exchange.decision.reasons.contains(where: \.isReturn),
            setAside.isDue(exchange.plan.network?.name ?? "", at: .now())
        else { return }
        supervisor.log.event(
            .tooManySetAside, .error, "too many addresses are in use by machines without a lease", exchange.fields(supervisor))
    }

    private func log(
        _ id: EventID?, _ level: Logger.Level, _ message: Logger.Message, _ exchange: DHCPExchange, _ storm: inout StormGuard
    ) {
        guard case .write(let suppressed) = storm.decide(at: .now()) else { return }
        var fields = exchange.fields(supervisor)
        if suppressed > 0 { fields["suppressed"] = "\(suppressed)" }
        guard let id else { return supervisor.log.log(level: level, message, metadata: fields) }
        supervisor.log.event(id, level, message, fields)
    }

    private func logDebug(_ message: Logger.Message, _ exchange: DHCPExchange) {
        guard supervisor.log.logLevel <= .debug else { return }
        supervisor.log.debug(message, metadata: exchange.fields(supervisor))
    }
}
