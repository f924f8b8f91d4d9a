import NetworkValues

extension AddressIndex {
    /// The lowest address of `range` that is not here.
    func firstGap(in range: ClosedRange<Address>) -> Address? {
        let below = count(below: range.lowerBound)
        // How many addresses come before the first gap: those below the range, and the unbroken run at its start.
        var before = 0
        var node = root
        while node != Self.none {
            let place = before + count(nodes[node].left)
            if place < below || range.lowerBound.distance(to: nodes[node].address) == place - below {
                before = place + 1
                node = nodes[node].right
            } else {
                node = nodes[node].left
            }
        }
        let run = before - below
        return run <= range.lowerBound.distance(to: range.upperBound) ? range.lowerBound.advanced(by: run) : nil
    }

    /// The address of `range` that is free first of those that are here, and from when.
    func firstFree(in range: ClosedRange<Address>) -> (address: Address, from: WallTime)? {
        var top = root
        while top != Self.none, !range.contains(nodes[top].address) {
            top = nodes[top].address < range.lowerBound ? nodes[top].right : nodes[top].left
        }
        guard top != Self.none else { return nil }
        // What lies between two nodes of the range lies in it whole.
        var best = top
        var node = nodes[top].left
        while node != Self.none {
            guard nodes[node].address >= range.lowerBound else {
                node = nodes[node].right
                continue
            }
            best = firstFree(firstFree(best, node), freeBelow(nodes[node].right))
            node = nodes[node].left
        }
        node = nodes[top].right
        while node != Self.none {
            guard nodes[node].address <= range.upperBound else {
                node = nodes[node].left
                continue
            }
            best = firstFree(firstFree(best, node), freeBelow(nodes[node].left))
            node = nodes[node].right
        }
        return (nodes[best].address, nodes[best].times.freeFrom)
    }

    /// The offer that ends first.
    var firstOffer: (address: Address, ends: WallTime)? {
        guard root != Self.none else { return nil }
        let first = nodes[nodes[root].firstOffer]
        return first.times.offerEnds == .distantFuture ? nil : (first.address, first.times.offerEnds)
    }

    /// Calls `body` with the addresses after `start`, or with all, in order, until it returns false.
    func forEach(after start: Address?, _ body: (Address) -> Bool) {
        _ = forEach(after: start, under: root, body)
    }

    private func forEach(after start: Address?, under node: Int, _ body: (Address) -> Bool) -> Bool {
        guard node != Self.none else { return true }
        if start.map({ $0 < nodes[node].address }) ?? true {
            guard forEach(after: start, under: nodes[node].left, body), body(nodes[node].address) else { return false }
        }
        return forEach(after: start, under: nodes[node].right, body)
    }

    private func count(below address: Address) -> Int {
        var below = 0
        var node = root
        while node != Self.none {
            guard nodes[node].address < address else {
                node = nodes[node].left
                continue
            }
            below += count(nodes[node].left) + 1
            node = nodes[node].right
        }
        return below
    }
}
