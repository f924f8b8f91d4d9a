import HTTPServing

/// A sound request for a path.
struct Request: Hashable {
    let target: RequestTarget
    /// Only the head of the answer is wanted.
    let isHead: Bool
    let conditions: Conditions
}

/// What a client sent, checked.
enum Inquiry: Hashable {
    case request(Request, keepsAlive: Bool)
    case refused(Refusal)

    /// Whether the client may ask again on its connection.
    var keepsAlive: Bool {
        switch self {
        case .request(_, let keepsAlive): keepsAlive
        case .refused(let refusal): refusal.keepsAlive
        }
    }

    /// What is asked for, for the log.
    var path: String {
        switch self {
        case .request(let request, _): "/" + request.target.path.segments.joined(separator: "/")
        case .refused: ""
        }
    }
}

/// A request that is answered without a look at what it asks for.
struct Refusal: Hashable {
    let response: Response
    /// Why, for the log.
    let reason: String
    var isHead = false
    /// Never when it is unclear where the next request begins.
    var keepsAlive = false
}
