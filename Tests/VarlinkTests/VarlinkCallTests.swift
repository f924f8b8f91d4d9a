import JSON
import Testing
import Varlink

private func read(_ json: String) throws(JSONError) -> CallFacts { try CallFacts(parsing: Array(json.utf8)) }

@Test(arguments: [
    (#"{"method":"a.B"}"#, CallFacts("a.B")),
    (#"{"method":"a.B","parameters":null}"#, CallFacts("a.B")),
    (#"{"method":"a.B","parameters":{}}"#, CallFacts("a.B", [:])),
    (#"{"parameters":{"n":[1,null]},"method":"a.B"}"#, CallFacts("a.B", ["n": [1, nil]])),
    (#"{"method":"a.B","more":true}"#, CallFacts("a.B", more: true)),
    (#"{"method":"a.B","more":false,"oneway":true}"#, CallFacts("a.B", oneway: true)),
    (#"{"method":"a.B","more":null,"oneway":null}"#, CallFacts("a.B")),
    (#"{"method":"","unheard-of":1}"#, CallFacts("")),
    (" {\n\"method\" : \"\\u0061.B\" } ", CallFacts("a.B")),
])
func aCallIsRead(json: String, expected: CallFacts) throws {
    #expect(try read(json) == expected)
}

@Test(arguments: [
    ("{}", JSONError.missing(name: "method")),
    (#"{"method":null}"#, .missing(name: "method")),
    (#"{"method":1}"#, .invalid(name: "method", expected: "a string")),
    (#"{"method":["a.B"]}"#, .invalid(name: "method", expected: "a string")),
    (#"{"method":"a.B","parameters":[]}"#, .invalid(name: "parameters", expected: "an object")),
    (#"{"method":"a.B","parameters":"x"}"#, .invalid(name: "parameters", expected: "an object")),
    (#"{"method":"a.B","parameters":0}"#, .invalid(name: "parameters", expected: "an object")),
    (#"{"method":"a.B","more":1}"#, .invalid(name: "more", expected: "a boolean")),
    (#"{"method":"a.B","oneway":"yes"}"#, .invalid(name: "oneway", expected: "a boolean")),
    ("[]", .malformed("a call is an object", offset: 0)),
    (#""a.B""#, .malformed("a call is an object", offset: 0)),
    ("null", .malformed("a call is an object", offset: 0)),
    (#"{"method":"a.B","method":"a.C"}"#, .duplicateName),
])
func whatIsNoCallIsRefused(json: String, expected: JSONError) {
    #expect(throws: expected) { try read(json) }
}

@Test func aCallForManyRepliesAndForNoneIsRefused() {
    #expect(throws: JSONError.invalid(name: "oneway", expected: "for a call that wants more replies")) {
        try read(#"{"method":"a.B","more":true,"oneway":true}"#)
    }
}

@Test(arguments: [(false, false), (true, false), (false, true)])
func aCallThatIsWrittenIsReadBack(more: Bool, oneway: Bool) throws {
    var stream: [UInt8] = []
    VarlinkCall.append("io.bootd.Test.Call", more: more, oneway: oneway, to: &stream) {
        $0.set("text", "NUL \u{0}, quote \", slash /")
        $0.set("number", 7)
    }
    VarlinkCall.append("io.bootd.Test.Bare", to: &stream)
    var buffer = FrameBuffer(limit: 1000)
    buffer.append(stream)
    let first = try #require(try buffer.next())
    let second = try #require(try buffer.next())
    #expect(
        try CallFacts(parsing: first)
            == CallFacts("io.bootd.Test.Call", more: more, oneway: oneway, ["text": "NUL \u{0}, quote \", slash /", "number": 7]))
    #expect(try CallFacts(parsing: second) == CallFacts("io.bootd.Test.Bare"))
    #expect(buffer.isEmpty)
}

@Test func aBareCallIsWrittenWithoutWhatItDoesNotNeed() {
    var stream: [UInt8] = []
    VarlinkCall.append("a.B", to: &stream)
    #expect(text(stream) == "{\"method\":\"a.B\"}\0")
}
