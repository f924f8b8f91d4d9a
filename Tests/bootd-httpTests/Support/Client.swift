import Glibc
import NIOCore

/// A plain client: octets out, octets in.
///
/// Nothing waits longer than 20 s.
struct Client: ~Copyable {
    private let socket: Int32
    private var buffer: [UInt8] = []

    init(port: UInt16) throws {
        let address = try SocketAddress(ipAddress: "127.0.0.1", port: Int(port))
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.socket = socket
        // A timeval: seconds and microseconds.
        let limit = [20, 0]
        unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, limit, socklen_t(MemoryLayout<Int>.size * limit.count))
        unsafe address.withSockAddr { unsafe _ = connect(socket, $0, socklen_t($1)) }
    }

    deinit {
        close(socket)
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ octets: [UInt8]) {
        unsafe _ = octets.withUnsafeBytes { unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    func endOutput() { shutdown(socket, Int32(SHUT_WR)) }

    /// More octets from the server; none at the end, and none when it broke the connection off.
    func receive() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
            count = unsafe max(0, recv(socket, buffer.baseAddress, 1 << 16, 0))
        }
    }

    /// All that comes until the server closes.
    mutating func receiveAll() -> [UInt8] {
        while true {
            let more = receive()
            if more.isEmpty { break }
            buffer += more
        }
        defer { buffer = [] }
        return buffer
    }

    /// One response; nil when the server closes before it is whole.
    mutating func response(toHead isHead: Bool = false) -> ClientResponse? {
        while true {
            if let (response, length) = ClientResponse.parse(buffer, isHead: isHead) {
                buffer.removeFirst(length)
                return response
            }
            let more = receive()
            guard !more.isEmpty else { return nil }
            buffer += more
        }
    }

    /// Sends a request and answers its response.
    mutating func ask(_ line: String, _ headers: String...) -> ClientResponse? {
        send("\(line) HTTP/1.1\r\nHost: boot\r\n\(headers.map { $0 + "\r\n" }.joined())\r\n")
        return response(toHead: line.hasPrefix("HEAD"))
    }
}

/// A response as it came.
struct ClientResponse {
    let statusLine: String
    let fields: [(name: String, value: String)]
    let body: [UInt8]

    var status: Int { Int(statusLine.split(separator: " ")[1]) ?? 0 }
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of a header whose name is spelled just so.
    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The first response in `octets`, and how many of them it takes.
    static func parse(_ octets: [UInt8], isHead: Bool) -> (ClientResponse, Int)? {
        guard let end = headEnd(octets) else { return nil }
        let lines = String(decoding: octets[..<(end - 4)], as: UTF8.self).split(separator: "\r\n")
        let fields = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (name: String(line[..<colon]), value: String(line[colon...].dropFirst(2)))
        }
        let declared = fields.first { $0.name == "Content-Length" }.flatMap { Int($0.value) } ?? 0
        let length = isHead ? 0 : declared
        guard octets.count >= end + length else { return nil }
        let body = Array(octets[end..<(end + length)])
        return (ClientResponse(statusLine: String(lines[0]), fields: fields, body: body), end + length)
    }

    private static func headEnd(_ octets: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        guard octets.count >= 4 else { return nil }
        return (0...(octets.count - 4)).first { octets[$0..<($0 + 4)].elementsEqual(mark) }.map { $0 + 4 }
    }
}

/// Lets other threads do something.
func rest() { usleep(10_000) }
