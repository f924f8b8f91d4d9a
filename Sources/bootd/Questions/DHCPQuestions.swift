internal import Contract
internal import DHCP
internal import Leases
internal import NetworkValues
internal import Plan

/// `AnswerDHCP`: plans, answers, and has it noted.
final class DHCPQuestions {
    private let supervisor: Supervisor
    private let notes: DHCPNotes

    init(_ supervisor: Supervisor) {
        self.supervisor = supervisor
        notes = DHCPNotes(supervisor)
    }

    /// The answer, and the commit that must be durable before it leaves.
    func answer(_ query: DHCPQuery) -> (DHCPAnswer, commit: UInt64?) {
        supervisor.noteOwn(query.local, on: query.interface)
        let now = supervisor.leases.now()
        guard let exchange = decide(query, supervisor.leases.book, at: now) else { return (.silence, nil) }
        let commit = supervisor.leases.apply(exchange.decision.changes) { [notes] failure in notes.note(exchange, failure) }
        if commit == nil { notes.note(exchange, nil) }
        guard let reply = exchange.decision.reply else { return (.silence, nil) }
        return (.reply(DHCPReplyValue(reply)), commit)
    }

    /// Looks at the book and lets go of it: whoever held on to it would make the next change copy all of it.
    private func decide(_ query: DHCPQuery, _ book: LeaseBook, at now: WallTime) -> DHCPExchange? {
        guard let facts = DHCPFacts(query) else { return nil }
        let machine = Machine(
            query, addresses: supervisor.addresses(on: query.interface), elsewhere: supervisor.addresses(notOn: query.interface))
        let plan = plan(machine, supervisor.catalog, book, requested: query.requested, at: now)
        let decision = answerDHCP(plan, facts, book, at: now)
        return DHCPExchange(query: query, plan: plan, decision: decision, isNew: isNew(decision, in: book, at: now))
    }

    private func isNew(_ decision: DHCPDecision, in before: LeaseBook, at now: WallTime) -> Bool {
        guard decision.reply?.kind == .ack, case .put(let lease)? = decision.changes.first else { return false }
        guard let held = before.lease(at: lease.address) else { return true }
        return held.key != lease.key || held.state != .bound || !held.isHeld(at: now)
    }
}

/// A DHCP message and what it is met with.
struct DHCPExchange {
    let query: DHCPQuery
    let plan: Plan
    let decision: DHCPDecision
    /// Whether an ACK gives what the machine did not have.
    let isNew: Bool
}
