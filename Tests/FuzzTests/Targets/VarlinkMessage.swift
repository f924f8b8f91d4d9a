import Contract
import JSON
import Varlink

/// What comes over a control socket: messages, each closed by a NUL, and the questions in them.
func readVarlinkMessage(_ octets: [UInt8]) throws(Broken) {
    var buffer = FrameBuffer(limit: 1 << 20)
    buffer.append(octets + [0])
    let parser = JSONParser()
    while let message = try? buffer.next() {
        try require(!message.contains(0), "a NUL in a message")
        if let call = try? VarlinkCall(parsing: message, with: parser) {
            try requireSame(try? DHCPQuestion(reading: call.parameters))
            try requireSame(try? FileQuery(reading: call.parameters))
            try requireSame(try? DocumentQuery(reading: call.parameters))
        }
        if let reply = try? VarlinkReply(parsing: message, with: parser) {
            try requireSame(try? DHCPAnswer(reading: reply.parameters))
        }
    }
}

/// The value as the other side of the control socket reads it: the same.
@discardableResult
func requireSame<Value: MessageValue & Equatable>(_ value: Value?) throws(Broken) -> Value? {
    guard let value else { return nil }
    var text: [UInt8] = []
    JSONWriter.append(to: &text, value.write)
    let parser = JSONParser()
    let document = try? parser.parse(text)
    guard let document else { throw Broken(description: "cannot be read: \(String(decoding: text, as: UTF8.self))") }
    let read = try? Value(reading: document.root)
    try require(read == value, "is read as another: \(String(decoding: text, as: UTF8.self))")
    return read
}
