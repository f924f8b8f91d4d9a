import JSON
import Testing

private func parse(_ text: String) throws(JSONError) -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

@Test(arguments: [
    "null", "true", "[]", "{}", "-9223372036854775808", "9223372036854775807", "1.50", "1e6", "12345678901.25",
    #"{"a":[1,2,{"b":null}],"c":"x\ny"}"#, #""\u00e9""#, #"["a\u0000b"]"#,
])
func whatIsJSONReadsAndWritesBack(text: String) throws {
    let value = try parse(text)
    #expect(try parse(value.text()) == value)
}

@Test func aNumberKeepsTheTextThatItWasWrittenAs() throws {
    #expect(try parse("1.50").text() == "1.50")
    #expect(try parse("[1e6]") == .array([.number(1_000_000, text: "1e6")]))
}

@Test(arguments: [
    "", " ", "NaN", "[Infinity]", "-Infinity", "{'a':1}", #"{"a":1,"a":2}"#, #"[{"a":1,"\u0061":2}]"#, #"{"a":{"b":1,"b":1}}"#,
    "9223372036854775808", "-9223372036854775809", "123456789012345678901234567890", "01", "+1", "1.", ".5", "1e", "0x10", "tru",
    "[1,]", "{\"a\":1,}", "[1 2]", "{\"a\" 1}", "\"a\nb\"", "\"open", "[", "{\"a\":", "1 2", "{} x", "// c\n1", "/* c */1",
    "nullx",
    #"{"a\u0000b":1}"#, "]", "[}",
])
func whatIsNoJSONIsRefused(text: String) {
    #expect(throws: JSONError.self) { try parse(text) }
}

@Test func textThatIsNotUTF8IsRefused() {
    #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xC3, 0x28, 0x22]) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
}

@Test func aTextIsReadToItsDepthLimitAndNoDeeper() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    _ = try parse(nested(JSONParser.depthLimit))
    #expect(throws: JSONError.tooDeep(limit: JSONParser.depthLimit)) { try parse(nested(JSONParser.depthLimit + 1)) }
    #expect(throws: JSONError.tooDeep(limit: JSONParser.depthLimit)) { try parse(String(repeating: "[", count: 1_000_000)) }
}

@Test func everyPrefixOfAMessageIsRefusedAndTheParserGoesOn() throws {
    let message = Array(#"{"method":"a.B","parameters":{"n":-12.5e3,"s":"é\\\"","l":[true,null]}}"#.utf8)
    let parser = JSONParser()
    for length in 0..<message.count {
        #expect(throws: JSONError.self) { _ = try parser.parse(Array(message.prefix(length))) }
    }
    let document = try parser.parse(message)
    #expect(document.root.member("parameters")?.member("s")?.string == "é\\\"")
}

@Test func everyCorruptionOfAMessageIsReadOrRefused() {
    let message = Array(#"{"method":"a.B","parameters":{"n":-12.5e3,"s":"é","l":[true,null]}}"#.utf8)
    let parser = JSONParser()
    for index in message.indices {
        for octet in UInt8.min...UInt8.max {
            var corrupt = message
            corrupt[index] = octet
            if let document = try? parser.parse(corrupt) { _ = JSONValue(document.root) }
        }
    }
}

@Test func aNullMemberCountsAsAbsent() throws {
    let document = try JSONParser().parse(Array(#"{"a":null,"b":false}"#.utf8))
    #expect(document.root.member("b")?.bool == false)
    #expect(throws: JSONError.missing(name: "a")) { _ = try document.root.required("a") }
}

@Test func aWriterWritesWhatWasSet() {
    var text = Array("<".utf8)
    JSONWriter.append(to: &text) { writer in
        writer.set("text", "a\"/\u{0}")
        writer.set("empty", object: { _ in })
        writer.set("inner", object: { $0.set("yes", true) })
        writer.set("list", objects: [1, 2]) { element, object in object.set("n", element) }
        writer.set("none", [])
        writer.set("names", ["a", "b\n"])
        writer.set("word", literal: "w")
        writer.set("hex", ascii: { $0 += "00ff".utf8 })
        writer.set("value", ["π": .number(1.5, text: "1.5")])
    }
    let expected =
        #"<{"text":"a\"/\u0000","empty":{},"inner":{"yes":true},"list":[{"n":1},{"n":2}],"none":[],"names":["a","b\n"],"#
        + #""word":"w","hex":"00ff","value":{"π":1.5}}"#
    #expect(String(decoding: text, as: UTF8.self) == expected)
}

@Test(arguments: [0, 7, 10, 99, 100, -1, -10, Int64.max, Int64.min])
func aWriterWritesIntegers(_ value: Int64) throws {
    var text: [UInt8] = []
    JSONWriter.append(to: &text) { $0.set("n", value) }
    #expect(String(decoding: text, as: UTF8.self) == #"{"n":\#(value)}"#)
}

/// What is written by hand is held against json-c's text of the same.
@Test func aWriterEscapesWhatJSONMustEscape() throws {
    for scalar in (0...0x2FF).compactMap(Unicode.Scalar.init) + ["\u{FFFD}", "\u{1F600}"] {
        let string = "a\(scalar)b"
        var text: [UInt8] = []
        JSONWriter.append(to: &text) { $0.set("s", string) }
        let value: JSONValue = ["s": .string(string)]
        #expect(String(decoding: text, as: UTF8.self) == value.text())
        #expect(try JSONValue(parsing: text) == value)
    }
}
