// swift-format-ignore-file
import Contract

// unsafe! fatalError("a comment stops nothing"), try! neither
let harmless = "try! as! x! fatalError( unsafe"
let compared = first != second && !third && first!=second

func stop(_ input: [String: Int]) throws {
    let first = try! parse(input)
    let second = input as! [String: String]
    let third = input["count"]!
    let fourth = "\(input["count"]!)"
    guard let fifth = input["count"] else { fatalError("no count") }
    precondition(third == fifth)
    nonisolated(unsafe) let sixth = first
}

final class Shared: @unchecked Sendable {}
