import JSON
import Testing
import Varlink

private let call = Array(#"{"method":"a.B","parameters":{"n":-1.5e3,"s":"é\n","l":[true,null]},"more":true}"#.utf8)
private let reply = Array(#"{"error":"a.Wrong","parameters":{"s":"é","l":[1]},"continues":true}"#.utf8)

@Test func everyPrefixOfAMessageIsRefused() {
    for length in 0..<call.count {
        #expect(throws: JSONError.self, "\(length) octets") { try CallFacts(parsing: Array(call.prefix(length))) }
    }
    for length in 0..<reply.count {
        #expect(throws: JSONError.self, "\(length) octets") { try ReplyFacts(parsing: Array(reply.prefix(length))) }
    }
}

/// Whatever a corrupt message still says is looked at, so that a reader that traps on it stops this test.
@Test func everyCorruptOctetOfAMessageIsReadOrRefused() throws {
    let parser = JSONParser()
    for index in call.indices {
        for octet in UInt8.min...UInt8.max {
            var message = call
            message[index] = octet
            if let call = try? VarlinkCall(parsing: message, with: parser) { _ = JSONValue(call.parameters) }
        }
    }
    for index in reply.indices {
        for octet in UInt8.min...UInt8.max {
            var message = reply
            message[index] = octet
            if let reply = try? VarlinkReply(parsing: message, with: parser) { _ = (reply.failure, JSONValue(reply.parameters)) }
        }
    }
    _ = try VarlinkCall(parsing: call, with: parser)
}

@Test func theParserReadsTheNextMessageAfterEachRefusal() throws {
    let parser = JSONParser()
    for length in 0..<call.count {
        #expect(throws: JSONError.self) { _ = try VarlinkCall(parsing: Array(call.prefix(length)), with: parser) }
        let next = try VarlinkCall(parsing: call, with: parser)
        #expect(next.method == "a.B")
    }
}

@Test func randomOctetsAreNeverACall() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<5000 {
        let noise = (0..<Int.random(in: 0...64, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
        #expect(throws: JSONError.self) { try CallFacts(parsing: noise) }
    }
}

@Test func aCallThatIsTooDeepIsRefused() {
    let nested = String(repeating: #"{"a":"#, count: 100_000)
    #expect(throws: JSONError.tooDeep(limit: JSONParser.depthLimit)) {
        try CallFacts(parsing: Array(#"{"method":"a.B","parameters":\#(nested)"#.utf8))
    }
}
