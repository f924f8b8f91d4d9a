import JSON
import Varlink

/// Repeatable randomness (SplitMix64), so that a failure comes again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// All that a call says, to be compared.
struct CallFacts: Equatable {
    var method: String
    var more = false
    var oneway = false
    var parameters: JSONValue = .null

    init(_ method: String, more: Bool = false, oneway: Bool = false, _ parameters: JSONValue = .null) {
        (self.method, self.more, self.oneway, self.parameters) = (method, more, oneway, parameters)
    }

    init(parsing message: [UInt8]) throws(JSONError) {
        let call = try VarlinkCall(parsing: message, with: JSONParser())
        self.init(call.method, more: call.more, oneway: call.oneway, JSONValue(call.parameters))
    }
}

/// All that a reply says, to be compared.
struct ReplyFacts: Equatable {
    var failure: VarlinkFailure?
    var continues = false
    var parameters: JSONValue = .null

    init(failure: VarlinkFailure? = nil, continues: Bool = false, _ parameters: JSONValue = .null) {
        (self.failure, self.continues, self.parameters) = (failure, continues, parameters)
    }

    init(parsing message: [UInt8]) throws(JSONError) {
        let reply = try VarlinkReply(parsing: message, with: JSONParser())
        self.init(failure: reply.failure, continues: reply.continues, JSONValue(reply.parameters))
    }
}

func text(_ octets: some Sequence<UInt8>) -> String { String(decoding: Array(octets), as: UTF8.self) }
