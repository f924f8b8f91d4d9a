import JSON
import Testing
import Varlink

private func read(_ json: String) throws(JSONError) -> ReplyFacts { try ReplyFacts(parsing: Array(json.utf8)) }

@Test(arguments: [
    ("{}", ReplyFacts()),
    (#"{"parameters":{"n":1}}"#, ReplyFacts(["n": 1])),
    (#"{"parameters":{},"continues":true}"#, ReplyFacts(continues: true, [:])),
    (#"{"error":"a.Wrong"}"#, ReplyFacts(failure: VarlinkFailure("a.Wrong"))),
    (#"{"error":"a.Wrong","parameters":{"n":1}}"#, ReplyFacts(failure: VarlinkFailure("a.Wrong", ["n": 1]), ["n": 1])),
    (#"{"error":null,"parameters":null,"continues":null}"#, ReplyFacts()),
])
func aReplyIsRead(json: String, expected: ReplyFacts) throws {
    #expect(try read(json) == expected)
}

@Test(arguments: [
    ("[]", JSONError.malformed("a reply is an object", offset: 0)),
    ("7", .malformed("a reply is an object", offset: 0)),
    (#"{"parameters":[1]}"#, .invalid(name: "parameters", expected: "an object")),
    (#"{"error":1}"#, .invalid(name: "error", expected: "a string")),
    (#"{"continues":"yes"}"#, .invalid(name: "continues", expected: "a boolean")),
])
func whatIsNoReplyIsRefused(json: String, expected: JSONError) {
    #expect(throws: expected) { try read(json) }
}

@Test func aReplyThatIsWrittenIsReadBack() throws {
    var stream: [UInt8] = []
    VarlinkReply.append(to: &stream, continues: true) { $0.set("n", 1) }
    VarlinkReply.append(to: &stream)
    VarlinkReply.append(.expectedMore, to: &stream)
    VarlinkReply.append(VarlinkFailure("a.Wrong", ["why": ["deep": [1, true]]]), to: &stream)
    var buffer = FrameBuffer(limit: 1000)
    buffer.append(stream)
    var replies: [ReplyFacts] = []
    while let message = try buffer.next() { replies.append(try ReplyFacts(parsing: message)) }
    #expect(
        replies == [
            ReplyFacts(continues: true, ["n": 1]),
            ReplyFacts([:]),
            ReplyFacts(failure: .expectedMore, [:]),
            ReplyFacts(failure: VarlinkFailure("a.Wrong", ["why": ["deep": [1, true]]]), ["why": ["deep": [1, true]]]),
        ])
}

@Test func theParametersOfAFailureAreAnObjectWhateverWasGiven() {
    #expect(VarlinkFailure("a.Wrong", "text").parameters == [:])
    #expect(VarlinkFailure("a.Wrong", [1]).parameters == [:])
    #expect("\(VarlinkFailure("a.Wrong", ["n": 1]))" == #"a.Wrong {"n":1}"#)
}

@Test(arguments: [
    (JSONError.missing(name: "mac"), VarlinkFailure.invalidParameter("mac")),
    (.invalid(name: "mac", expected: "a hardware address"), .invalidParameter("mac")),
    (.duplicateName, .invalidParameter("a name stands twice in one object")),
])
func whatIsWrongWithParametersIsNamed(error: JSONError, expected: VarlinkFailure) {
    #expect(VarlinkFailure(error) == expected)
}
