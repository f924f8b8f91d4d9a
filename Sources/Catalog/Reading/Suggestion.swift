/// Finds what somebody who wrote `word` probably meant.
enum Suggestion {
    /// The nearest of `candidates`, when it is near enough to be a slip of the fingers.
    static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let bound = max(1, min(3, word.utf8.count / 3))
        return
            candidates
            .map { (name: $0, distance: distance(word.lowercased(), $0.lowercased())) }
            .filter { $0.distance <= bound }
            .min { ($0.distance, -agreement(word, $0.name), $0.name) < ($1.distance, -agreement(word, $1.name), $1.name) }?
            .name
    }

    /// `; did you mean "range"?`, or nothing.
    static func hint(for word: String, among candidates: some Sequence<String>) -> String {
        nearest(to: word, among: candidates).map { "; did you mean \"\($0)\"?" } ?? ""
    }

    /// How many letters agree before the first that does not: slips are rarer at the beginning of a word.
    private static func agreement(_ first: String, _ second: String) -> Int {
        zip(first, second).prefix { $0 == $1 }.count
    }

    /// How many letters must be put in, left out, changed or swapped with their neighbour (Damerau, Levenshtein).
    private static func distance(_ first: String, _ second: String) -> Int {
        let longest = 64
        let (a, b) = (Array(first.utf8.prefix(longest)), Array(second.utf8.prefix(longest)))
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var row = [i + 1]
            for (j, y) in b.enumerated() {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (x == y ? 0 : 1))
                if i > 0, j > 0, x == b[j - 1], a[i - 1] == y { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
