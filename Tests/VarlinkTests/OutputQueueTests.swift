import Testing
import Varlink

private func octets(_ text: String) -> [UInt8] { Array(text.utf8) }

/// Takes all that may go, in pieces of at most `piece` octets, as a kernel would.
private func send(_ queue: inout OutputQueue, pieces piece: Int = .max) -> String {
    var sent: [UInt8] = []
    while true {
        let part = queue.sendable.prefix(piece)
        if part.isEmpty { return text(sent) }
        sent += part
        queue.didSend(part.count)
    }
}

@Test func whatIsNotHeldGoesInOrder() {
    var queue = OutputQueue()
    #expect(queue.sendable.isEmpty)
    for part in ["one", "", "two", "three"] { queue.append(octets(part)) }
    #expect(queue.count == 11)
    #expect(send(&queue) == "onetwothree")
    #expect(queue.count == 0)
}

@Test(arguments: 1...12) func aQueueGoesInPiecesOfAnySize(size: Int) {
    var queue = OutputQueue()
    queue.append(octets("abc"))
    queue.hold(octets("defg"), until: 1)
    queue.append(octets("hijkl"))
    queue.release(through: 1)
    #expect(send(&queue, pieces: size) == "abcdefghijkl")
    #expect(queue.count == 0)
}

@Test func aHeldReplyHoldsWhatComesAfterIt() {
    var queue = OutputQueue()
    queue.append(octets("offer "))
    queue.hold(octets("ack "), until: 7)
    queue.append(octets("offer "))
    #expect(send(&queue) == "offer ")
    #expect(queue.count == 10)
    queue.release(through: 6)
    #expect(send(&queue) == "")
    queue.release(through: 7)
    #expect(send(&queue) == "ack offer ")
}

@Test func aCommitLetsGoAllThatItsNumberCovers() {
    var queue = OutputQueue()
    for number in [1, 2, 2, 3, 5] { queue.hold(octets("\(number)"), until: UInt64(number)) }
    queue.release(through: 2)
    #expect(send(&queue) == "122")
    queue.release(through: 4)
    #expect(send(&queue) == "3")
    queue.release(through: .max)
    #expect(send(&queue) == "5")
}

@Test func aRefusalTakesThePlaceOfEveryHeldReplyAndOfNothingElse() {
    var queue = OutputQueue()
    queue.append(octets("offer "))
    queue.hold(octets("ack "), until: 1)
    queue.append(octets("offer "))
    queue.hold(octets("ack "), until: 2)
    queue.refuseHeld(with: octets("no "))
    #expect(queue.count == 18)
    #expect(send(&queue) == "offer no offer no ")
    queue.hold(octets("ack "), until: 3)
    #expect(send(&queue) == "")
}

@Test func aReplyThatWasReleasedIsNotRefused() {
    var queue = OutputQueue()
    queue.hold(octets("ack "), until: 1)
    queue.hold(octets("ack "), until: 2)
    queue.release(through: 1)
    queue.refuseHeld(with: octets("no "))
    #expect(send(&queue) == "ack no ")
}

@Test(arguments: [1, 100, 1 << 16, (1 << 16) + 1, 1 << 20])
func aLongQueueGoesInPiecesThatAreNotLong(reply: Int) {
    var queue = OutputQueue()
    while queue.count < 300_000 { queue.append([UInt8](repeating: 7, count: reply)) }
    var rest = queue.count
    while rest > 0 {
        let piece = queue.sendable
        #expect(piece.count == min(rest, 1 << 16))
        queue.didSend(piece.count)
        rest -= piece.count
    }
    #expect(queue.sendable.isEmpty)
}

/// The same as an `OutputQueue`, as simply as can be.
private struct NaiveQueue {
    var replies: [(octets: [UInt8], heldUntil: UInt64?)] = []

    var sendable: [UInt8] {
        var octets: [UInt8] = []
        for reply in replies where octets.count < 1 << 16 {
            if reply.heldUntil != nil { break }
            octets += reply.octets
        }
        return Array(octets.prefix(1 << 16))
    }
    var count: Int { replies.reduce(0) { $0 + $1.octets.count } }

    mutating func didSend(_ count: Int) {
        var rest = count
        while let first = replies.first, first.heldUntil == nil, rest >= first.octets.count {
            rest -= first.octets.count
            replies.removeFirst()
        }
        if rest > 0 { replies[0].octets.removeFirst(rest) }
    }
}

@Test(arguments: 1...40) func aQueueDoesWhatANaiveOneDoes(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var queue = OutputQueue()
    var naive = NaiveQueue()
    var sequence: UInt64 = 0
    var next: UInt8 = 0
    // Long replies cross the size of a piece; short ones come by the thousand.
    let longest = seed.isMultiple(of: 4) ? 50_000 : 8
    for _ in 0..<1500 {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<45:
            next &+= 1
            let reply = [UInt8](repeating: next, count: Int.random(in: 1...longest, using: &generator))
            if Bool.random(using: &generator) {
                queue.append(reply)
                naive.replies.append((reply, nil))
            } else {
                if Bool.random(using: &generator) { sequence += 1 }
                queue.hold(reply, until: sequence)
                naive.replies.append((reply, sequence))
            }
        case 45..<55:
            let through = sequence - min(sequence, UInt64.random(in: 0...3, using: &generator))
            queue.release(through: through)
            naive.replies = naive.replies.map { ($0.octets, $0.heldUntil.flatMap { $0 > through ? $0 : nil }) }
        case 55:
            queue.refuseHeld(with: [0, 0])
            naive.replies = naive.replies.map { $0.heldUntil == nil ? $0 : ([0, 0], nil) }
        default:
            let sendable = queue.sendable
            let isTheSame = sendable == naive.sendable
            #expect(isTheSame, "\(sendable.count) octets may go")
            let count = Int.random(in: 0...sendable.count, using: &generator)
            queue.didSend(count)
            naive.didSend(count)
        }
        #expect(queue.count == naive.count)
    }
}
