internal import JSON
internal import LinuxIO
internal import Varlink

/// A connection to the supervisor's control socket, which waits for the replies to each call.
struct ControlConnection: ~Copyable {
    /// The longest reply, in octets.
    static let replyLimit = 64 << 20
    /// How long the supervisor may be silent, in seconds.
    static let patience = 30

    private let socket: String
    private let patience: Int
    private let descriptor: Descriptor
    private let parser = JSONParser()
    private var received = FrameBuffer(limit: Self.replyLimit)

    init(socket: String, patience: Int = Self.patience) throws(Failure) {
        self.socket = socket
        self.patience = patience
        do throws(SystemError) {
            descriptor = try StreamSocket.connect(path: socket)
        } catch {
            throw .unreachable(error, socket: socket)
        }
    }

    /// Calls a method that has one reply.
    mutating func call<Value>(
        _ call: ControlCall, _ read: (borrowing JSONView) throws(JSONError) -> Value
    ) throws(Failure) -> Value {
        try send(call, more: false)
        return try Self.value(in: nextReply(within: patience), read)
    }

    /// Calls a method that lists, and joins the pages of the member `name`.
    mutating func list<Element>(
        _ call: ControlCall, _ name: StaticString, _ read: (borrowing JSONView) throws(JSONError) -> Element
    ) throws(Failure) -> [Element] {
        try send(call, more: true)
        var elements: [Element] = []
        while true {
            let reply = try nextReply(within: patience)
            elements += try Self.value(in: reply) { view throws(JSONError) in try view.list(name, read) }
            guard reply.continues else { return elements }
        }
    }

    /// Calls a method that goes on telling, and passes on what stands in the member `name` of each reply.
    mutating func follow<Element>(
        _ call: ControlCall, _ name: StaticString, _ read: (borrowing JSONView) throws(JSONError) -> Element,
        each body: ([Element]) throws(Failure) -> Void
    ) throws(Failure) {
        try send(call, more: true)
        while true {
            let reply = try nextReply(within: nil)
            try body(Self.value(in: reply) { view throws(JSONError) in try view.list(name, read) })
            guard reply.continues else { return }
        }
    }

    private func send(_ call: ControlCall, more: Bool) throws(Failure) {
        var message: [UInt8] = []
        VarlinkCall.append(call.method, more: more, to: &message, parameters: call.parameters)
        var sent = 0
        while sent < message.count {
            do throws(SystemError) {
                sent += try descriptor.write(message, from: sent)
            } catch {
                if error.isTransient { continue }
                throw .disconnected(socket: socket)
            }
        }
    }

    private mutating func nextReply(within seconds: Int?) throws(Failure) -> VarlinkReply {
        while true {
            if let message = try nextMessage() { return try parse(message) }
            let octets = try receive(within: seconds)
            if octets.isEmpty { throw .disconnected(socket: socket) }
            received.append(octets)
        }
    }

    private mutating func nextMessage() throws(Failure) -> [UInt8]? {
        do throws(FrameBuffer.TooLong) { return try received.next() } catch { throw .unintelligible("\(error)") }
    }

    private func receive(within seconds: Int?) throws(Failure) -> [UInt8] {
        let milliseconds = seconds.map { Int32(clamping: $0 * 1000) }
        do throws(SystemError) {
            if try descriptor.waitToRead(milliseconds: milliseconds) { return try descriptor.read(upTo: 1 << 16) }
        } catch {
            throw .disconnected(socket: socket)
        }
        throw .silent(socket: socket, seconds: seconds ?? 0)
    }

    private func parse(_ message: [UInt8]) throws(Failure) -> VarlinkReply {
        do throws(JSONError) { return try VarlinkReply(parsing: message, with: parser) } catch {
            throw .unintelligible("\(error)")
        }
    }

    private static func value<Value>(
        in reply: borrowing VarlinkReply, _ read: (borrowing JSONView) throws(JSONError) -> Value
    ) throws(Failure) -> Value {
        if let failure = reply.failure { throw .refused(failure) }
        do throws(JSONError) { return try read(reply.parameters) } catch { throw .unintelligible("\(error)") }
    }
}
