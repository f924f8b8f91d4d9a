/// What waits for its turn: first come, first served.
///
/// Those that have left are forgotten in one go with many others, so that nobody moves up one by one.
struct Line<Element> {
    /// So many that have left are kept at most.
    static var most: Int { 1024 }

    private var elements: [Element] = []
    /// The place of the first that has not left.
    private var first = 0

    var count: Int { elements.count - first }

    /// How many are kept, those that have left among them.
    var size: Int { elements.count }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    mutating func popFirst() -> Element? {
        guard first < elements.count else { return nil }
        defer { forgetWhoLeft() }
        first += 1
        return elements[first - 1]
    }

    private mutating func forgetWhoLeft() {
        if count == 0 {
            elements.removeAll(keepingCapacity: true)
        } else if first >= Self.most {
            elements.removeFirst(first)
        } else {
            return
        }
        first = 0
    }
}
