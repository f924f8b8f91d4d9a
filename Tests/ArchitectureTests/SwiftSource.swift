import Foundation

/// The code of a Swift file: comments and the text of strings are blanked, interpolations stay, lines keep their numbers.
struct SwiftSource {
    /// The path below Sources: `JSON/JSONParser.swift`.
    let path: String
    let lines: [String]

    var target: String { String(path.prefix { $0 != "/" }) }

    init(path: String, text: String) {
        self.path = path
        var stripper = Stripper(Array(text.utf8))
        lines = String(decoding: stripper.strip(), as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
    }

    /// Every Swift file below `directory`, in the order of the paths.
    static func all(below directory: URL) throws -> [SwiftSource] {
        let root = directory.resolvingSymlinksInPath()
        guard let paths = FileManager.default.enumerator(atPath: root.path) else { throw CocoaError(.fileNoSuchFile) }
        return try paths.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            SwiftSource(path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8))
        }
    }
}

/// Blanks what is not code. An interpolation is code inside a string, which may hold strings in turn: hence the stack.
private struct Stripper {
    private enum Place {
        /// In code; how many parentheses are open since the interpolation began.
        case code(parentheses: Int)
        case string(hashes: Int, isMultiline: Bool)
    }

    private let input: [UInt8]
    private var output: [UInt8] = []
    private var index = 0
    private var places: [Place] = [.code(parentheses: 0)]

    init(_ input: [UInt8]) { self.input = input }

    mutating func strip() -> [UInt8] {
        while index < input.count, let place = places.last {
            switch place {
            case .code(let parentheses): code(parentheses)
            case .string(let hashes, let isMultiline): string(hashes, isMultiline)
            }
        }
        return output
    }

    private mutating func code(_ parentheses: Int) {
        if isNext("//") {
            while index < input.count, input[index] != UInt8(ascii: "\n") { blank(1) }
        } else if isNext("/*") {
            comment()
        } else if let hashes = openingHashes() {
            let isMultiline = isNext("\"\"\"", after: hashes)
            keep(hashes + (isMultiline ? 3 : 1))
            places.append(.string(hashes: hashes, isMultiline: isMultiline))
        } else if isNext(")"), parentheses == 0, places.count > 1 {
            keep(1)
            places.removeLast()
        } else {
            let change = isNext("(") ? 1 : isNext(")") ? -1 : 0
            if places.count > 1 { places[places.count - 1] = .code(parentheses: parentheses + change) }
            keep(1)
        }
    }

    private mutating func comment() {
        var depth = 0
        repeat {
            let change = isNext("/*") ? 1 : isNext("*/") ? -1 : 0
            depth += change
            blank(change == 0 ? 1 : 2)
        } while depth > 0 && index < input.count
    }

    private mutating func string(_ hashes: Int, _ isMultiline: Bool) {
        let marks = String(repeating: "#", count: hashes)
        let end = (isMultiline ? "\"\"\"" : "\"") + marks
        if isNext(end) {
            keep(end.utf8.count)
            places.removeLast()
        } else if isNext("\\" + marks + "(") {
            keep(hashes + 2)
            places.append(.code(parentheses: 0))
        } else {
            blank(isNext("\\" + marks) ? hashes + 2 : 1)
        }
    }

    /// How many `#` stand before the quote of a string that begins here; nil when none does.
    private func openingHashes() -> Int? {
        let hashes = input[index...].prefix { $0 == UInt8(ascii: "#") }.count
        return isNext("\"", after: hashes) ? hashes : nil
    }

    private func isNext(_ text: String, after skip: Int = 0) -> Bool {
        input[min(index + skip, input.count)...].starts(with: text.utf8)
    }

    private mutating func keep(_ count: Int) {
        let end = min(index + count, input.count)
        output += input[index..<end]
        index = end
    }

    private mutating func blank(_ count: Int) {
        let end = min(index + count, input.count)
        output += input[index..<end].map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
        index = end
    }
}
