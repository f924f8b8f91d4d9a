import NetworkValues
import Synchronization
import Testing

@testable import Leases

/// A number that counts how often it is compared with others.
private struct CountedNumber: Strideable, Sendable {
    final class Counter: Sendable {
        let comparisons = Atomic(0)

        func take() -> Int { comparisons.exchange(0, ordering: .relaxed) }
    }

    let value: Int
    let counter: Counter

    func distance(to other: Self) -> Int {
        counter.comparisons.add(1, ordering: .relaxed)
        return other.value - value
    }

    func advanced(by step: Int) -> Self { Self(value: value + step, counter: counter) }

    static func < (left: Self, right: Self) -> Bool { left.distance(to: right) > 0 }

    static func == (left: Self, right: Self) -> Bool { left.distance(to: right) == 0 }
}

extension AddressIndex {
    /// How deep the tree is; nil if an order, a balance or a sum in it is wrong.
    fileprivate var checkedDepth: Int? { checkedDepth(root) }

    private func checkedDepth(_ node: Int) -> Int? {
        guard node != Self.none else { return 0 }
        let this = nodes[node]
        guard let left = checkedDepth(this.left), let right = checkedDepth(this.right) else { return nil }
        let sides = [this.left, this.right].filter { $0 != Self.none }
        let below = [node] + sides.flatMap { [nodes[$0].firstFree, nodes[$0].firstOffer] }
        let counts = [count(this.left), count(this.right)]
        let isSound =
            this.count == counts[0] + counts[1] + 1
            && (counts[0] + counts[1] <= 1 || (counts[0] <= 3 * counts[1] && counts[1] <= 3 * counts[0]))
            && (this.left == Self.none || nodes[this.left].address < this.address)
            && (this.right == Self.none || this.address < nodes[this.right].address)
            && below.allSatisfy { nodes[this.firstFree].times.freeFrom <= nodes[$0].times.freeFrom }
            && below.allSatisfy { nodes[this.firstOffer].times.offerEnds <= nodes[$0].times.offerEnds }
        return isSound ? max(left, right) + 1 : nil
    }
}

struct AddressIndexTests {
    private typealias Index = AddressIndex<Int>

    @Test func anEmptyIndexHasNothing() {
        let index = Index()
        #expect(index.firstGap(in: 5...5) == 5)
        #expect(index.firstFree(in: 0...9) == nil)
        #expect(index.firstOffer == nil)
        index.forEach(after: nil) { _ in
            Issue.record("there is no address")
            return true
        }
    }

    @Test func removingWhatIsNotThereChangesNothing() {
        var index = Index()
        index.remove(1)
        index.set(.init(freeFrom: 1), at: 2)
        index.remove(1)
        #expect(index.count == 1)
    }

    @Test(arguments: 1...20)
    func answersAreThoseOfASortedList(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var index = Index()
        var model: [Int: Index.Times] = [:]
        let span = Int.random(in: 8...400, using: &numbers)
        for _ in 0..<600 {
            let address = Int.random(in: 0..<span, using: &numbers)
            if Int.random(in: 0..<5, using: &numbers) < 3 {
                let free = WallTime(seconds: .random(in: 0..<50, using: &numbers))
                let times = Index.Times(freeFrom: free, offerEnds: Bool.random(using: &numbers) ? free : .distantFuture)
                index.set(times, at: address)
                model[address] = times
            } else {
                index.remove(address)
                model[address] = nil
            }
            let first = Int.random(in: 0..<span, using: &numbers)
            let range = first...Int.random(in: first..<span, using: &numbers)
            try #require(index.firstGap(in: range) == range.first { model[$0] == nil })
            let free = model.filter { range.contains($0.key) }
                .min { ($0.value.freeFrom, $0.key) < ($1.value.freeFrom, $1.key) }
            try #require(index.firstFree(in: range)?.address == free?.key)
            try #require(index.firstFree(in: range)?.from == free?.value.freeFrom)
            let offer = model.values.map(\.offerEnds).filter { $0 < .distantFuture }.min()
            try #require(index.firstOffer?.ends == offer)
        }
        #expect(index.count == model.count)
        #expect(index.checkedDepth != nil)
        for start in [nil, 0, span / 2, span] {
            var found: [Int] = []
            index.forEach(after: start) {
                found.append($0)
                return true
            }
            #expect(found == model.keys.filter { start == nil || $0 > start ?? 0 }.sorted())
        }
    }

    @Test(arguments: ["rising", "falling", "inwards", "random"])
    func theTreeStaysFlatWhateverTheOrder(order: String) throws {
        let size = 6000
        var numbers = SeededNumbers(seed: 1)
        let addresses =
            switch order {
            case "rising": Array(0..<size)
            case "falling": Array((0..<size).reversed())
            case "inwards": (0..<size).map { $0.isMultiple(of: 2) ? $0 / 2 : size - 1 - $0 / 2 }
            default: (0..<size).shuffled(using: &numbers)
            }
        var index = Index()
        for address in addresses { index.set(.init(freeFrom: 0), at: address) }
        #expect(try #require(index.checkedDepth) <= 30)
        for address in addresses.prefix(size * 9 / 10) { index.remove(address) }
        #expect(try #require(index.checkedDepth) <= 22)
        #expect(index.nodes.count == size)
        for address in addresses { index.set(.init(freeFrom: 0), at: address) }
        #expect(index.nodes.count == size)
    }

    /// 60,000 addresses, all taken, then a storm of changes and of questions: none may cost more than a walk down the tree.
    @Test func noQuestionAndNoChangeTakesMoreThanAWalkDownTheTree() {
        let (size, limit) = (60_000, 150)
        let counter = CountedNumber.Counter()
        var numbers = SeededNumbers(seed: 7)
        var index = AddressIndex<CountedNumber>()
        func number(_ value: Int) -> CountedNumber { CountedNumber(value: value, counter: counter) }
        for value in 0..<size {
            index.set(.init(freeFrom: WallTime(seconds: Int64(value % 977))), at: number(value))
        }

        let all = number(0)...number(size - 1)
        var dearest = ["change": 0, "gap": 0, "free": 0]
        for _ in 0..<2000 {
            let address = number(.random(in: 0..<size, using: &numbers))
            _ = counter.take()
            let freeFrom = WallTime(seconds: .random(in: 0..<977, using: &numbers))
            index.set(.init(freeFrom: freeFrom), at: address)
            dearest["change"] = max(dearest["change"] ?? 0, counter.take())
            #expect(index.firstGap(in: all) == nil)
            dearest["gap"] = max(dearest["gap"] ?? 0, counter.take())
            #expect(index.firstFree(in: number(1)...number(size - 2)) != nil)
            dearest["free"] = max(dearest["free"] ?? 0, counter.take())
        }
        for (what, comparisons) in dearest { #expect((1...limit).contains(comparisons), "\(what)") }
    }
}
