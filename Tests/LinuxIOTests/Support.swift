import Glibc
import NetworkValues
import Testing

@testable import LinuxIO

/// A directory of the test's own, gone after it with all that is in it.
func withScratch(_ body: (_ path: String) throws -> Void) throws {
    var template = Array("/tmp/bootd-test-XXXXXX".utf8CString)
    let isMade = unsafe template.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return false }
        return unsafe mkdtemp(start) != nil
    }
    try #require(isMade)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { remove(path) }
    try body(path)
}

private func remove(_ path: String) {
    let remover = SpawnRequest(path: "/bin/rm", arguments: ["rm", "-rf", path], sockets: [])
    if let process = try? Processes.spawn(remover) { _ = end(of: process) }
}

/// Waits for the end of a child.
func end(of process: Int32) -> ProcessEnd {
    while true {
        if let end = Processes.end(of: process) { return end }
        BackgroundThread.sleep(microseconds: 1000)
    }
}

/// The ends of a pair of connected stream sockets; the caller owns both.
func socketPair() throws -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    let result = unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
    try #require(result == 0)
    return (ends[0], ends[1])
}

/// Two connected stream sockets.
struct SocketPair: ~Copyable {
    let reader: Descriptor
    let writer: Descriptor

    init() throws {
        let ends = try socketPair()
        reader = Descriptor(owning: ends.0)
        writer = Descriptor(owning: ends.1)
    }
}

/// Writes a file.
func write(_ text: String, to path: String) throws {
    guard let file = unsafe fopen(path, "w") else { throw SystemError(errno, "write \(path)") }
    unsafe fputs(text, file)
    unsafe fclose(file)
}

func text(_ octets: some Sequence<UInt8>) -> String { String(decoding: Array(octets), as: UTF8.self) }

/// All that the descriptor has until its end.
func readAll(_ descriptor: borrowing Descriptor) throws -> String {
    var octets: [UInt8] = []
    while true {
        let part = try descriptor.read(upTo: 4096)
        if part.isEmpty { return text(octets) }
        octets += part
    }
}

let loopback = IPv4Address(127, 0, 0, 1)
