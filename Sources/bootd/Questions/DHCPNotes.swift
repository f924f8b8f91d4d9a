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
    private var full = Seldom<String>(every: .hour)
    private var setAside = Seldom<String>(every: .hour)
    private var crowds = Seldom<String>(every: .hour)

    init(_ supervisor: Supervisor) {
        self.supervisor = supervisor
    }

    /// Notes the outcome of a message; `failure` is why its lease could not be written.
    func note(_ outcome: DHCPOutcome, _ failure: StoreError?) {
        if failure != nil { return noteUnwritten(outcome) }
        noteReply(outcome)
        noteProgress(outcome)
        switch outcome.decision.reply?.kind {
        case .ack where outcome.isNew: log(.leaseGiven, .info, "lease given", outcome, &storm)
        case .nak: log(.addressRefused, .notice, "address refused", outcome, &storm)
        case .offer, .ack: logDebug("a client is answered", outcome)
        case nil: noteSilence(outcome)
        }
    }

    /// Notes a stranger that is not answered, for too many ask at once.
    func noteTurnedAway(_ outcome: DHCPOutcome) {
        guard crowds.isDue(outcome.query.interface, at: .now()) else { return }
        supervisor.log.event(.strangersLimited, .warning, "too many unknown machines ask at once", outcome.fields(supervisor))
    }

    /// The reply and what it promised were taken back.
    private func noteUnwritten(_ outcome: DHCPOutcome) {
        guard outcome.decision.reply != nil else { return }
        supervisor.record(outcome.query.hardware, .dhcp, "unanswered", "not answered, for leases cannot be written")
        log(nil, .warning, "a machine is not answered, for its lease cannot be written", outcome, &silence)
    }

    private func noteReply(_ outcome: DHCPOutcome) {
        let client = outcome.query.client
        guard let reply = outcome.decision.reply, client != .ordinary || outcome.isNew else { return }
        supervisor.record(
            outcome.query.hardware, .dhcp, BootText.word(reply.kind, outcome.query.message),
            BootText.reply(outcome.decision, reply, outcome.plan),
            fromFirmware: client == .pxe || client == .http)
    }

    /// Firmware that is told to load something begins anew; whatever else has an address has got further.
    private func noteProgress(_ outcome: DHCPOutcome) {
        let (query, machine) = (outcome.query, outcome.query.hardware)
        guard outcome.decision.reply?.kind == .ack, query.message != .bootp else { return }
        guard query.client == .pxe || query.client == .http else { return supervisor.circles.getsFurther(machine) }
        // What it loads from a menu is not known before it has chosen.
        let told = outcome.decision.choice?.loader ?? (outcome.plan.menu == nil ? outcome.plan.loader : .none)
        guard let loader = BootText.loader(told), let transaction = query.transaction,
            supervisor.circles.loads(machine, loader, transaction: transaction, at: .now())
        else { return }
        supervisor.record(machine, .dhcp, "circles", "has loaded \(loader) \(CircleWatch.starts) times and got no further")
        var fields = outcome.fields(supervisor)
        fields["name"] = "\(loader)"
        supervisor.log.event(.machineCircles, .warning, "a machine loads the same again and again, and gets no further", fields)
    }

    private func noteSilence(_ outcome: DHCPOutcome) {
        if outcome.decision.isFinding || outcome.query.message == .decline { return noteSetAside(outcome) }
        switch outcome.query.message {
        case .request where outcome.decision.reasons.contains(where: \.isOtherServer):
            log(.otherServerChosen, .info, "another server's offer was taken", outcome, &storm)
            noteOtherServer(outcome.query)
        case .discover, .bootp: noteUnanswered(outcome)
        default: logDebug("a client is not answered", outcome)
        }
    }

    /// A machine that asks for an address and gets none is what an administrator looks for.
    private func noteUnanswered(_ outcome: DHCPOutcome) {
        let reasons = outcome.decision.reasons
        guard outcome.plan.network != nil else {
            return log(.noNetwork, .notice, "a machine asks where nothing is served", outcome, &silence)
        }
        if outcome.plan.reasons.contains(where: \.isExhausted) { return noteExhausted(outcome) }
        if reasons.contains(where: \.isExpected) { return logDebug("a client is not answered", outcome) }
        if let reason = reasons.first(where: \.isNoBOOTP) {
            supervisor.record(outcome.query.hardware, .dhcp, "unanswered", "not answered: \(reason)")
        }
        log(nil, .notice, "a machine is not answered", outcome, &silence)
    }

    /// An offer that went to a machine alone was not seen; its REQUEST is broadcast.
    private func noteOtherServer(_ query: DHCPQuery) {
        guard let server = query.server, query.relay == nil else { return }
        supervisor.noteOtherServer(OtherServerInfo(server: server, interface: query.interface, address: query.requested))
    }

    private func noteExhausted(_ outcome: DHCPOutcome) {
        supervisor.record(outcome.query.hardware, .dhcp, "exhausted", "no address left")
        guard full.isDue(outcome.plan.network?.name ?? "", at: .now()) else {
            return logDebug("no address left for a machine", outcome)
        }
        supervisor.log.event(.addressesExhausted, .error, "no address left for a machine", outcome.fields(supervisor))
    }

    /// An address is in use by somebody whom we do not know: its machine found that, or we did.
    private func noteSetAside(_ outcome: DHCPOutcome) {
        guard !outcome.decision.changes.isEmpty else { return logDebug("a client is not answered", outcome) }
        if outcome.decision.isFinding {
            let address = outcome.query.probed.map { "\($0.address)" } ?? "an address"
            supervisor.record(outcome.query.hardware, .dhcp, "in-use", "\(address) is in use by another machine")
            log(.addressInUse, .warning, "address found in use before it was offered, set aside", outcome, &storm)
        } else {
            log(.addressDeclined, .warning, "address in use by somebody else, set aside", outcome, &storm)
        }
        guard outcome.decision.reasons.contains(where: \.isReturn),
            setAside.isDue(outcome.plan.network?.name ?? "", at: .now())
        else { return }
        supervisor.log.event(
            .tooManySetAside, .error, "too many addresses are in use by machines without a lease", outcome.fields(supervisor))
    }

    private func log(
        _ id: EventID?, _ level: Logger.Level, _ message: Logger.Message, _ outcome: DHCPOutcome, _ storm: inout StormGuard
    ) {
        guard case .write(let suppressed) = storm.decide(at: .now()) else { return }
        var fields = outcome.fields(supervisor)
        if suppressed > 0 { fields["suppressed"] = "\(suppressed)" }
        guard let id else { return supervisor.log.log(level: level, message, metadata: fields) }
        supervisor.log.event(id, level, message, fields)
    }

    private func logDebug(_ message: Logger.Message, _ outcome: DHCPOutcome) {
        guard supervisor.log.logLevel <= .debug else { return }
        supervisor.log.debug(message, metadata: outcome.fields(supervisor))
    }
}
