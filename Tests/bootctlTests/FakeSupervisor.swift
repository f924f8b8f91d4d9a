import Foundation
import LinuxIO
import Synchronization

/// A supervisor that takes one connection and one call, answers what it was told to, and hangs up.
final class FakeSupervisor: Sendable {
    let socket = freshPath()
    private let received = Mutex<[UInt8]>([])

    static func freshPath() -> String {
        FileManager.default.temporaryDirectory.appending(path: "bootctl-\(UUID()).socket").path
    }

    /// What the caller sent, up to its NUL.
    var call: String { received.withLock { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) } }

    /// Sends the replies in pieces of so many octets, each reply closed by a NUL.
    init(replies: [String], piece: Int = .max) throws {
        let listener = try StreamSocket.listen(path: socket, mode: 0o600)
        try BackgroundThread.start { [self] in
            let octets = Array(replies.map { $0 + "\0" }.joined().utf8)
            // A caller that hangs up early makes the rest fail, which is its right.
            try? serve(listener, octets, piece)
        }
    }

    private func serve(_ listener: borrowing Descriptor, _ octets: [UInt8], _ piece: Int) throws {
        _ = try listener.waitToRead(milliseconds: 10_000)
        guard let connection = try StreamSocket.accept(on: listener.raw) else { return }
        while !received.withLock({ $0.contains(0) }) {
            guard try connection.waitToRead(milliseconds: 10_000) else { return }
            let part = try connection.read(upTo: 4096)
            if part.isEmpty { return }
            received.withLock { $0 += part }
        }
        var rest = octets[...]
        while !rest.isEmpty {
            do throws(SystemError) {
                rest = rest.dropFirst(try connection.write(Array(rest.prefix(piece))))
            } catch {
                guard error.isTransient else { throw error }
                BackgroundThread.sleep(microseconds: 1000)
            }
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: socket)
    }
}
