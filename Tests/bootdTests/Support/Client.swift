import JSON
import LinuxIO
import Varlink

/// A caller on a control socket: it blocks, and gives up after a minute of silence.
final class Client {
    struct Answer: Equatable, Sendable {
        let error: String?
        let parameters: JSONValue
        let continues: Bool
    }

    struct Silence: Error {}

    private let descriptor: Descriptor
    private let server: AnyObject?
    private var input = FrameBuffer(limit: 64 << 20)

    /// The server stays as long as its client.
    init(_ path: String, of server: AnyObject? = nil) throws {
        self.server = server
        descriptor = try StreamSocket.connect(path: path)
    }

    /// Sends text and a NUL.
    func send(text: String) throws { try send(Array(text.utf8) + [0]) }

    func send(_ octets: [UInt8]) throws {
        var start = 0
        while start < octets.count { start += try descriptor.write(octets, from: start) }
    }

    /// Sends what the server takes without being read from, until it takes nothing for half a second; answers how much that was.
    func sendWithoutReading(_ octets: [UInt8]) throws -> Int {
        StreamSocket.setNonBlocking(descriptor)
        var (start, refusals) = (0, 0)
        while start < octets.count, refusals < 25 {
            do throws(SystemError) {
                start += try descriptor.write(octets, from: start)
                refusals = 0
            } catch {
                guard error.isTransient else { throw error }
                refusals += 1
                BackgroundThread.sleep(microseconds: 20_000)
            }
        }
        return start
    }

    /// Whether something has come that was not taken yet.
    var hasNews: Bool { (try? descriptor.waitToRead(milliseconds: 0)) ?? true }

    /// Goes without a word.
    func hangUp() { descriptor.shutdown() }

    /// The next reply; nil when the server has hung up.
    func receive() throws -> Answer? {
        while true {
            if let message = try input.next() {
                let reply = try VarlinkReply(parsing: message, with: JSONParser())
                return Answer(error: reply.error, parameters: JSONValue(reply.parameters), continues: reply.continues)
            }
            let octets = try readSome()
            if octets.isEmpty { return nil }
            input.append(octets)
        }
    }

    private func readSome() throws -> [UInt8] {
        guard try descriptor.waitToRead(milliseconds: 60_000) else { throw Silence() }
        // It may have hung up while we still had something to say.
        return (try? descriptor.read(upTo: 1 << 16)) ?? []
    }

    /// Calls a method and takes its only reply.
    func call(_ method: String, _ parameters: JSONValue = [:], more: Bool = false) throws -> Answer {
        try send(method, parameters, more: more)
        guard let answer = try receive() else { throw Silence() }
        return answer
    }

    /// Calls a method and takes all its replies.
    func list(_ method: String, _ parameters: JSONValue = [:]) throws -> [Answer] {
        var answers = [try call(method, parameters, more: true)]
        while answers[answers.count - 1].continues {
            guard let answer = try receive() else { throw Silence() }
            answers.append(answer)
        }
        return answers
    }

    func send(_ method: String, _ parameters: JSONValue = [:], more: Bool = false, oneway: Bool = false) throws {
        var call = JSONObject([("method", .string(method)), ("parameters", parameters)])
        if more { call["more"] = true }
        if oneway { call["oneway"] = true }
        try send(text: JSONValue.object(call).text())
    }
}
