internal import Contract
internal import LinuxIO
internal import NetworkValues
internal import TFTP

/// What became of a request.
struct TransferResult {
    let name: String
    let outcome: Transfer.Outcome
    let counters: TransferCounters
    let started: BootTime
    let detail: String?

    init(name: String, outcome: Transfer.Outcome, counters: TransferCounters, started: BootTime, detail: String?) {
        self.name = name
        self.outcome = outcome
        self.counters = counters
        self.started = started
        self.detail = detail
    }

    init(name: String, _ outcome: TransferOutcome, _ counters: TransferCounters, started: BootTime) {
        let (word, detail): (Transfer.Outcome, String?) =
            switch outcome {
            case .completed: (.complete, nil)
            case .unconfirmed: (.complete, "the last acknowledgement did not come")
            case .sizeProbe: (.sizeProbe, nil)
            case .aborted(let error): (.aborted, "\(error)")
            case .failed(let error): (.refused, error.message)
            case .timedOut: (.timedOut, nil)
            case .unreachable: (.aborted, "the client's port is closed")
            }
        self.init(name: name, outcome: word, counters: counters, started: started, detail: detail)
    }
}

extension Transfer {
    init(_ result: TransferResult, _ client: Endpoint) {
        self.init(
            protocol: .tftp, name: result.name, client: "\(client.address)", outcome: result.outcome,
            octets: Int(clamping: result.counters.octets), resent: Int(clamping: result.counters.retransmissions),
            microseconds: Int(clamping: BootTime.now().microseconds(since: result.started)), detail: result.detail)
    }
}
