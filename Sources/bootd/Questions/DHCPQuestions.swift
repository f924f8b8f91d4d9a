internal import Catalog
internal import Contract
internal import DHCP
internal import Leases
internal import LinuxIO
internal import NetworkValues
internal import Plan

/// `AnswerDHCP`: plans, answers, and has it noted.
final class DHCPQuestions {
    /// For how long a check waits for somebody to answer.
    private static let checkMilliseconds = 400

    private let supervisor: Supervisor
    private let notes: DHCPNotes
    private var gate = DiscoverGate()
    private var finds = CheckCount()

    init(_ supervisor: Supervisor) {
        self.supervisor = supervisor
        notes = DHCPNotes(supervisor)
    }

    /// The answer, and the commit that must be durable before it leaves.
    func answer(_ query: DHCPQuery) -> (DHCPAnswer, commit: UInt64?) {
        var facts = DHCPFacts(query)
        supervisor.noteOwn(query.local, on: query.interface)
        let now = supervisor.leases.now()
        var (decision, commit) = carryOut(query, facts, at: now)
        if decision?.isFinding == true {
            // What was found is on its way to the disk; the next address does not wait for that.
            guard finds.mayGoOn(query.hardware, at: .now()) else { return (.silence, nil) }
            facts.checked = nil
            (decision, commit) = carryOut(query, facts, at: now)
        }
        if let address = decision?.check { return (.probe(check(address, query)), nil) }
        guard let reply = decision?.reply else { return (.silence, nil) }
        return (.reply(DHCPReplyValue(reply)), commit)
    }

    private func carryOut(_ query: DHCPQuery, _ facts: DHCPFacts, at now: WallTime) -> (DHCPDecision?, commit: UInt64?) {
        let outcome = decide(query, facts, supervisor.leases.book, at: now)
        guard isAdmitted(outcome, facts) else {
            notes.noteTurnedAway(outcome)
            return (nil, nil)
        }
        remember(outcome)
        let commit = supervisor.leases.apply(outcome.decision.changes) { [notes] failure in notes.note(outcome, failure) }
        if commit == nil { notes.note(outcome, nil) }
        return (outcome.decision, commit)
    }

    /// Looks at the book and lets go of it: whoever held on to it would make the next change copy all of it.
    private func decide(_ query: DHCPQuery, _ facts: DHCPFacts, _ book: LeaseBook, at now: WallTime) -> DHCPOutcome {
        var machine = Machine(
            query, addresses: supervisor.addresses(on: query.interface), elsewhere: supervisor.addresses(notOn: query.interface))
        machine.attachment.isShared = supervisor.sharesPort(on: query.interface)
        // A renewal does not tell what the first message told.
        if machine.attachment.client != nil { machine.seenAs = supervisor.sightings.host(of: query.hardware) }
        let plan = plan(
            machine, supervisor.catalog, book, requested: query.requested, insists: facts.kind == .request, at: now)
        let decision = answerDHCP(plan, facts, book, at: now)
        return DHCPOutcome(query, plan, decision, isNew: isNew(decision, in: book, at: now))
    }

    /// Keeps in mind what neither the machine's MAC nor a lease will tell when it asks for files.
    private func remember(_ outcome: DHCPOutcome) {
        let (query, host) = (outcome.query, outcome.plan.host)
        supervisor.sightings.saw(query.hardware, as: host.flatMap { $0.mac == query.hardware ? nil : $0.name })
        guard outcome.plan.network?.mode == .proxy, query.message == .request else { return }
        if let address = query.requested ?? query.clientAddress { supervisor.sightings.saw(query.hardware, at: address) }
    }

    /// Strangers are answered up to the configured limits; one whose address was looked for was admitted before.
    private func isAdmitted(_ outcome: DHCPOutcome, _ facts: DHCPFacts) -> Bool {
        guard outcome.decision.isForStranger, outcome.query.probed == nil else { return true }
        return gate.admits(outcome.plan.machine.attachment, supervisor.catalog.limits, at: .now())
    }

    private func check(_ address: IPv4Address, _ query: DHCPQuery) -> Probe {
        Probe(kind: query.relay == nil ? .arp : .icmp, address: address, milliseconds: Self.checkMilliseconds)
    }

    private func isNew(_ decision: DHCPDecision, in before: LeaseBook, at now: WallTime) -> Bool {
        guard decision.reply?.kind == .ack, case .put(let lease)? = decision.changes.first else { return false }
        guard let held = before.lease(at: lease.address) else { return true }
        return held.key != lease.key || held.state != .bound || !held.isHeld(at: now)
    }
}

/// A DHCP message and what it is met with.
final class DHCPOutcome {
    let query: DHCPQuery
    let plan: Plan
    let decision: DHCPDecision
    /// Whether an ACK gives what the machine did not have.
    let isNew: Bool

    init(_ query: DHCPQuery, _ plan: Plan, _ decision: DHCPDecision, isNew: Bool) {
        self.query = query
        self.plan = plan
        self.decision = decision
        self.isNew = isNew
    }
}
