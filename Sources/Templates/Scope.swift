/// The variables that are visible while a template is parsed, each with its place in the frame that rendering uses.
struct Scope {
    private var names = ["$"]
    private let maximum: Int
    /// The most variables that were visible at once.
    private(set) var highest = 1

    init(maximum: Int) {
        self.maximum = maximum
    }

    /// What `leave(to:)` goes back to.
    var mark: Int { names.count }

    mutating func leave(to mark: Int) {
        names.removeLast(max(0, names.count - mark))
    }

    /// The place of the variable that was declared last under this name.
    func place(of name: String) -> Int? { names.lastIndex(of: name) }

    mutating func declare(_ name: String) throws(Refusal) -> Int {
        guard names.count < maximum else { throw Refusal(message: "more than \(maximum) variables") }
        names.append(name)
        highest = max(highest, names.count)
        return names.count - 1
    }
}
