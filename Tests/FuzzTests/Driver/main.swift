// What contrib/fuzz runs:
//   fuzz names                               the targets
//   fuzz seeds TARGET FOLDER                 writes what the target's search begins with, and what was found before
//   fuzz run TARGET [LIBFUZZER ARGUMENT]...  libFuzzer itself

import Foundation

/// libFuzzer's loop (FuzzerInterface.h).
@_extern(c, "LLVMFuzzerRunDriver")
func runDriver(
    _ count: UnsafeMutablePointer<CInt>?, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?,
    _ read: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The target that the command line names.
enum Chosen {
    static let target = FuzzTarget.all.first { CommandLine.arguments.count > 2 && $0.name == CommandLine.arguments[2] }
}

/// One input. libFuzzer takes a trap for a finding, and keeps the input.
func read(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let octets = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    do throws(Broken) {
        try Chosen.target?.read(octets)
    } catch {
        fatalError("does not hold: \(error)")
    }
    return 0
}

/// Runs libFuzzer with what follows the target's name.
func run() -> CInt {
    var arguments = unsafe CommandLine.arguments.dropFirst(2).map { unsafe strdup($0) } + [nil]
    var count = unsafe CInt(arguments.count - 1)
    return unsafe arguments.withUnsafeMutableBufferPointer { buffer in
        var start = buffer.baseAddress
        return unsafe runDriver(&count, &start) { unsafe read($0, $1) }
    }
}

switch (CommandLine.arguments.dropFirst().first, Chosen.target) {
case ("names", _):
    for target in FuzzTarget.all { print(target) }
case ("seeds", let target?) where CommandLine.arguments.count == 4:
    for input in try FuzzInput.all(of: target) {
        try Data(input.octets).write(to: URL(filePath: CommandLine.arguments[3]).appending(path: input.name))
    }
case ("run", .some):
    exit(run())
default:
    print("Usage: fuzz names | fuzz seeds TARGET FOLDER | fuzz run TARGET [ARGUMENT]...")
    exit(2)
}
