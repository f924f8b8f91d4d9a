import HTTPServing
import NetworkValues

/// Who is connected, so that no client takes more than its share.
struct ConnectionTable<ID: Hashable> {
    /// What becomes of a new connection.
    enum Admission: Equatable {
        case serve
        /// Tell the client why not.
        case refuse(Refusal)
        /// Close it without a word: too many are being told already.
        case drop
    }

    private struct Entry {
        let client: IPAddress
        let isRefused: Bool
    }

    private let limits: HTTPLimits
    private var entries: [ID: Entry] = [:]
    private var perClient: [IPAddress: Int] = [:]
    private var refusedCount = 0

    init(_ limits: HTTPLimits) {
        self.limits = limits
    }

    /// Enters a connection, unless it is to be dropped.
    mutating func admit(_ id: ID, _ client: IPAddress, isStranger: Bool) -> Admission {
        let refusal: Refusal? =
            if isStranger {
                .stranger
            } else if perClient[client, default: 0] >= limits.connectionsPerClient {
                .tooManyOfClient
            } else if entries.count - refusedCount >= limits.connections {
                .tooMany
            } else {
                nil
            }
        if refusal != nil {
            guard refusedCount < limits.refusedConnections else { return .drop }
            refusedCount += 1
        } else {
            perClient[client, default: 0] += 1
        }
        entries[id] = Entry(client: client, isRefused: refusal != nil)
        return refusal.map { .refuse($0) } ?? .serve
    }

    mutating func remove(_ id: ID) {
        guard let entry = entries.removeValue(forKey: id) else { return }
        guard !entry.isRefused else {
            refusedCount -= 1
            return
        }
        let others = perClient[entry.client, default: 1] - 1
        perClient[entry.client] = others > 0 ? others : nil
    }
}

extension Refusal {
    static var tooManyOfClient: Refusal {
        Refusal(
            response: .tooMany(retryAfterSeconds: HTTPLimits.retryAfterSeconds),
            reason: "the client has too many connections")
    }

    static var tooMany: Refusal {
        Refusal(response: .comeAgain, reason: "there are too many connections")
    }
}
