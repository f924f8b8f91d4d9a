import Contract
import HTTPServing

/// What goes out for a request.
struct Answer {
    enum Body {
        case none
        case octets([UInt8])
        case file(OpenFile, Range<Int64>)
    }

    let head: ResponseHead
    let body: Body
    /// What the machine's trail is told when it has gone; nil for what the supervisor knows by itself.
    var note: TransferNote?

    init(_ head: ResponseHead, _ body: Body = .none, note: TransferNote? = nil) {
        self.head = head
        self.body = body
        self.note = note
    }

    init(_ response: Response, isHead: Bool, note: TransferNote? = nil) {
        self.init(response.head, isHead ? .none : .octets(response.body), note: note)
    }
}

/// What is known of a transfer before it is made.
struct TransferNote {
    /// The path that was asked for.
    let name: String
    let outcome: Transfer.Outcome
    let detail: String?
}

extension Response {
    /// What who cannot be served now is told.
    static var comeAgain: Response { .unavailable(retryAfterSeconds: HTTPLimits.retryAfterSeconds) }
}
