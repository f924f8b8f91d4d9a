internal import Catalog
internal import Contract
internal import DHCP
internal import Leases
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Plan
internal import Systemd
internal import Trails

/// `AnswerDHCP`: plans, answers, notes what happened.
final class DHCPQuestions {
    private let supervisor: Supervisor
    private var storm = StormGuard(perSecond: 50)
    private var silence = StormGuard(perSecond: 5)

    init(_ supervisor: Supervisor) {
        self.supervisor = supervisor
    }

    /// The answer, and the commit that must be durable before it leaves.
    func answer(_ query: DHCPQuery) -> (DHCPAnswer, commit: UInt64?) {
        let now = supervisor.leases.now()
        let machine = Machine(query, addresses: supervisor.addresses(on: query.interface, query.local))
        let outcome = decide(query, machine, supervisor.leases.book, at: now)
        let commit = outcome.decision.changes.isEmpty ? nil : supervisor.leases.apply(outcome.decision.changes)
        note(query, outcome)
        guard let reply = outcome.decision.reply else { return (.silence, nil) }
        return (.reply(DHCPReplyValue(reply)), commit)
    }

    private struct Outcome {
        let plan: Plan
        let decision: DHCPDecision
        /// Whether an ACK gives what the machine did not have.
        let isNew: Bool
    }

    /// Looks at the book and lets go of it: whoever held on to it would make the next change copy all of it.
    private func decide(_ query: DHCPQuery, _ machine: Machine, _ book: LeaseBook, at now: WallTime) -> Outcome {
        let plan = plan(machine, supervisor.catalog, book, requested: query.requested, at: now)
        let decision = answerDHCP(plan, DHCPFacts(query), book, at: now)
        return Outcome(plan: plan, decision: decision, isNew: isNew(decision, in: book, at: now))
    }

    private func isNew(_ decision: DHCPDecision, in before: LeaseBook, at now: WallTime) -> Bool {
        guard decision.reply?.kind == .ack, case .put(let lease)? = decision.changes.first else { return false }
        guard let held = before.lease(at: lease.address) else { return true }
        return held.key != lease.key || held.state != .bound || !held.isHeld(at: now)
    }

    private func note(_ query: DHCPQuery, _ outcome: Outcome) {
        let (plan, decision, isNew) = (outcome.plan, outcome.decision, outcome.isNew)
        let boots = query.client != .ordinary
        if boots || isNew, let reply = decision.reply {
            let text = BootText.reply(reply, plan)
            supervisor.record(
                query.hardware, .dhcp, BootText.word(reply.kind, query.message), text,
                fromFirmware: query.client == .pxe || query.client == .http)
        }
        switch decision.reply?.kind {
        case .ack where isNew: log(.leaseGiven, .info, "lease given", query, plan, decision)
        case .nak: log(.addressRefused, .notice, "address refused", query, plan, decision, always: true)
        case nil where query.message == .decline && !decision.changes.isEmpty:
            log(.addressDeclined, .warning, "address in use by somebody else, set aside", query, plan, decision, always: true)
        case nil where decision.reasons.contains { if case .otherServer = $0 { true } else { false } }:
            log(.otherServerChosen, .info, "another server's offer was taken", query, plan, decision)
        case nil where query.message == .discover: noteSilence(query, plan, decision)
        default: logDebug(query, plan, decision)
        }
    }

    /// A DISCOVER that we cannot answer is what an administrator looks for.
    private func noteSilence(_ query: DHCPQuery, _ plan: Plan, _ decision: DHCPDecision) {
        guard case .write(let suppressed) = silence.decide(at: .now()) else { return }
        let isFull = plan.reasons.contains { if case .exhausted = $0 { true } else { false } }
        let message: Logger.Message = isFull ? "no address left for a machine" : "a machine asks where nothing is served"
        var fields = fields(query, plan, decision)
        if suppressed > 0 { fields["suppressed"] = "\(suppressed)" }
        supervisor.log.event(isFull ? .addressesExhausted : .noNetwork, isFull ? .error : .notice, message, fields)
        if isFull { supervisor.record(query.hardware, .dhcp, "exhausted", "no address left") }
    }

    private func log(
        _ id: EventID, _ level: Logger.Level, _ message: Logger.Message, _ query: DHCPQuery, _ plan: Plan, _ decision: DHCPDecision,
        always: Bool = false
    ) {
        var fields: Logger.Metadata = [:]
        if !always {
            guard case .write(let suppressed) = storm.decide(at: .now()) else { return }
            if suppressed > 0 { fields["suppressed"] = "\(suppressed)" }
        }
        fields.merge(self.fields(query, plan, decision)) { $1 }
        supervisor.log.event(id, level, message, fields)
    }

    private func logDebug(_ query: DHCPQuery, _ plan: Plan, _ decision: DHCPDecision) {
        guard supervisor.log.logLevel <= .debug else { return }
        supervisor.log.debug("\(query.message.rawValue) answered", metadata: fields(query, plan, decision))
    }

    private func fields(_ query: DHCPQuery, _ plan: Plan, _ decision: DHCPDecision) -> Logger.Metadata {
        let address = decision.reply?.yiaddr ?? query.requested ?? query.clientAddress
        var fields = supervisor.fields(of: query.hardware, host: plan.host, address: address == .any ? nil : address, stage: .dhcp)
        if let network = plan.network { fields["network"] = "\(network.name)" }
        fields["interface"] = "\(query.interface)"
        fields["client"] = "\(query.client.rawValue)"
        if let architecture = query.architecture { fields["architecture"] = "\(architecture)" }
        fields["reason"] = "\((decision.reasons + plan.reasons).map(\.description).joined(separator: "; "))"
        return fields
    }
}
