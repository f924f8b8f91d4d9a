import NetworkValues

/// Questions to the supervisor in the order in which they are asked, which is that of the answers.
struct QuestionQueue<Context> {
    struct Question {
        let message: [UInt8]
        let deadline: BootTime
        /// What the answer is for; nil when nobody waits for it any more.
        var context: Context?
        fileprivate var attempts = 0
    }

    /// A question that was on its way when the supervisor went away is asked once more.
    private static var attemptLimit: Int { 2 }

    private let limit: Int
    private var unasked: [Question] = []
    private var asked: [Question] = []
    /// How many of the first of `asked` have been answered.
    private var answeredCount = 0

    /// No more than `limit` questions wait at once.
    init(limit: Int) {
        self.limit = limit
    }

    var isEmpty: Bool { unasked.isEmpty && answeredCount == asked.count }
    var isFull: Bool { unasked.count + asked.count - answeredCount >= limit }

    mutating func add(_ message: [UInt8], deadline: BootTime, _ context: Context) {
        unasked.append(Question(message: message, deadline: deadline, context: context))
    }

    /// The messages that have not been sent; from now on their answers are awaited.
    mutating func ask() -> [[UInt8]] {
        let messages = unasked.map(\.message)
        for var question in unasked {
            question.attempts += 1
            asked.append(question)
        }
        unasked = []
        return messages
    }

    /// The question that the next answer is for; nil when nothing was asked.
    mutating func answered() -> Question? {
        guard answeredCount < asked.count else { return nil }
        let question = asked[answeredCount]
        asked[answeredCount].context = nil
        answeredCount += 1
        if answeredCount == asked.count || answeredCount > 1024 {
            asked.removeFirst(answeredCount)
            answeredCount = 0
        }
        return question
    }

    /// Takes note that the connection is lost.
    ///
    /// Answers those who have nothing to hope for; the others are asked again.
    mutating func lost() -> [Context] {
        let open = asked[answeredCount...].filter { $0.context != nil }
        unasked = open.filter { $0.attempts < Self.attemptLimit } + unasked
        asked = []
        answeredCount = 0
        return open.filter { $0.attempts >= Self.attemptLimit }.compactMap(\.context)
    }

    /// Gives up those whose time has come.
    mutating func expire(now: BootTime) -> [Context] {
        var expired: [Context] = []
        for index in asked.indices.dropFirst(answeredCount) where asked[index].deadline <= now {
            if let context = asked[index].context { expired.append(context) }
            // Its place stays: the answer may come yet.
            asked[index].context = nil
        }
        expired += unasked.filter { $0.deadline <= now }.compactMap(\.context)
        unasked.removeAll { $0.deadline <= now }
        return expired
    }
}
