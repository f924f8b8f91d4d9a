import NetworkValues

/// Addresses in order, each with the moments that matter to somebody who looks for one.
///
/// A weight-balanced tree (Adams 1993, with the balance of Hirai and Yamamoto 2011) in one array. The counts that keep
/// it in balance also find the first gap, and each node knows which address below it is free first and which offer
/// ends first. So every question and every change takes O(log n) steps, whatever machines do.
struct AddressIndex<Address: Strideable & Sendable>: Sendable where Address.Stride == Int {
    /// When an address can be had again.
    struct Times: Hashable, Sendable {
        /// From when anybody may have it.
        var freeFrom: WallTime
        /// When the offer of it ends; `.distantFuture` if it is not on offer.
        var offerEnds = WallTime.distantFuture
    }

    struct Node: Sendable {
        var address: Address
        var times: Times
        var left = AddressIndex.none
        var right = AddressIndex.none
        /// Of this node and everything below it: how many, which is free first, and whose offer ends first.
        var count = 1
        var firstFree: Int
        var firstOffer: Int
    }

    /// The link that leads nowhere.
    static var none: Int { -1 }

    private(set) var nodes: [Node] = []
    private(set) var root = AddressIndex.none
    /// Places in `nodes` that can be used again.
    private var spare: [Int] = []

    var count: Int { count(root) }

    /// Adds `address`, or gives it new times.
    mutating func set(_ times: Times, at address: Address) {
        if !reset(times, at: address, under: root) { root = setting(times, at: address, under: root) }
    }

    /// Gives an address that is here new times, which moves nothing; answers whether it is here.
    private mutating func reset(_ times: Times, at address: Address, under node: Int) -> Bool {
        guard node != Self.none else { return false }
        if nodes[node].address == address {
            nodes[node].times = times
        } else {
            let side = address < nodes[node].address ? nodes[node].left : nodes[node].right
            guard reset(times, at: address, under: side) else { return false }
        }
        refresh(node)
        return true
    }

    mutating func remove(_ address: Address) {
        root = removing(address, under: root)
    }

    // MARK: Links

    func count(_ node: Int) -> Int { node == Self.none ? 0 : nodes[node].count }

    /// The node that is free first of `node` and all below it.
    func freeBelow(_ node: Int) -> Int { node == Self.none ? Self.none : nodes[node].firstFree }

    /// The node whose offer ends first of `node` and all below it.
    private func offerBelow(_ node: Int) -> Int { node == Self.none ? Self.none : nodes[node].firstOffer }

    /// The one of two nodes whose address is free first, the lower address if both are at once; either may be none.
    func firstFree(_ a: Int, _ b: Int) -> Int {
        guard a != Self.none, b != Self.none else { return max(a, b) }
        let (left, right) = (nodes[a].times.freeFrom, nodes[b].times.freeFrom)
        guard left == right else { return left < right ? a : b }
        return nodes[a].address < nodes[b].address ? a : b
    }

    /// The one of two nodes whose offer ends first; either may be none.
    private func firstOffer(_ a: Int, _ b: Int) -> Int {
        guard a != Self.none, b != Self.none else { return max(a, b) }
        return nodes[b].times.offerEnds < nodes[a].times.offerEnds ? b : a
    }

    // MARK: Changes; each function returns the root of the changed part

    private mutating func setting(_ times: Times, at address: Address, under node: Int) -> Int {
        guard node != Self.none else { return added(address, times) }
        if address < nodes[node].address {
            nodes[node].left = setting(times, at: address, under: nodes[node].left)
        } else if nodes[node].address < address {
            nodes[node].right = setting(times, at: address, under: nodes[node].right)
        } else {
            nodes[node].times = times
        }
        return balanced(node)
    }

    private mutating func removing(_ address: Address, under node: Int) -> Int {
        guard node != Self.none else { return Self.none }
        if address < nodes[node].address {
            nodes[node].left = removing(address, under: nodes[node].left)
        } else if nodes[node].address < address {
            nodes[node].right = removing(address, under: nodes[node].right)
        } else {
            spare.append(node)
            return joined(nodes[node].left, nodes[node].right)
        }
        return balanced(node)
    }

    private mutating func added(_ address: Address, _ times: Times) -> Int {
        let place = spare.popLast() ?? nodes.count
        let node = Node(address: address, times: times, firstFree: place, firstOffer: place)
        if place < nodes.count { nodes[place] = node } else { nodes.append(node) }
        return place
    }

    /// One tree out of two, all of `left` lying before all of `right`.
    private mutating func joined(_ left: Int, _ right: Int) -> Int {
        guard left != Self.none, right != Self.none else { return max(left, right) }
        let (first, rest) = withoutFirst(right)
        nodes[first].left = left
        nodes[first].right = rest
        return balanced(first)
    }

    /// Takes the lowest node out of a tree that is not empty.
    private mutating func withoutFirst(_ node: Int) -> (first: Int, rest: Int) {
        guard nodes[node].left != Self.none else { return (node, nodes[node].right) }
        let (first, rest) = withoutFirst(nodes[node].left)
        nodes[node].left = rest
        return (first, balanced(node))
    }

    // MARK: Balance

    /// Restores the balance of a node whose sides are balanced, and one of which has changed by one.
    private mutating func balanced(_ node: Int) -> Int {
        let (left, right) = (nodes[node].left, nodes[node].right)
        if isHeavy(right, beside: left) {
            if count(nodes[right].left) >= 2 * count(nodes[right].right) {
                nodes[node].right = liftedLeft(right)
            }
            return liftedRight(node)
        }
        if isHeavy(left, beside: right) {
            if count(nodes[left].right) >= 2 * count(nodes[left].left) {
                nodes[node].left = liftedRight(left)
            }
            return liftedLeft(node)
        }
        refresh(node)
        return node
    }

    private func isHeavy(_ side: Int, beside other: Int) -> Bool {
        count(side) + count(other) > 1 && count(side) > 3 * count(other)
    }

    /// Puts a node's right side in its place.
    private mutating func liftedRight(_ node: Int) -> Int {
        let right = nodes[node].right
        nodes[node].right = nodes[right].left
        nodes[right].left = node
        refresh(node)
        refresh(right)
        return right
    }

    /// Puts a node's left side in its place.
    private mutating func liftedLeft(_ node: Int) -> Int {
        let left = nodes[node].left
        nodes[node].left = nodes[left].right
        nodes[left].right = node
        refresh(node)
        refresh(left)
        return left
    }

    /// Sums up what lies below a node.
    private mutating func refresh(_ node: Int) {
        let (left, right) = (nodes[node].left, nodes[node].right)
        nodes[node].count = count(left) + 1 + count(right)
        nodes[node].firstFree = firstFree(firstFree(node, freeBelow(left)), freeBelow(right))
        nodes[node].firstOffer = firstOffer(firstOffer(node, offerBelow(left)), offerBelow(right))
    }
}
