internal import Catalog
internal import Contract
internal import HTTPServing
internal import LinuxIO
internal import Logging
internal import NetworkValues
internal import Plan
internal import Systemd
internal import Trails

/// `ResolveFile` and `Render`, and what became of the files that were sent.
final class FileQuestions {
    private let supervisor: Supervisor
    /// Anybody may ask for documents, as often as he likes.
    private var refusals = StormGuard(perSecond: 50)

    init(_ supervisor: Supervisor) {
        self.supervisor = supervisor
    }

    func resolve(_ query: FileQuery) -> Contract.FileAnswer {
        let plan = makePlan(clientAt: query.client, local: query.local, interface: query.interface)
        let candidates = candidates(plan, query.name).map { candidate -> Contract.Candidate in
            switch candidate {
            case .file(let root, let path): .file(root: root, path: path)
            case .content(let text): .content(text)
            case .error(let text): .error(text)
            }
        }
        return Contract.FileAnswer(candidates: candidates, machine: plan.machine.mac?.description)
    }

    func render(_ query: DocumentQuery) throws(WorkerFailure) -> DocumentAnswer {
        let labels = Labels(query: query.query)
        let plan = makePlan(
            clientAt: query.client, local: query.local, interface: "", mac: labels["mac"].flatMap { MACAddress($0) },
            uuid: labels["uuid"].flatMap { MachineUUID($0) })
        guard let kind = MachineDocument(rawValue: query.document.rawValue) else {
            throw .nothingToServe(reason: "there is no document \(query.document.rawValue)", machine: nil, host: nil)
        }
        do throws(DocumentFailure) {
            let documentLabels = DocumentLabels(labels.labels.map { ($0.name, $0.value) }, rawQuery: query.query)
            let rendered = try document(plan, kind, documentLabels)
            noteServed(kind, plan)
            return DocumentAnswer(
                mediaType: rendered.mediaType, body: Array(rendered.text.utf8), machine: plan.machine.mac?.description)
        } catch {
            throw refusal(error, kind, plan, client: query.client)
        }
    }

    /// Notes a file that a worker has sent, or not.
    func note(_ transfer: Transfer) {
        let stage: TrailStage = transfer.protocol == .tftp ? .tftp : .http
        let machine = IPv4Address(transfer.client).flatMap { supervisor.machine(at: $0, supervisor.leases.now()) }
        var fields = supervisor.fields(of: machine, address: IPv4Address(transfer.client), stage: stage)
        fields.merge([
            "name": "\(transfer.name)", "octets": "\(transfer.octets)", "resent": "\(transfer.resent)",
            "microseconds": "\(transfer.microseconds)", "outcome": "\(transfer.outcome.rawValue)",
            "address": "\(transfer.client)", "reason": "\(transfer.detail ?? TransferText.word(transfer))",
        ]) { $1 }
        let text = TransferText.of(transfer)
        switch transfer.outcome {
        case .complete: supervisor.log.event(.fileSent, .info, "file sent", fields)
        case .sizeProbe: supervisor.log.debug("size asked for", metadata: fields)
        case .aborted, .timedOut, .refused: supervisor.log.event(.fileNotSent, .notice, "file not sent", fields)
        }
        guard let machine else { return }
        if transfer.outcome == .complete { supervisor.circles.getsFurther(machine, with: transfer.name) }
        supervisor.record(machine, stage, TransferText.word(transfer), text)
    }

    private func makePlan(
        clientAt client: String, local: String, interface: String, mac: MACAddress? = nil, uuid: MachineUUID? = nil
    ) -> Plan {
        let now = supervisor.leases.now()
        let address = IPv4Address(client)
        var machine = Machine(
            mac: mac ?? address.flatMap { supervisor.machine(at: $0, now) },
            uuid: uuid,
            attachment: Attachment(interface: interface, local: IPv4Address(local) ?? .any, client: address))
        machine.seenAs = machine.mac.flatMap { supervisor.sightings.host(of: $0) }
        return plan(machine, supervisor.catalog, supervisor.leases.book, at: now)
    }

    private func noteServed(_ kind: MachineDocument, _ plan: Plan) {
        guard kind != .home, let machine = plan.machine.mac else { return }
        supervisor.circles.getsFurther(machine)
        let fields = supervisor.fields(of: machine, host: plan.host, address: plan.machine.attachment.client, stage: .http)
        supervisor.log.event(.documentServed, .info, "document made", fields.merging(["document": "\(kind.rawValue)"]) { $1 })
        let owner = plan.profile.map { " of profile \($0.name)" } ?? ""
        supervisor.record(machine, .http, kind.rawValue, "\(DocumentText.name(kind))\(kind == .bootScript ? "" : owner)")
    }

    private func refusal(_ failure: DocumentFailure, _ kind: MachineDocument, _ plan: Plan, client: String) -> WorkerFailure {
        let machine = plan.machine.mac
        var fields = supervisor.fields(of: machine, host: plan.host, address: IPv4Address(client), stage: .http)
        fields["document"] = "\(kind.rawValue)"
        fields["address"] = "\(client)"
        let (level, reason): (Logger.Level, String) =
            switch failure {
            case .nothing(let reason): (.notice, reason)
            case .broken(let reason): (.error, reason)
            }
        fields["reason"] = "\(reason)"
        if case .write(let suppressed) = refusals.decide(at: .now()) {
            if suppressed > 0 { fields["suppressed"] = "\(suppressed)" }
            supervisor.log.event(.documentRefused, level, "no document for this machine", fields)
        }
        if let machine { supervisor.record(machine, .http, "refused", "no \(kind.rawValue): \(reason)") }
        switch failure {
        case .nothing: return .nothingToServe(reason: reason, machine: machine?.description, host: plan.host?.name)
        case .broken: return .cannotRender(reason: reason, machine: machine?.description, host: plan.host?.name)
        }
    }
}
